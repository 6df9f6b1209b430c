"""API addresses of the law, under /api/v1/."""

from django.urls import path

from regulations import api

urlpatterns = [
    path("duties/", api.Duties.as_view(), name="api-duties"),
]
