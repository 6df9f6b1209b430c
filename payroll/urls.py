"""Addresses of insurance and pay."""

from django.urls import path

from payroll.urls_imports import imports
from payroll.urls_lists import lists
from payroll.views import calculators, claims, entries, people, policies, run_acts, runs, schemes

app_name = "payroll"
urlpatterns = [
    *lists,
    *imports,
    path("", people.overview, name="overview"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/enrol/", people.enrol, name="enrol"),
    path("people/<int:pk>/base/", people.base, name="base"),
    path("enrolments/<int:pk>/end/", people.end, name="enrolment-end"),
    path("calculators/", calculators.index, name="calculators"),
    path("calculators/<slug:topic>/", calculators.calculator, name="calculator"),
    path("policies/", policies.policies, name="policies"),
    path("policies/new/", policies.new, name="policy-new"),
    path("policies/<int:pk>/", policies.policy, name="policy"),
    path("policies/<int:pk>/renew/", policies.renew, name="policy-renew"),
    path("policies/<int:pk>/members/", policies.members, name="policy-members"),
    path("members/<int:pk>/claim/", claims.new, name="claim-new"),
    path("claims/<int:pk>/decide/", claims.decide, name="claim-decide"),
    path("members/<int:pk>/end/", policies.end_cover, name="cover-end"),
    path("runs/", runs.runs, name="runs"),
    path("runs/new/", run_acts.new, name="run-new"),
    path("runs/<int:pk>/", runs.run, name="run"),
    path("runs/<int:pk>/anomalies/", runs.anomalies, name="run-anomalies"),
    path("runs/<int:pk>/accept/", runs.accept, name="run-accept"),
    path("runs/<int:pk>/calculate/", run_acts.calculate, name="run-calculate"),
    path("runs/<int:pk>/review/", run_acts.review, name="run-review"),
    path("runs/<int:pk>/release/", run_acts.release, name="run-release"),
    path("runs/<int:pk>/issue/", run_acts.issue, name="run-issue"),
    path("runs/<int:pk>/cancel/", run_acts.cancel, name="run-cancel"),
    path("runs/<int:pk>/correct/", run_acts.correct, name="run-correct"),
    path("schemes/", schemes.index, name="schemes"),
    path("schemes/new/", schemes.new, name="scheme-new"),
    path("schemes/<int:pk>/", schemes.scheme, name="scheme"),
    path("schemes/<int:pk>/end/", schemes.end, name="scheme-end"),
    path("schemes/<int:pk>/items/new/", schemes.item, name="item-new"),
    path("items/<int:pk>/amount/", schemes.amount, name="item-amount"),
    path("sources/new/", schemes.source, name="source-new"),
    path("sources/<int:pk>/budget/", schemes.budget, name="source-budget"),
    path("terms/new/", schemes.terms, name="terms-new"),
    path("fees/new/", schemes.fee, name="fee-new"),
    path("people/<int:pk>/card/", entries.card, name="pay-card"),
    path("people/<int:pk>/deduction/", entries.deduction, name="pay-deduction"),
    path("deductions/<int:pk>/end/", entries.deduction_end, name="pay-deduction-end"),
    path("people/<int:pk>/amount/", entries.own_amount, name="pay-own-amount"),
    path("amounts/<int:pk>/end/", entries.own_amount_end, name="pay-own-amount-end"),
    path("people/<int:pk>/entry/", entries.entry, name="pay-entry"),
    path("entries/<int:pk>/withdraw/", entries.withdraw, name="pay-entry-withdraw"),
    path("runs/slips/<int:pk>/", runs.slip, name="slip"),
    path("runs/slips/<int:pk>/paper/", runs.paper, name="slip-paper"),
]
