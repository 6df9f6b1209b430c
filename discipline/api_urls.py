"""Addresses of the room in the API: each module of `discipline.api` may give `urlpatterns`."""

from django.urls import URLPattern, URLResolver

from discipline.subjects import modules

urlpatterns: list[URLPattern | URLResolver] = [
    pattern for module in modules("discipline.api") for pattern in getattr(module, "urlpatterns", ())
]
