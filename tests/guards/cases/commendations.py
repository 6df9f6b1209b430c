"""Commendations: the nomination, the objection; the person's file is locked as for grades."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from accounts.models import User
from discipline.models import Commendation
from discipline.services import commendations as services
from tests import stagehands
from tests.cast import LONG_AGO, TODAY
from tests.guards.waiting import Lock

FILE = "discipline/services/commendations.py"
_days = itertools.count(1)  # one deed, one award: each case has a day of its own


def _nominated(stage, *, on: date = TODAY) -> Commendation:
    deed_on = TODAY - timedelta(days=next(_days))
    return services.nominate(
        auxiliary=stage.lin, kind="praise", deed="救人", deed_on=deed_on, by=stage.supervisor, on=on
    )


def publish(stage):
    row = _nominated(stage)
    return row, lambda: services.publish(commendation=row, by=stage.supervisor, on=TODAY)


def settle(stage):
    row = services.publish(commendation=_nominated(stage), by=stage.supervisor, on=TODAY)
    said = services.object_to(commendation=row, text="异议", by=stage.inspector, on=TODAY)
    another = User.objects.create_user("settler", None, person=stage.cast.person("另一人"))
    stagehands.give_role(another, "hr", stage.cast["first"], since=LONG_AGO)
    return said, lambda: services.settle(objection=said, upheld=False, answer="不成立", by=another)


LOCKS = (
    Lock(f"{FILE}:_locked", publish),
    Lock(f"{FILE}:settle", settle),
)
