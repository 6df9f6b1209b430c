"""The medical period: how long somebody who is ill may not be dismissed for it (MEDP 3, 4), and how much of it is used.

Months by years of all work and years in the unit; interrupted leave adds up within a longer window from its first day.
Rest days and holidays inside sick leave count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from payroll.calculating.answers import Answer, Step
from payroll.calculating.books import Book
from payroll.calculating.wording import fill, to_confirm
from roster.rules.terms import add_months

ROOM = "payroll.medical_period."
DAY = timedelta(days=1)

Spell = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Period:
    """Months of the period and the months within which leave adds up; days when the sick leave is known."""

    months: int
    window_months: int
    window_from: date | None = None
    window_to: date | None = None
    ends_on: date | None = None
    used_days: int = 0
    remaining_days: int = 0


def period(work_years: Decimal, unit_years: Decimal, book: Book) -> Answer[Period]:
    """The period for so many years of all work and in this unit (work in the unit is part of all work)."""
    rows = book.value(ROOM + "by_years")
    work_years = max(work_years, unit_years)
    of_work = max(int(row["work_years"]) for row in rows if work_years >= row["work_years"])
    row = max(
        (row for row in rows if row["work_years"] == of_work and unit_years >= row["unit_years"]),
        key=lambda row: int(row["unit_years"]),
    )
    months, window = int(row["months"]), int(row["within_months"])
    steps = (
        Step(_("Medical period, by years of all work and in the unit"), work_years, unit_years, months, "MEDP 3"),
        Step(_("Months within which interrupted leave adds up"), months, None, window, "MEDP 4"),
    )
    return _with_law(Period(months, window), steps, book)


def running(work_years: Decimal, unit_years: Decimal, spells: Sequence[Spell], day: date, book: Book) -> Answer[Period]:
    """The period that runs on `day`, or the last one before it: window, days used, days left, the day it is used up.

    One unbroken leave ends by calendar months; interrupted leave counts thirty days a month (a default of this system).
    """
    found = period(work_years, unit_years, book)
    months, window = found.value.months, found.value.window_months
    known = joined_up([spell for spell in spells if spell[0] <= day])
    if not known:
        return found
    month_days = int(book.value(ROOM + "month_days"))
    begins = known[0][0]
    while (next_one := _next_window(known, begins, found.value, month_days)) is not None and next_one <= day:
        begins = next_one
    closes, inside, whole_days = _window(known, begins, found.value, month_days)
    used = sum((min(to, day) - since).days + 1 for since, to in inside if since <= day)
    value = Period(
        months,
        window,
        begins,
        closes,
        _day_number(whole_days, inside),
        min(used, whole_days),
        max(0, whole_days - used),
    )
    steps = (
        *found.steps,
        Step(
            fill(_("Sick days from %(since)s to %(to)s"), since=begins.isoformat(), to=min(day, closes).isoformat()),
            used,
            None,
            None,
            "MEDP 4",
        ),
        Step(_("Days of the period left"), whole_days, None, value.remaining_days, "MEDP 4"),
    )
    keys = (ROOM + "by_years", *((ROOM + "month_days",) if len(inside) > 1 else ()))
    return Answer(value, steps, book.cites(*keys), to_confirm(book, *keys), book.sureness(*keys))


def _window(known: list[Spell], begins: date, found: Period, month_days: int) -> tuple[date, list[Spell], int]:
    """The last day of the window that begins on a day, the leave inside it, and how many days the period has in it."""
    closes = add_months(begins, found.window_months) - DAY
    inside = [(max(one[0], begins), min(one[1], closes)) for one in known if one[1] >= begins and one[0] <= closes]
    if len(inside) == 1:
        return closes, inside, (add_months(begins, found.months) - begins).days
    return closes, inside, found.months * month_days


def _next_window(known: list[Spell], begins: date, found: Period, month_days: int) -> date | None:
    """The day on which the next window begins: with the first leave after this one. A leave that used the period up and
    goes on opens none."""
    closes, inside, whole_days = _window(known, begins, found, month_days)
    used_up = sum((to - since).days + 1 for since, to in inside) >= whole_days
    later = (one for one in known if one[1] > closes and not (used_up and one[0] <= closes))
    first = next(later, None)
    return None if first is None else max(first[0], closes + DAY)


def joined_up(spells: Sequence[Spell]) -> list[Spell]:
    """Spells in order of days, those that touch or overlap made one."""
    whole: list[Spell] = []
    for since, to in sorted(spells):
        if whole and since <= whole[-1][1] + DAY:
            whole[-1] = (whole[-1][0], max(whole[-1][1], to))
        else:
            whole.append((since, to))
    return whole


def _day_number(number: int, spells: Sequence[Spell]) -> date | None:
    """The day on which so many days of sick leave are full; None when they are not."""
    for since, to in spells:
        length = (to - since).days + 1
        if number <= length:
            return since + timedelta(days=number - 1)
        number -= length
    return None


def _with_law(value: Period, steps: tuple[Step, ...], book: Book) -> Answer[Period]:
    key = ROOM + "by_years"
    return Answer(value, steps, book.cites(key), to_confirm(book, key), book.sureness(key))
