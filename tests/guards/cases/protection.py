"""Incidents and the care list: the person's file, the incident, the entry of the list."""

from __future__ import annotations

from discipline.services import protection
from tests.cast import TODAY
from tests.guards.waiting import Lock

FILE = "discipline/services/protection.py"


def _report(stage, someone):
    return protection.report(told=protection.Told(someone, "other", TODAY, "摔倒"), on=TODAY, by=stage.inspector)


def report(stage):
    someone = stage.cast.auxiliary("事件甲")
    return someone, lambda: _report(stage, someone)


def take(stage):
    row = _report(stage, stage.cast.auxiliary("事件乙"))
    return row, lambda: protection.take(incident=row, on=TODAY, by=stage.inspector)


def visit(stage):
    row = protection.look_after(
        auxiliary=stage.cast.auxiliary("帮扶"), ground="hardship", words="困难", on=TODAY, by=stage.inspector
    )
    return row, lambda: protection.visit(care=row, on=TODAY, words="走访", given=None, today=TODAY, by=stage.inspector)


LOCKS = (Lock(f"{FILE}:_lock_person", report), Lock(f"{FILE}:_lock", take), Lock(f"{FILE}:_care", visit))
