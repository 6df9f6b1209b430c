"""Addresses of supervision."""

from django.urls import path

from discipline.views.supervision import findings, inspections

ONE = "inspections/<int:pk>/"
FINDING = "findings/<int:pk>/"

urlpatterns = [
    path("inspections/", inspections.inspections, name="inspections"),
    path("inspections/new/", inspections.plan, name="inspection-new"),
    path("inspections/draw/", inspections.draw, name="draw-new"),
    path("draws/<int:pk>/", inspections.drawn, name="draw"),
    path(ONE, inspections.inspection, name="inspection"),
    path(f"{ONE}begin/", inspections.begin, name="inspection-begin"),
    path(f"{ONE}cancel/", inspections.cancel, name="inspection-cancel"),
    path(f"{ONE}check/", inspections.conclude, name="conclude"),
    path(f"{ONE}find/", findings.find, name="find"),
    path("findings/", findings.findings, name="findings"),
    path("came-in/", findings.came_in, name="came-in"),
    path("came-in/<int:pk>/find/", findings.find_in_attempt, name="find-in-attempt"),
    path(FINDING, findings.finding, name="finding"),
    path(f"{FINDING}report/", findings.report, name="finding-report"),
    path(f"{FINDING}check/", findings.recheck, name="finding-recheck"),
    path(f"{FINDING}extend/", findings.extend, name="finding-extend"),
    path(f"{FINDING}withdraw/", findings.withdraw, name="finding-withdraw"),
    path(f"{FINDING}photos/new/", findings.add_photo, name="finding-photo-new"),
    path(f"{FINDING}photos/<int:row>/", findings.photo, name="finding-photo"),
    path(f"{FINDING}name/", findings.name, name="finding-name"),
    path(f"{FINDING}responsible/<int:row>/", findings.settle, name="finding-settle"),
]
