"""What kind of day is it, what does work on it cost, how many workdays has a month, when is payday?"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from payroll.calculating.answers import MustBeSupplied
from payroll.calculating.books import book_of

KEYS: Final = ("payroll.calendar.statutory_days", "payroll.calendar.days_off", "payroll.calendar.makeup_workdays")
SUNDAY, SATURDAY = 6, 5
JANUARY, DECEMBER = 1, 12
A_DAY: Final = timedelta(days=1)


class DayKind(StrEnum):
    """One of four kinds of day; only the statutory ones cost three times the wage."""

    WORKDAY = "workday"
    MAKEUP = "makeup_workday"
    REST = "rest_day"
    STATUTORY = "statutory_holiday"

    @property
    def is_worked(self) -> bool:
        return self in (DayKind.WORKDAY, DayKind.MAKEUP)

    @property
    def rate_key(self) -> str:
        """Which multiplier of the law counts for overtime on such a day."""
        return {
            DayKind.STATUTORY: "payroll.wages.overtime_holiday",
            DayKind.REST: "payroll.wages.overtime_rest_day",
        }.get(self, "payroll.wages.overtime_workday")


LABELS: Final = {
    DayKind.WORKDAY: gettext_lazy("workday"),
    DayKind.MAKEUP: gettext_lazy("workday made up for a holiday"),
    DayKind.REST: gettext_lazy("rest day"),
    DayKind.STATUTORY: gettext_lazy("statutory holiday"),
}


@dataclass(frozen=True, slots=True)
class Year:
    """The days of a year that are not as the week says."""

    statutory: frozenset[date]
    off: frozenset[date]
    makeup: frozenset[date]
    cites: tuple[str, ...]


@lru_cache(maxsize=32)
def year_of(year: int) -> Year:
    """The official arrangement of a year. Raises MustBeSupplied for a year whose notice is not in the law data."""
    book = book_of(date(year, 1, 1))
    try:
        statutory, ranges, makeup = (book.value(key) for key in KEYS)
    except MustBeSupplied as error:
        raise MustBeSupplied("payroll.calendar.days_off", _no_arrangement(year)) from error
    off = {day for one in ranges for day in days_from(one["from"], one["to"])}
    if {day.year for day in statutory} != {year}:
        raise MustBeSupplied("payroll.calendar.days_off", _no_arrangement(year))
    return Year(frozenset(statutory), frozenset(off), frozenset(makeup), book.cites(*KEYS))


def _no_arrangement(year: int) -> str:
    return _("The law data holds no holiday arrangement of %(year)s: it must be supplied.") % {"year": year}


def kind_of(day: date) -> DayKind:
    """Workday, made-up workday, rest day or statutory holiday, by the Measures and the arrangement of the year."""
    year = year_of(day.year)
    if day in year.statutory:
        return DayKind.STATUTORY
    if day in year.makeup:
        return DayKind.MAKEUP
    if day in year.off or day.weekday() in (SATURDAY, SUNDAY):
        return DayKind.REST
    return DayKind.WORKDAY


def multiplier(day: date) -> Decimal:
    """How many times the hourly wage an hour beyond the ordinary ones costs on that day (Labour Law 44)."""
    return Decimal(book_of(day).value(kind_of(day).rate_key))


def is_workday(day: date) -> bool:
    return kind_of(day).is_worked


def workdays(year: int, month: int) -> int:
    """Days to be worked in a month of the calendar."""
    return workdays_between(*bounds(year, month))


@lru_cache(maxsize=4096)
def workdays_between(first: date, last: date) -> int:
    """Days to be worked from one day to another, both counted; none when they are the wrong way round."""
    return sum(1 for day in days_from(first, last) if is_workday(day))


@lru_cache(maxsize=4096)
def paid_days_between(first: date, last: date) -> int:
    """Days that are paid: those worked and the statutory holidays, which the monthly wage pays too (21.75 a month)."""
    return sum(1 for day in days_from(first, last) if (kind := kind_of(day)).is_worked or kind is DayKind.STATUTORY)


def payday(year: int, month: int, day: int, is_work: Callable[[date], bool] = is_workday) -> date:
    """The day wages are paid: a day off moves it to the workday before; the 31st of a short month is its last day."""
    due = date(year, month, min(day, monthrange(year, month)[1]))
    while not is_work(due):
        due -= A_DAY
        if due.month == DECEMBER and month == JANUARY and not is_calendar_known(due.year):
            return _by_the_week(due)
    return due


def _by_the_week(due: date) -> date:
    """The workday before New Year where that year's own notice is not kept: the notice of the new year tells of those
    days (2023 No. 7: 1 January joins the weekend before it), so the days of the week count."""
    while due.weekday() in (SATURDAY, SUNDAY):
        due -= A_DAY
    return due


def bounds(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def days_from(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last, both counted."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def is_calendar_known(year: int) -> bool:
    """Is there an arrangement of that year?"""
    try:
        year_of(year)
    except MustBeSupplied:
        return False
    return True
