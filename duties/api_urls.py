"""Addresses of duties in the API, /api/v1/."""

from django.urls import path

from duties.api import acts, assignments, decisions

urlpatterns = [
    path("duty-decisions/", decisions.DutyDecisions.as_view(), name="api-duty-decisions"),
    path("assignments/", assignments.Assignments.as_view(), name="api-assignments"),
    path("assignments/<int:pk>/", assignments.AssignmentOne.as_view(), name="api-assignment"),
    *(path(f"assignments/<int:pk>/{act.name}/", act.as_view(), name=f"api-assignment-{act.name}") for act in acts.ACTS),
    path("refused-attempts/", assignments.RefusedAttempts.as_view(), name="api-refused-attempts"),
    path("refused-attempts/<int:pk>/", assignments.RefusedAttemptOne.as_view(), name="api-refused-attempt"),
]
