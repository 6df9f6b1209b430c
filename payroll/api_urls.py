"""API addresses of insurances and pay, under /api/v1/."""

from django.urls import path

from payroll import api, api_calculators, api_money, api_people, api_runs, api_schemes, api_slips

urlpatterns = [
    path("calculators/", api_calculators.Calculators.as_view(), name="api-calculators"),
    path("calculators/<slug:topic>/", api_calculators.Calculator.as_view(), name="api-calculator"),
    path("enrolments/", api.Enrolments.as_view(), name="api-enrolments"),
    path("enrolments/<int:pk>/", api.EnrolmentOne.as_view(), name="api-enrolment"),
    path("enrolments/<int:pk>/base/", api.Base.as_view(), name="api-enrolment-base"),
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
    path("pay-schemes/", api_schemes.Schemes.as_view(), name="api-pay-schemes"),
    path("pay-schemes/<int:pk>/", api_schemes.SchemeOne.as_view(), name="api-pay-scheme"),
    path("pay-schemes/<int:pk>/end/", api_schemes.SchemeEnd.as_view(), name="api-pay-scheme-end"),
    path("pay-items/", api_schemes.Items.as_view(), name="api-pay-items"),
    path("pay-amounts/", api_schemes.Amounts.as_view(), name="api-pay-amounts"),
    path("funding-sources/", api_money.Sources.as_view(), name="api-funding-sources"),
    path("budgets/", api_money.Budgets.as_view(), name="api-budgets"),
    path("budgets/<int:pk>/", api_money.BudgetOne.as_view(), name="api-budget"),
    path("insurance-terms/", api_money.Terms.as_view(), name="api-insurance-terms"),
    path("dispatch-fees/", api_money.Fees.as_view(), name="api-dispatch-fees"),
    path("pay-settings/", api_people.Settings.as_view(), name="api-pay-settings"),
    path("special-deductions/", api_people.Deductions.as_view(), name="api-special-deductions"),
    path("pay-entries/", api_people.Entries.as_view(), name="api-pay-entries"),
    path("pay-entries/<int:pk>/", api_people.EntryOne.as_view(), name="api-pay-entry"),
    path("pay-entries/<int:pk>/withdraw/", api_people.Withdraw.as_view(), name="api-pay-entry-withdraw"),
    path("payslips/", api_slips.Slips.as_view(), name="api-payslips"),
    path("payslips/<int:pk>/", api_slips.SlipOne.as_view(), name="api-payslip"),
    path("own/payslips/", api_slips.OwnSlips.as_view(), name="api-own-payslips"),
    path("own/payslips/<int:pk>/", api_slips.OwnSlip.as_view(), name="api-own-payslip"),
]
