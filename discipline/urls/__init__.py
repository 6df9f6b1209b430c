"""Addresses of the room, subject by subject: each module of this package gives `urlpatterns`."""

from django.urls import URLPattern, URLResolver, path

from discipline.subjects import modules
from discipline.views.index import index

app_name = "discipline"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", index, name="index"),
    *(pattern for module in modules(__name__) for pattern in module.urlpatterns),
]
