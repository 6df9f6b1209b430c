"""Cases of conduct."""

from __future__ import annotations

from discipline.services import cases
from tests.cast import TODAY
from tests.guards.waiting import Lock


def examine(stage):
    by = stage.inspector
    case = cases.report(auxiliary=stage.wu, subject="脱岗", by=by, on=TODAY)
    return case, lambda: cases.examine(case=case, by=by, on=TODAY)


LOCKS = (Lock("discipline/services/cases/common.py:lock", examine),)
