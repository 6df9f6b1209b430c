"""Terms and periods in calendar days and months: which key of the packs holds each, and how a last day is counted.

All of them are house policy (`discipline.cases.*`): an office sets its own, dated, by two persons. The day the act
happened does not count; the last day counts whole.
"""

from __future__ import annotations

import datetime as dt
from datetime import date
from typing import Final

from discipline.rules.cases.life import Outcome, Status
from roster.rules.terms import add_months

# The term that runs while a case stands there: the key of its days.
RUNNING: Final = {
    Status.REPORTED.value: "preliminary_days",
    Status.PRELIMINARY.value: "preliminary_days",
    Status.OPENED.value: "investigation_days",
    Status.INVESTIGATED.value: "serving_days",
    Status.TOLD.value: "statement_days",
    Status.HEARD.value: "decision_days",
    Status.DECIDED.value: "serving_days",
    Status.SERVED.value: "appeal_days",
    Status.APPEALED.value: "appeal_decision_days",
}


def key(name: str) -> str:
    return f"discipline.cases.{name}"


def last_day(start: date, days: int) -> date:
    """The last day of a term of so many calendar days; the day it starts from is not counted."""
    return start + dt.timedelta(days=days)


def effect_ends(outcome: str, start: date, months: int) -> date:
    """The last day on which a sanction has its effect: a period of months from the day it was served."""
    if outcome not in PERIODS:
        raise ValueError(f"{outcome} has no period.")
    return add_months(start, months) - dt.timedelta(days=1)


PERIODS: Final = {
    outcome.value: (f"{outcome.value}_months", f"{outcome.value}_pay_share")
    for outcome in (Outcome.WARNING, Outcome.DEMERIT, Outcome.MAJOR_DEMERIT, Outcome.GRADE_LOWERED)
}
