"""The way up: the person's file, the proposal."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from discipline.services import grades as services
from roster.models import Auxiliary, GradeRecord
from tests import stagehands
from tests.cast import LONG_AGO, TODAY
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


def settle(stage):
    row = services.publish(proposal=_propose(stage, _somebody(stage, "晋升丙")), by=stage.supervisor, on=TODAY)
    said = services.contest(proposal=row, text="异议", by=stage.supervisor, on=TODAY)
    another = User.objects.create_user("grader", None, person=stage.cast.person("另一人"))
    stagehands.give_role(another, "hr", stage.cast["first"], since=LONG_AGO)
    return said, lambda: services.settle(objection=said, upheld=False, answer="不成立", by=another)


LOCKS = (
    Lock("discipline/services/publicity.py:lock_person", propose),
    Lock(f"{FILE}:_locked", publish),
    Lock(f"{FILE}:settle", settle),
)
