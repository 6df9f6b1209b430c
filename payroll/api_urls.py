"""API addresses of insurances, under /api/v1/."""

from django.urls import path

from payroll import api

urlpatterns = [
    path("enrolments/", api.Enrolments.as_view(), name="api-enrolments"),
    path("enrolments/<int:pk>/", api.EnrolmentOne.as_view(), name="api-enrolment"),
    path("enrolments/<int:pk>/end/", api.End.as_view(), name="api-enrolment-end"),
]
