"""Addresses of complaints."""

from django.urls import path

from discipline.views.complaints import dealing, reporting

ONE = "complaints/<int:pk>/"

urlpatterns = [
    path("report/", reporting.report, name="report"),
    path("report/status/", reporting.status, name="report-status"),
    path("complaints/", dealing.complaints, name="complaints"),
    path("complaints/new/", dealing.new, name="complaint-new"),
    path(ONE, dealing.complaint, name="complaint"),
    path(f"{ONE}acknowledge/", dealing.acknowledge, name="complaint-acknowledge"),
    path(f"{ONE}assign/", dealing.assign, name="complaint-assign"),
    path(f"{ONE}reporter/", dealing.reporter, name="complaint-reporter"),
    path(f"{ONE}retaliation/", dealing.retaliation, name="complaint-retaliation"),
    path(f"{ONE}answer/", dealing.answer, name="complaint-answer"),
]
own_patterns = [path("complaints/new/", reporting.own, name="complaint-new")]
