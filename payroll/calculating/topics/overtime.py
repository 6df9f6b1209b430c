"""Overtime: by hours, by its days, with comprehensive hours."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from payroll.calculating import days, wages
from payroll.calculating.answers import MEDIUM, ZERO, Answer, fen
from payroll.calculating.books import Book
from payroll.calculating.topics.given import Field, Given
from payroll.calculating.topics.pay import MINIMUM, MONTHLY
from payroll.calculating.topics.registry import question

ROUNDING: Final = Field(
    "rounding",
    "choice",
    gettext_lazy("line (default): each line is rounded once; hour: the hourly wage is rounded first"),
    choices=(wages.ROUND_LINE, wages.ROUND_HOUR),
)
LINES: Final = {
    "hour": gettext_lazy("hourly wage, as shown"),
    "p150": gettext_lazy("pay for overtime on workdays"),
    "p200": gettext_lazy("pay for overtime on rest days"),
    "p300": gettext_lazy("pay for work on statutory holidays"),
    "total": gettext_lazy("together"),
    "hours": gettext_lazy("hours of overtime together"),
    "over_monthly_cap": gettext_lazy("whether they pass 36 hours"),
}


def _overtime(given: Given, hours: Mapping[int, Decimal], book: Book) -> Answer[Mapping[str, Any]]:
    monthly, rounding = given.money("monthly"), given.choice("rounding", wages.ROUND_LINE)
    floor = given.money("min_wage", ZERO)
    found = wages.overtime(monthly, hours, book=book, rounding=rounding, minimum=floor)
    value: dict[str, Any] = {f"p{percent}": amount for percent, amount in found.value.lines.items()}
    value |= {
        "hour": fen(wages.hour_wage(max(monthly, floor), book=book)),
        "total": found.value.total,
        "hours": found.value.hours,
        "over_monthly_cap": found.value.over_monthly_cap,
    }
    return Answer(value, found.steps, found.cites, found.notes, found.confidence)


@question(
    "overtime",
    "dated",
    title=gettext_lazy("Overtime by its days"),
    fields=(
        MONTHLY,
        MINIMUM,
        Field(
            "worked",
            "rows",
            gettext_lazy("hours beyond the ordinary ones, day by day"),
            needed=True,
            fields=(
                Field("day", "day", gettext_lazy("the day"), needed=True, also=("date",)),
                Field("hours", "number", gettext_lazy("hours"), needed=True),
            ),
        ),
        ROUNDING,
    ),
    answers=LINES,
)
def dated(given: Given) -> Answer[Mapping[str, Any]]:
    hours: dict[int, Decimal] = {150: Decimal(0), 200: Decimal(0), 300: Decimal(0)}
    for row in given.rows("worked"):
        hours[int(days.multiplier(row.day("day")) * 100)] += _at_most(row, "hours", 24)
    return _overtime(given, hours, given.book())


@question(
    "overtime",
    "comprehensive",
    title=gettext_lazy("Overtime with comprehensive hours"),
    fields=(
        MONTHLY,
        Field("total_hours", "number", gettext_lazy("hours worked in the period"), needed=True),
        Field("workdays", "whole", gettext_lazy("workdays of the period"), needed=True),
        Field("statutory_hours", "number", gettext_lazy("of these on statutory holidays")),
        MINIMUM,
        ROUNDING,
    ),
    answers=LINES,
)
def comprehensive(given: Given) -> Answer[Mapping[str, Any]]:
    book, total = given.book(), given.number("total_hours")
    statutory = given.number("statutory_hours", ZERO)
    if statutory > total:
        raise given.refuse("statutory_hours", _("They are part of the hours of the period."))
    hours = wages.comprehensive(total, statutory, given.whole("workdays", most=366), book=book)
    found = _overtime(given, hours, book)
    note = gettext_lazy(
        "Comprehensive hours need an approval; whether a bureau may have them for auxiliaries is contested."
    )
    return Answer(found.value, found.steps, found.cites, (*found.notes, note), MEDIUM)


@question(
    "overtime",
    "hours",
    title=gettext_lazy("Overtime by hours"),
    fields=(
        MONTHLY,
        Field("h150", "number", gettext_lazy("hours on workdays")),
        Field("h200", "number", gettext_lazy("hours on rest days without time off")),
        Field("h300", "number", gettext_lazy("hours on statutory holidays")),
        MINIMUM,
        ROUNDING,
    ),
    answers=LINES,
)
def hours(given: Given) -> Answer[Mapping[str, Any]]:
    told = {percent: _at_most(given, f"h{percent}", 744) for percent in wages.RATES if given.has(f"h{percent}")}
    return _overtime(given, told, given.book())


def _at_most(given: Given, name: str, most: int) -> Decimal:
    number = given.number(name)
    if number > most:
        raise given.refuse(name, _("There are not so many hours: at most %(number)s.") % {"number": most})
    return number
