"""Addresses of the auxiliary's own side, /me/conduct/: each module of `discipline.urls` may give `own_patterns`."""

from django.urls import URLPattern, URLResolver

from discipline.subjects import modules

app_name = "own-conduct"
urlpatterns: list[URLPattern | URLResolver] = [
    pattern for module in modules("discipline.urls") for pattern in getattr(module, "own_patterns", ())
]
