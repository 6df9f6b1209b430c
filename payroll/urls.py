"""Addresses of insurance."""

from django.urls import path

from payroll.views import calculators, people, policies

app_name = "payroll"
urlpatterns = [
    path("", people.overview, name="overview"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/enrol/", people.enrol, name="enrol"),
    path("enrolments/<int:pk>/end/", people.end, name="enrolment-end"),
    path("calculators/", calculators.index, name="calculators"),
    path("calculators/<slug:topic>/", calculators.calculator, name="calculator"),
    path("policies/", policies.policies, name="policies"),
    path("policies/new/", policies.new, name="policy-new"),
    path("policies/<int:pk>/", policies.policy, name="policy"),
    path("policies/<int:pk>/renew/", policies.renew, name="policy-renew"),
    path("policies/<int:pk>/members/", policies.members, name="policy-members"),
    path("members/<int:pk>/end/", policies.end_cover, name="cover-end"),
]
