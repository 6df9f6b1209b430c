"""Inspections and findings."""

from __future__ import annotations

from datetime import timedelta

from discipline.services import supervision
from discipline.services.supervision import Plan
from tests.cast import TODAY
from tests.guards.waiting import Lock

FOLDER = "discipline/services/supervision"


def _planned(stage):
    plan = Plan("on_the_spot", TODAY + timedelta(days=3))
    return supervision.plan(unit=stage.cast["north"], plan=plan, on=TODAY, by=stage.inspector)


def begin(stage):
    inspection = _planned(stage)
    return inspection, lambda: supervision.begin(inspection=inspection, by=stage.inspector)


def report(stage):
    begun = supervision.begin(inspection=_planned(stage), by=stage.inspector)
    finding = supervision.find(inspection=begun, item="card", what="无证", on=TODAY, by=stage.inspector)
    return finding, lambda: supervision.report(finding=finding, what="已补发", by=stage.supervisor)


def find_unled(stage):
    duty = stage.draft()
    return duty, lambda: supervision.find_unled(assignment=duty, on=TODAY)


LOCKS = (
    Lock(f"{FOLDER}/locking.py:lock_inspection", begin),
    Lock(f"{FOLDER}/locking.py:lock_finding", report),
    Lock(f"{FOLDER}/findings.py:find_unled", find_unled),
)
