"""Addresses of incidents on duty and of the care list."""

from django.urls import path

from discipline.views import care, protection

ONE, CARE = "incidents/<int:pk>/", "care/<int:pk>/"

urlpatterns = [
    path("incidents/", protection.incidents, name="incidents"),
    path("incidents/new/", protection.new, name="incident-new"),
    path(ONE, protection.incident, name="incident"),
    path(f"{ONE}take/", protection.take, name="incident-take"),
    path(f"{ONE}note/", protection.note, name="incident-note"),
    path(f"{ONE}settle/", protection.settle, name="incident-settle"),
    path("care/", care.cares, name="cares"),
    path("care/new/", care.new, name="care-new"),
    path(CARE, care.care, name="care"),
    path(f"{CARE}visit/", care.visit, name="care-visit"),
    path(f"{CARE}end/", care.end, name="care-end"),
]
own_patterns = [path("incidents/new/", protection.own, name="incident-new")]
