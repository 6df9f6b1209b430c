"""Addresses of units, officers, employers."""

from django.urls import path

from organisation.views import people, units

app_name = "organisation"
urlpatterns = [
    path("units/", units.units, name="units"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("units/<int:pk>/change/", units.change, name="unit-change"),
    path("units/<int:pk>/open/", units.open_below, name="unit-open"),
    path("units/<int:pk>/close/", units.close, name="unit-close"),
    path("units/<int:pk>/place/", units.place, name="unit-place"),
    path("officers/", people.officers, name="officers"),
    path("officers/enter/", people.enter_officer, name="officer-enter"),
    path("officers/<int:pk>/", people.officer, name="officer"),
    path("employers/", people.employers, name="employers"),
    path("employers/add/", people.add_employer, name="employer-add"),
    path("agreements/sign/", people.sign_agreement, name="agreement-sign"),
]
