"""Working days, by the holiday arrangement the law data holds: the last day of a term, the length of a span.

Terms of the rooms above `payroll` count by it; the arrangement itself stands in `payroll.calendar.*` of the national pack.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from regulations.packs import PackError, at

SATURDAY: Final = 5
A_DAY: Final = timedelta(days=1)
KEYS: Final = ("payroll.calendar.statutory_days", "payroll.calendar.days_off", "payroll.calendar.makeup_workdays")


@dataclass(frozen=True, slots=True)
class Term:
    """Where a term of working days ends. `sure` is false where it touches a year whose arrangement is not announced yet."""

    last_day: date
    sure: bool


@dataclass(frozen=True, slots=True)
class Count:
    """How many working days lie in a span; `sure` as in Term."""

    days: int
    sure: bool


@dataclass(frozen=True, slots=True)
class _Year:
    off: frozenset[date]
    makeup: frozenset[date]
    known: bool


def is_workday(day: date) -> bool:
    """Worked by the arrangement of the year; in a year whose arrangement is unknown, Monday to Friday."""
    year = _year(day.year)
    return day in year.makeup or (day.weekday() < SATURDAY and day not in year.off)


def is_known(year: int) -> bool:
    """Does the law data hold the arrangement of that year?"""
    return _year(year).known


def term(first: date, days: int) -> Term:
    """The last of so many working days, the first day counted when it is one. Raises ValueError for no days."""
    if days < 1:
        raise ValueError("a term has at least one working day")
    day, left, sure = first, days, is_known(first.year)
    while True:
        sure = sure and is_known(day.year)
        left -= is_workday(day)
        if not left:
            return Term(day, sure)
        day += A_DAY


def within(event: date, days: int) -> Term:
    """The last day to act within so many working days of an event: the day of the event itself is not counted."""
    return term(event + A_DAY, days)


def between(first: date, last: date) -> Count:
    """Working days from one day to another, both counted."""
    span = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return Count(sum(map(is_workday, span)), all(is_known(year) for year in {day.year for day in span}))


@lru_cache(maxsize=64)
def _year(year: int) -> _Year:
    try:
        statutory, ranges, makeup = (at(key, day=date(year, 1, 1)).value for key in KEYS)
    except PackError:
        return _Year(frozenset(), frozenset(), known=False)
    if {day.year for day in statutory} != {year}:
        return _Year(frozenset(), frozenset(), known=False)
    off = {one["from"] + timedelta(days=n) for one in ranges for n in range((one["to"] - one["from"]).days + 1)}
    return _Year(frozenset(off | set(statutory)), frozenset(makeup), known=True)
