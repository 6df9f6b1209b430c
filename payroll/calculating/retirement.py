"""Pension age and month (RET; the raise from 2025-01-01), and the contributions a monthly pension needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from payroll.calculating.answers import SURENESS, Answer, Step, least_sure
from payroll.calculating.books import Book, book_of
from payroll.calculating.wording import to_confirm
from regulations.packs import at_or_first
from roster.rules.pension_age import reached_on
from roster.rules.terms import add_months

MEN, WOMEN_55, WOMEN_50 = "men", "women_55", "women_50"
KINDS: Final = (MEN, WOMEN_55, WOMEN_50)
ROOM: Final = "payroll.retirement."


@dataclass(frozen=True, slots=True)
class Retirement:
    """Former age day, months added, the age as years and months, the day and month of retirement, contributions needed."""

    former_on: date
    delay_months: int
    age_years: int
    age_months: int
    retires_on: date
    contribution_months: int | None  # none is told for a pension from before the rule
    earliest_on: date | None = None
    latest_on: date | None = None

    @property
    def month(self) -> str:
        return f"{self.retires_on:%Y-%m}"


def retirement(born_on: date, kind: str) -> Answer[Retirement]:
    """For men, women in posts that ended at 55 (managers, technicians), women in posts that ended at 50.

    The row of the day on which the former age is reached counts, so that whoever reached it before 2025 retires then.
    """
    row = at_or_first(f"roster.pension.{kind}", day=date(1978, 6, 2))
    former = add_months(born_on, 12 * int(row.value["age_years"]))
    row = at_or_first(f"roster.pension.{kind}", day=former)
    day = reached_on(born_on, row.value, row.since)
    delay = (day.year - former.year) * 12 + day.month - former.month
    age = 12 * int(row.value["age_years"]) + delay
    book = book_of(day)
    needed = contributions(day.year, book) if book.says(ROOM + "contribution_months") else None
    earliest, latest, notes = _flexible(born_on, day, former, delay, book)
    steps = (
        Step(_("Former age reached on"), int(row.value["age_years"]), None, former, row.cites[0]),
        Step(_("Months added"), delay, None, None, row.cites[0]),
        Step(_("Pension age reached on"), None, None, day, row.cites[0]),
        *((Step(_("Months of contributions a monthly pension needs"), None, None, needed, "RET 2"),) if needed else ()),
    )
    value = Retirement(former, delay, age // 12, age % 12, day, needed, earliest, latest)
    cites = tuple(dict.fromkeys((*row.cites, *(("RET 2",) if needed else ()))))
    sure = least_sure(SURENESS[row.confidence], *((book.sureness(ROOM + "contribution_months"),) if needed else ()))
    return Answer(value, steps, cites, notes, sure)


def contributions(year: int, book: Book) -> int:
    """Months of contributions somebody needs who reaches the pension age in that year: 180, from 2030 six more a year to 240."""
    rows = [row for row in book.value(ROOM + "contribution_months") if year >= row["from_year"]]
    return int(max(rows, key=lambda row: int(row["from_year"]))["months"])


def _flexible(
    born_on: date, day: date, former: date, delay: int, book: Book
) -> tuple[date | None, date | None, tuple[Any, ...]]:
    """Earlier or later by choice: known from memory only, so it stands under its note."""
    key = ROOM + "flexible_years"
    if not delay or not book.says(key):
        return None, None, ()
    months = 12 * int(book.value(key))
    return max(former, add_months(day, -months)), add_months(day, months), to_confirm(book, key)
