"""API addresses of units and officers, under /api/v1/."""

from django.urls import path

from organisation import api

urlpatterns = [
    path("units/", api.Units.as_view(), name="api-units"),
    path("units/<int:pk>/", api.UnitOne.as_view(), name="api-unit"),
    path("officers/", api.Officers.as_view(), name="api-officers"),
    path("officers/<int:pk>/", api.OfficerOne.as_view(), name="api-officer"),
]
