"""Calendar topics: kind and multiplier of any date, workdays of months, payday."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from payroll.calculating import days
from payroll.calculating.answers import Answer, Step
from payroll.calculating.books import book_of
from payroll.calculating.topics.given import Field, Given
from payroll.calculating.topics.registry import question

YEARS: Final = {"least": 1900, "most": 2200}


@question(
    "calendar",
    "workdays",
    title=gettext_lazy("Workdays of each month"),
    fields=(Field("years", "whole", gettext_lazy("years"), needed=True, many=True, also=("year",)),),
    answers={
        "workdays": gettext_lazy("year → workdays of January to December"),
        "total": gettext_lazy("year → workdays of the year"),
        "month_average": gettext_lazy("year → workdays of a month on average, by the ministry's notice"),
    },
)
def workdays(given: Given) -> Answer[Mapping[str, Any]]:
    years = given.wholes("years", **YEARS)
    found = {str(year): [days.workdays(year, month) for month in range(1, 13)] for year in years}
    return Answer(
        {
            "workdays": found,
            "total": {year: sum(months) for year, months in found.items()},
            "month_average": {str(year): _average(year) for year in years},
        },
        cites=_cites(years),
    )


def _average(year: int) -> Decimal:
    return Decimal(book_of(date(year, 12, 31)).value("payroll.wages.work_days_month"))


@question(
    "calendar",
    "month",
    title=gettext_lazy("Workdays of a month"),
    fields=(
        Field("year", "whole", gettext_lazy("the calendar year"), needed=True),
        Field("month", "whole", gettext_lazy("number of the month, 1 to 12"), needed=True),
    ),
    answers={
        "workdays": gettext_lazy("days that are worked"),
        "days_of_pay": gettext_lazy("with statutory holidays"),
    },
)
def month(given: Given) -> Answer[Mapping[str, Any]]:
    year = given.whole("year", **YEARS)
    span = days.bounds(year, given.whole("month", least=1, most=12))
    value = {"workdays": days.workdays_between(*span), "days_of_pay": days.paid_days_between(*span)}
    return Answer(value, cites=_cites([year]))


@question(
    "calendar",
    "months",
    title=gettext_lazy("Workdays of some months"),
    fields=(Field("months", "month", gettext_lazy("months, as 2026-10"), needed=True, many=True, also=("month",)),),
    answers={
        "workdays": gettext_lazy("workdays of each month"),
        "days_of_pay": gettext_lazy("with statutory holidays"),
    },
)
def months(given: Given) -> Answer[Mapping[str, Any]]:
    asked = [read_month(given, "months", text) for text in given.texts("months")]
    spans = [days.bounds(year, month) for year, month in asked]
    value: dict[str, Any] = {
        "workdays": [days.workdays_between(*span) for span in spans],
        "days_of_pay": [days.paid_days_between(*span) for span in spans],
    }
    if not isinstance(given.raw("months"), list):
        value = {name: several[0] for name, several in value.items()}
    return Answer(value, cites=_cites([year for year, _month in asked]))


def read_month(given: Given, name: str, text: str) -> tuple[int, int]:
    """A month written 2026-10."""
    found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text)
    if not found:
        raise given.refuse(name, _("Write a month as 2026-10."))
    return int(found[1]), int(found[2])


@question(
    "calendar",
    "dates",
    title=gettext_lazy("What kind of day is it, and what does overtime on it cost?"),
    fields=(Field("dates", "day", gettext_lazy("days"), needed=True, many=True, also=("days", "date", "day")),),
    answers={
        "kind": gettext_lazy("workday, makeup_workday, rest_day or statutory_holiday"),
        "multiplier": gettext_lazy("how many times the hourly wage"),
        "percent": gettext_lazy("the same in per cent: 150, 200 or 300"),
        "workday": gettext_lazy("whether it is worked"),
    },
)
def dates(given: Given) -> Answer[Mapping[str, Any]]:
    asked = given.days("dates")
    value: dict[str, Any] = {
        "kind": [days.kind_of(day).value for day in asked],
        "multiplier": [_shown(days.multiplier(day)) for day in asked],
        "percent": [int(days.multiplier(day) * 100) for day in asked],
        "workday": [days.is_workday(day) for day in asked],
    }
    value["type"] = value["kind"]
    steps = tuple(
        Step(days.LABELS[days.kind_of(day)], day, _shown(days.multiplier(day)), article="LL 44") for day in asked
    )
    if not isinstance(given.raw("dates"), list):
        value = {name: several[0] for name, several in value.items()}
    return Answer(value, steps, (*_cites([day.year for day in asked]), "LL 44"))


def _shown(times: Decimal) -> Decimal:
    """1.5, 2.0, 3.0: with one decimal."""
    return times.quantize(Decimal("0.1"))


def _cites(years: list[int]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cite for year in years for cite in days.year_of(year).cites))


PAYDAYS: Final = (
    Field(
        "paydays",
        "day",
        gettext_lazy("the days on which wages are due"),
        needed=True,
        many=True,
        also=("payday", "due"),
    ),
)
PAID_ON: Final = {"paid_on": gettext_lazy("the day they are paid: a day off moves it to the workday before")}


@question("payday", "moved", title=gettext_lazy("Payday on a day off"), fields=PAYDAYS, answers=PAID_ON)
@question("calendar", "paydays", title=gettext_lazy("Payday on a day off"), fields=PAYDAYS, answers=PAID_ON)
def paydays(given: Given) -> Answer[Mapping[str, Any]]:
    due = given.days("paydays")
    found = [days.payday(day.year, day.month, day.day) for day in due]
    steps = tuple(
        Step(days.LABELS[days.kind_of(day)], day, amount=moved, article="WP 7")
        for day, moved in zip(due, found, strict=True)
    )
    listed = isinstance(given.raw("paydays"), list)
    return Answer({"paid_on": found if listed else found[0]}, steps, ("WP 7", *_cites([day.year for day in due])))


@question(
    "payday",
    "monthly",
    title=gettext_lazy("Payday of each month"),
    fields=(
        Field("day_of_month", "whole", gettext_lazy("the agreed day, 1 to 31"), needed=True),
        Field(
            "months",
            "month",
            gettext_lazy("months, as 2026-10; all of `year` when left out"),
            many=True,
            also=("month",),
        ),
        Field("year", "whole", gettext_lazy("a whole year; this year when left out")),
    ),
    answers=PAID_ON,
)
def monthly_paydays(given: Given) -> Answer[Mapping[str, Any]]:
    number = given.whole("day_of_month", least=1, most=31)
    year = given.whole("year", given.today.year, **YEARS)
    asked = [read_month(given, "months", text) for text in given.texts("months", [])] or [
        (year, n) for n in range(1, 13)
    ]
    found = [days.payday(year, month, number) for year, month in asked]
    alone = given.has("months") and not isinstance(given.raw("months"), list)
    return Answer({"paid_on": found[0] if alone else found}, (), ("WP 7", *_cites([one for one, _month in asked])))


@question(
    "calendar",
    "between",
    title=gettext_lazy("Workdays from one day to another"),
    fields=(
        Field("from", "day", gettext_lazy("first day, counted"), needed=True, also=("start", "starts")),
        Field("to", "day", gettext_lazy("last day, counted"), needed=True, also=("end", "ends")),
    ),
    answers={"workdays": gettext_lazy("days that are worked"), "days_of_pay": gettext_lazy("with statutory holidays")},
)
def between(given: Given) -> Answer[Mapping[str, Any]]:
    first, last = given.day("from"), given.day("to")
    years = range(first.year, last.year + 1)
    if last < first or len(years) > 50:
        raise given.refuse("to", _("The last day is not before the first, and at most fifty years after it."))
    value = {"workdays": days.workdays_between(first, last), "days_of_pay": days.paid_days_between(first, last)}
    return Answer(value, cites=_cites([*years]))
