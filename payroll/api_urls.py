"""API addresses of insurances, under /api/v1/."""

from django.urls import path

from payroll import api, api_calculators

urlpatterns = [
    path("calculators/", api_calculators.Calculators.as_view(), name="api-calculators"),
    path("calculators/<slug:topic>/", api_calculators.Calculator.as_view(), name="api-calculator"),
    path("enrolments/", api.Enrolments.as_view(), name="api-enrolments"),
    path("enrolments/<int:pk>/", api.EnrolmentOne.as_view(), name="api-enrolment"),
    path("enrolments/<int:pk>/end/", api.End.as_view(), name="api-enrolment-end"),
]
