"""Addresses of the reports, lists and files of pay."""

from django.urls import path

from payroll.views import lists as pages
from payroll.views import reports

lists = [
    path("lists/", pages.index, name="lists"),
    path("equal-pay/", reports.equal_pay, name="equal-pay"),
    path("equal-pay/insurance/", reports.everybody, name="everybody"),
    path("equal-pay/costs/", reports.cost, name="costs"),
]
