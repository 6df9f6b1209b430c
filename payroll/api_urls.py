"""API addresses of insurances and pay, under /api/v1/."""

from django.urls import path

from payroll import api, api_calculators, api_runs, api_slips

urlpatterns = [
    path("calculators/", api_calculators.Calculators.as_view(), name="api-calculators"),
    path("calculators/<slug:topic>/", api_calculators.Calculator.as_view(), name="api-calculator"),
    path("enrolments/", api.Enrolments.as_view(), name="api-enrolments"),
    path("enrolments/<int:pk>/", api.EnrolmentOne.as_view(), name="api-enrolment"),
    path("enrolments/<int:pk>/end/", api.End.as_view(), name="api-enrolment-end"),
    path("pay-runs/", api_runs.Runs.as_view(), name="api-pay-runs"),
    path("pay-runs/<int:pk>/", api_runs.RunOne.as_view(), name="api-pay-run"),
    path("pay-runs/<int:pk>/anomalies/", api_runs.Anomalies.as_view(), name="api-pay-run-anomalies"),
    path("pay-runs/<int:pk>/calculate/", api_runs.Calculate.as_view(), name="api-pay-run-calculate"),
    path("pay-runs/<int:pk>/accept/", api_runs.Accept.as_view(), name="api-pay-run-accept"),
    path("pay-runs/<int:pk>/review/", api_runs.Review.as_view(), name="api-pay-run-review"),
    path("pay-runs/<int:pk>/release/", api_runs.Release.as_view(), name="api-pay-run-release"),
    path("pay-runs/<int:pk>/cancel/", api_runs.Cancel.as_view(), name="api-pay-run-cancel"),
    path("pay-runs/<int:pk>/correct/", api_runs.Correct.as_view(), name="api-pay-run-correct"),
    path("payslips/", api_slips.Slips.as_view(), name="api-payslips"),
    path("payslips/<int:pk>/", api_slips.SlipOne.as_view(), name="api-payslip"),
    path("own/payslips/", api_slips.OwnSlips.as_view(), name="api-own-payslips"),
    path("own/payslips/<int:pk>/", api_slips.OwnSlip.as_view(), name="api-own-payslip"),
]
