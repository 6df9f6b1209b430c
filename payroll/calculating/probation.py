"""Probation: its longest term (LCL 19), its least pay (LCL 20, LCR 15), what a longer one costs (LCL 83)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _

from payroll.calculating.answers import MEDIUM, Answer, Step, fen
from payroll.calculating.books import Book
from roster.rules.terms import add_months, band_months

ROOM: Final = "roster.contract."
FIXED, OPEN_ENDED, TASK, PART_TIME = "fixed", "open_ended", "task", "part_time"
KINDS: Final = (FIXED, OPEN_ENDED, TASK, PART_TIME)


@dataclass(frozen=True, slots=True)
class Limit:
    """The longest probation in months and its last lawful day (None when there may be none)."""

    months: int
    until: date | None


def limit(starts_on: date, ends_on: date | None, book: Book, *, kind: str = FIXED) -> Answer[Limit]:
    """By the length of the term, its last day included; without a last day it is open-ended; none for a task or part-time."""
    if kind in (TASK, PART_TIME):
        key, months = ROOM + "probation_task_max_months", int(book.value(ROOM + "probation_task_max_months"))
    elif kind == OPEN_ENDED or ends_on is None:
        key, months = (
            ROOM + "probation_open_ended_max_months",
            int(book.value(ROOM + "probation_open_ended_max_months")),
        )
    else:
        key = ROOM + "probation_max_months"
        months = band_months(book.value(key), starts_on, ends_on)
    until = add_months(starts_on, months) - timedelta(days=1) if months else None
    cites = ("LCL 70",) if kind == PART_TIME else book.cites(key)
    steps = (Step(_("Longest probation for this term, in months"), None, None, months, cites[0]),)
    return Answer(Limit(months, until), steps, cites, confidence=book.sureness(key))


def least_pay(
    agreed: Decimal, min_wage: Decimal, book: Book, *, lowest_of_post: Decimal | None = None, either: bool = False
) -> Answer[Decimal]:
    """At least 80 % of the agreed wage, never under the minimum wage.

    Art. 15 of the Regulation joins the agreed wage and the lowest wage of the same post with "or". The default asks 80 % of
    the agreed wage; with `either`, 80 % of the lower of the two is enough. Contested, and reported as such.
    """
    key = ROOM + "probation_pay_min_share"
    share = Decimal(book.value(key))
    base = min(agreed, lowest_of_post) if either and lowest_of_post is not None else agreed
    least = max(fen(base * share), fen(min_wage))
    steps = (
        Step(_("Share of the agreed wage"), base, share, fen(base * share), "LCL 20"),
        Step(_("Never under the minimum wage"), None, None, fen(min_wage), "LCR 15"),
    )
    note = _(
        "Contested: the texts also name the lowest wage of the post; here 80 per cent of the agreed wage is asked."
    )
    return Answer(least, steps, book.cites(key), (note,), MEDIUM)


def too_long(months_beyond: Decimal, wage: Decimal) -> Answer[Decimal]:
    """What is owed on top for probation already served beyond the limit: the full wage once more for that time (LCL 83)."""
    owed = fen(wage * months_beyond)
    return Answer(
        owed,
        (Step(_("Months beyond the limit x wage after probation"), months_beyond, wage, owed, "LCL 83"),),
        ("LCL 83",),
    )
