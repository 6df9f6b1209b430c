"""Addresses of the house. Each room brings its own."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from core import views as core_views

ROOMS = (
    ("", "accounts.urls"),
    ("", "organisation.urls"),
    ("law/", "regulations.urls"),
    ("reminders/", "reminders.urls"),
    ("evidence/", "evidence.urls"),
    ("exports/", "exports.urls"),
    ("", "roster.urls"),
    ("duties/", "duties.urls"),
    ("discipline/", "discipline.urls"),
    ("me/conduct/", "discipline.urls_own"),
    ("payroll/", "payroll.urls"),
    ("me/pay/", "payroll.urls_own"),
    ("insights/", "insights.urls"),
    ("", "privacy.urls"),
    ("", "auxpolice.desk_urls"),
    ("api/v1/", "auxpolice.api_urls"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", core_views.healthz, name="healthz"),
    path("readyz", core_views.readyz, name="readyz"),
    *(path(prefix, include(module)) for prefix, module in ROOMS if find_spec(module)),
]

handler400 = core_views.bad_request
handler403 = core_views.forbidden
handler404 = core_views.not_found
handler500 = core_views.broken
