"""API addresses of accounts, under /api/v1/."""

from django.urls import path

from accounts import api

urlpatterns = [
    path("token/", api.TokenMake.as_view(), name="api-token"),
    path("me/", api.MeRead.as_view(), name="api-me"),
]
