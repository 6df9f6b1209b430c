"""Group accident cover 团体意外险: the premium of part of a year, the benefit by grade, the settlement of head counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from payroll.calculating.answers import MEDIUM, Answer, Step, bad, fen
from payroll.calculating.books import Book

SHORT = "payroll.accident_policy.short_period_percent"
GRADES = "payroll.accident_policy.disability_percent"
NOTE = _("The policy itself decides; this is the table of public tenders.")


class Premium(NamedTuple):
    """Months counted, the share of the year's premium, and the premium in yuan."""

    months: int
    percent: int
    amount: Decimal


def months_begun(first: date, last: date) -> int:
    """Months from the first to the last day, both covered; a month that has begun counts whole."""
    months = 0
    while _later(first, months) <= last:
        months += 1
    return months


def _later(day: date, months: int) -> date:
    """The same day so many months later; the last day of a shorter month."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    for number_of_day in range(day.day, 0, -1):
        try:
            return date(year, month + 1, number_of_day)
        except ValueError:
            continue
    raise ValueError(day)


def short_period(annual: Decimal, months: int, *, book: Book) -> Answer[Premium]:
    """The premium of one to twelve months by the short-period table. Raises BadInput for another number of months."""
    table = book.value(SHORT)
    if not 1 <= months <= len(table):
        raise bad("months", _("A short period has one to twelve months."))
    percent = table[months - 1]
    amount = fen(annual * percent / 100)
    steps = (
        Step(_("Year's premium, share of the short-period table"), months, Decimal(percent) / 100, amount, "TENDER"),
    )
    return Answer(Premium(months, percent, amount), steps, book.cites(SHORT), (NOTE,), MEDIUM)


def disability_benefit(sum_insured: Decimal, grade: int, *, book: Book) -> Answer[Decimal]:
    """The benefit of a disability grade: 100 % for grade one down to 10 % for grade ten."""
    table = book.value(GRADES)
    if not 1 <= grade <= len(table):
        raise bad("grades", _("Grades run from one to ten."))
    amount = fen(sum_insured * table[grade - 1] / 100)
    steps = (Step(_("Sum insured, share of the grade"), grade, Decimal(table[grade - 1]) / 100, amount, "TENDER"),)
    return Answer(amount, steps, book.cites(GRADES), (NOTE,), MEDIUM)


class Settled(NamedTuple):
    """The average head count of the year, what it costs, and what is still to pay (less than nothing: comes back)."""

    average: Decimal
    due: Decimal
    difference: Decimal


def settle(annual: Decimal, head_counts: Sequence[int], paid: Decimal) -> Settled:
    """The year's premium settled on the average of the monthly payroll lists."""
    people = Decimal(sum(head_counts))
    due = fen(annual * people / len(head_counts))
    return Settled(fen(people / len(head_counts)), due, due - paid)
