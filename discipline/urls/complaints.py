"""Addresses of complaints."""

from django.urls import path

from discipline.views.complaints import dealing, reporting

ONE = "complaints/<int:pk>/"

urlpatterns = [
    path("report/", reporting.report, name="report"),
    path("report/status/", reporting.status, name="report-status"),
    path("report/add/", reporting.add, name="report-add"),
    path("complaints/", dealing.complaints, name="complaints"),
    path("complaints/new/", dealing.new, name="complaint-new"),
    path(ONE, dealing.complaint, name="complaint"),
    path(f"{ONE}acknowledge/", dealing.acknowledge, name="complaint-acknowledge"),
    path(f"{ONE}assign/", dealing.assign, name="complaint-assign"),
    path(f"{ONE}reporter/", dealing.reporter, name="complaint-reporter"),
    path(f"{ONE}retaliation/", dealing.retaliation, name="complaint-retaliation"),
    path(f"{ONE}retaliation/look/", dealing.look, name="complaint-look"),
    path(f"{ONE}answer/", dealing.answer, name="complaint-answer"),
    path(f"{ONE}forward/", dealing.forward, name="complaint-forward"),
    path(f"{ONE}pictures/new/", dealing.add_picture, name="complaint-picture-new"),
    path(f"{ONE}pictures/<int:row>/", dealing.picture, name="complaint-picture"),
]
own_patterns = [path("complaints/new/", reporting.own, name="complaint-new")]
