"""The way up: the person's file, the proposal."""

from __future__ import annotations

from datetime import date

from discipline.services import grades as services
from roster.models import Auxiliary, GradeRecord
from tests.cast import TODAY
from tests.guards.waiting import Lock

FILE = "discipline/services/grades.py"


def _propose(stage, someone: Auxiliary):
    return services.propose(auxiliary=someone, to="六级", appraisal="称职", by=stage.supervisor, on=TODAY)


def _somebody(stage, name: str) -> Auxiliary:
    someone = stage.cast.auxiliary(name, grade="七级", hired_on=date(2020, 1, 1))
    GradeRecord.objects.create(auxiliary=someone, grade="七级", since=date(2023, 1, 1))
    return someone


def propose(stage):
    someone = _somebody(stage, "晋升甲")
    return someone, lambda: _propose(stage, someone)


def publish(stage):
    row = _propose(stage, _somebody(stage, "晋升乙"))
    return row, lambda: services.publish(proposal=row, by=stage.supervisor, on=TODAY)


LOCKS = (Lock(f"{FILE}:_lock_person", propose), Lock(f"{FILE}:_lock", publish))
