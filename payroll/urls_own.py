"""Addresses of the own payslips, under /me/pay/."""

from django.urls import path

from payroll.views import own

app_name = "own-pay"
urlpatterns = [
    path("", own.slips, name="slips"),
    path("<int:pk>/", own.slip, name="slip"),
    path("<int:pk>/paper/", own.paper, name="paper"),
]
