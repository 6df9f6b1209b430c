"""Cases of conduct, and what pay makes of them."""

from __future__ import annotations

from core.actors import SYSTEM
from discipline.services import cases
from payroll.services import conduct
from tests.cast import TODAY
from tests.discipline.cases.court import Court
from tests.guards.waiting import Lock


def examine(stage):
    by = stage.inspector
    case = cases.report(auxiliary=stage.wu, subject="脱岗", by=by, on=TODAY)
    return case, lambda: cases.examine(case=case, by=by, on=TODAY)


def follow(stage):
    measure = Court(stage.cast).served(auxiliary=stage.wu).sanctions.get()
    return stage.wu, lambda: conduct.follow_sanction(sanction=measure.pk, by=SYSTEM)


LOCKS = (
    Lock("discipline/services/cases/common.py:lock", examine),
    Lock("payroll/services/conduct.py:_lock_file", follow),
)
