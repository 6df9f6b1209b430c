"""Addresses of the API, /api/v1/: what each room brings, the document, its reading page, and a kind 404."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path, re_path

from auxpolice.views import api_docs

ROOMS = ("accounts", "organisation", "regulations", "reminders", "exports", "roster", "duties", "discipline", "payroll")

urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", api_docs.Document.as_view(), name="api-schema"),
    path("docs/", api_docs.docs, name="api-docs"),
    *(path("", include(f"{room}.api_urls")) for room in ROOMS if find_spec(f"{room}.api_urls")),
    re_path(r"^.*$", api_docs.Missing.as_view(), name="api-missing"),
]
