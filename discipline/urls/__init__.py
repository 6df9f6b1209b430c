"""Addresses of the room, subject by subject: each module of this package gives `urlpatterns`."""

from django.urls import URLPattern, URLResolver

from discipline.subjects import modules

app_name = "discipline"
urlpatterns: list[URLPattern | URLResolver] = [
    pattern for module in modules(__name__) for pattern in module.urlpatterns
]
