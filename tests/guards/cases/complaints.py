"""Complaints."""

from __future__ import annotations

from discipline.services import complaints
from discipline.services.complaints import Told, Who
from tests.cast import TODAY
from tests.guards.waiting import Lock


def acknowledge(stage):
    told = Told(stage.cast["north"], "conduct", "态度恶劣")
    row, _token = complaints.receive(told=told, who=Who(), channel="page", on=TODAY)
    return row, lambda: complaints.acknowledge(complaint=row, by=stage.inspector)


LOCKS = (Lock("discipline/services/complaints/dealing.py:lock_complaint", acknowledge),)
