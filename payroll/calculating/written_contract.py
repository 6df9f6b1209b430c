"""No written contract: double pay from the day after one month, at most eleven months; then it counts as open-ended.

LCL 10, 14, 82; LCR 6, 7. By month; a part month by its workdays (SPC25 6).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from payroll.calculating.answers import HIGH, MEDIUM, ZERO, Answer, Step, fen
from payroll.calculating.books import Book
from roster.rules.terms import add_months

ROOM: Final = "roster.contract."
DAY: Final = timedelta(days=1)
BY_WORKDAYS, BY_CALENDAR = "workdays", "calendar_days"
PART_MONTHS: Final = (BY_WORKDAYS, BY_CALENDAR)


@dataclass(frozen=True, slots=True)
class DoublePay:
    """From when to when the second wage is owed, how much, and since when the contract counts as open-ended."""

    due_by: date
    double_from: date | None = None
    double_to: date | None = None
    extra_months: int = 0
    extra_days: int = 0
    extra_pay: Decimal = ZERO
    deemed_open_ended_from: date | None = None


def double_pay(
    hired: date,
    signed: date | None,
    day: date,
    wage: Decimal,
    book: Book,
    *,
    workdays: Callable[[date, date], int],
    pay_days: Decimal,
    part_month: str = BY_WORKDAYS,
) -> Answer[DoublePay]:
    """The second wage owed until `day` to somebody hired on `hired` whose contract was signed on `signed` or never.

    `workdays` counts the workdays from a day to a day; a part month pays wage / `pay_days` for each (the default), or its
    share of calendar days.
    """
    due = int(book.value(ROOM + "written_within_months"))
    year = int(book.value(ROOM + "deemed_open_ended_after_months"))
    begins, full = add_months(hired, due), add_months(hired, year)
    cites = book.cites(
        *(ROOM + name for name in ("written_within_months", "double_pay_max_months", "deemed_open_ended_after_months"))
    )
    unsigned_to = min(day, signed - DAY) if signed is not None else day
    open_ended = full if unsigned_to >= full - DAY and day >= full else None
    last = min(unsigned_to, full - DAY)
    due_by = begins
    if last < begins:
        step = Step(
            _("A written contract is due within a month of the first day of work"), None, None, due_by, "LCL 10"
        )
        return Answer(DoublePay(due_by), (step,), cites)
    months = 0
    while add_months(hired, due + months + 1) <= last + DAY:
        months += 1
    part_from = add_months(hired, due + months)
    part, days = _part(part_from, last, add_months(hired, due + months + 1), wage, workdays, pay_days, part_month)
    extra = fen(wage * months) + part
    steps: list[Step] = [
        Step(_("Whole months without a contract, from the second month on"), months, wage, fen(wage * months), "LCL 82")
    ]
    notes: tuple[Any, ...] = ()
    if days:
        steps.append(Step(_("Days of the part month"), days, None, part, "SPC25 6"))
        notes = (
            _("A part month counts by its workdays, a day as wage / 21.75; the wording was not read: to be confirmed."),
        )
    if open_ended:
        steps.append(Step(_("Counts as open-ended from"), None, None, open_ended, "LCL 14"))
    value = DoublePay(due_by, begins, last, months, days, extra, open_ended)
    return Answer(value, tuple(steps), cites, notes, MEDIUM if days else HIGH)


def _part(
    first: date,
    last: date,
    next_month: date,
    wage: Decimal,
    workdays: Callable[[date, date], int],
    pay_days: Decimal,
    how: str,
) -> tuple[Decimal, int]:
    """Pay and days of the part month at the end; nothing when there is none."""
    if first > last:
        return ZERO, 0
    if how == BY_CALENDAR:
        days = (last - first).days + 1
        return fen(wage * days / (next_month - first).days), days
    days = workdays(first, last)
    return min(fen(wage / pay_days * days), fen(wage)), days
