"""Absence, part months, sick pay."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from payroll.calculating import days, wages
from payroll.calculating.answers import MEDIUM, ZERO, Answer, fen
from payroll.calculating.topics.calendar import read_month
from payroll.calculating.topics.given import Field, Given
from payroll.calculating.topics.pay import MINIMUM, MONTHLY, minimum_wage
from payroll.calculating.topics.registry import question

MONTH: Final = Field("month", "month", gettext_lazy("the month, as 2026-03: needed to count its own workdays"))


def _workdays(given: Given) -> int | None:
    """The workdays of the month when that method is chosen, else nothing: 21.75 days count."""
    if given.choice("method", wages.Method.PAY_DAYS) != wages.Method.WORKDAYS:
        return None
    return days.workdays(*read_month(given, "month", given.text("month")))


BY_DAYS: Final = Field(
    "method",
    "choice",
    gettext_lazy("21.75 (default), or workdays of the month"),
    choices=(wages.Method.PAY_DAYS, wages.Method.WORKDAYS),
)


@question(
    "attendance",
    "absence",
    title=gettext_lazy("Unpaid absence"),
    fields=(
        MONTHLY,
        Field("absent_workdays", "number", gettext_lazy("workdays absent"), needed=True, also=("absent_days",)),
        BY_DAYS,
        MONTH,
    ),
    answers={
        "deduction": gettext_lazy("what is taken off"),
        "pay": gettext_lazy("what stays"),
        "day_wage": gettext_lazy("wage of a day, as shown"),
    },
)
def absence(given: Given) -> Answer[Mapping[str, Any]]:
    book, monthly, gone = given.book(), given.money("monthly"), given.number("absent_workdays")
    if gone > 31:
        raise given.refuse("absent_workdays", _("A month has at most 31 days."))
    found = wages.absence(monthly, gone, book=book, workdays_of_month=_workdays(given))
    day = fen(wages.day_wage(monthly, book=book))
    value = {"deduction": found.value, "pay": fen(monthly) - found.value, "day_wage": day}
    return Answer(value, found.steps, found.cites)


PART: Final = (
    MONTHLY,
    Field("joined", "day", gettext_lazy("first working day"), also=("hired", "start", "start_date", "first_day")),
    Field("left", "day", gettext_lazy("last working day"), also=("last_day", "end", "left_on")),
    Field("method", "choice", gettext_lazy("which way `pay` follows"), choices=tuple(wages.Method)),
)
PAID: Final = {
    "pay": gettext_lazy("by the chosen method; 21.75 counting up when none is chosen"),
    "count_up": gettext_lazy("month / 21.75 × days of pay served"),
    "count_down": gettext_lazy("month less month / 21.75 × days of pay missed"),
    "by_workdays": gettext_lazy("month × workdays served / workdays of the month"),
    "by_calendar_days": gettext_lazy("month × days / days of the month"),
    "workdays_served": gettext_lazy("workdays in the part"),
    "workdays_of_month": gettext_lazy("workdays of the month"),
}


@question("attendance", "joiner", title=gettext_lazy("Wage of the month of joining"), fields=PART, answers=PAID)
def part(given: Given) -> Answer[Mapping[str, Any]]:
    """Joined, left, or both within one month."""
    day = given.day("joined", None) or given.day("left", None)
    if day is None:
        raise given.refuse("joined", _("Give the first or the last working day."))
    month_first, month_last = days.bounds(day.year, day.month)
    first, last = given.day("joined", month_first), given.day("left", month_last)
    if not month_first <= first <= last <= month_last:
        raise given.refuse("left", _("First and last working day lie in one month, in this order."))
    return _part(given, first, last, month_first, month_last)


def _part(given: Given, first: date, last: date, month_first: date, month_last: date) -> Answer[Mapping[str, Any]]:
    book, monthly = given.book(month_first), given.money("monthly")
    ways = {
        method: wages.part_month(
            monthly, first, last, month_first=month_first, month_last=month_last, book=book, method=method
        )
        for method in wages.Method
    }
    chosen = ways[wages.Method(given.choice("method", wages.Method.PAY_DAYS))]
    value = {
        "pay": chosen.value,
        "count_up": ways[wages.Method.PAY_DAYS].value,
        "count_down": ways[wages.Method.PAY_DAYS_DOWN].value,
        "by_workdays": ways[wages.Method.WORKDAYS].value,
        "by_calendar_days": ways[wages.Method.CALENDAR].value,
        "workdays_served": days.workdays_between(first, last),
        "workdays_of_month": days.workdays_between(month_first, month_last),
    }
    return Answer(value, chosen.steps, chosen.cites, chosen.notes, MEDIUM)


SICK: Final = (
    MONTHLY,
    Field("sick_workdays", "number", gettext_lazy("workdays of sick leave"), needed=True, also=("sick_days",)),
    MINIMUM,
    Field("share", "rate", gettext_lazy("agreed share of the wage"), also=("agreed_share",)),
    BY_DAYS,
    MONTH,
)
SICK_ANSWERS: Final = {
    "floor_month": gettext_lazy("least sick pay of a month: 80% of the minimum wage"),
    "month": gettext_lazy("sick pay of a whole month"),
    "sick_pay": gettext_lazy("sick pay of the days"),
    "deduction": gettext_lazy("what the wage is shortened by"),
    "pay": gettext_lazy("wage of the month with the sick leave"),
}


@question("sick_pay", "days", title=gettext_lazy("Sick pay of some days"), fields=SICK, answers=SICK_ANSWERS)
@question("attendance", "sick", title=gettext_lazy("Sick pay of some days"), fields=SICK, answers=SICK_ANSWERS)
def sick(given: Given) -> Answer[Mapping[str, Any]]:
    book, monthly = given.book(), given.money("monthly")
    found = wages.sick_pay(
        monthly,
        given.number("sick_workdays"),
        minimum=minimum_wage(given, book),
        share=given.rate("share", ZERO),
        book=book,
        workdays_of_month=_workdays(given),
    )
    one = found.value
    value = {
        "floor_month": one.floor_month,
        "month": one.month,
        "sick_pay": one.pay,
        "deduction": one.deduction,
        "pay": fen(monthly) - one.deduction,
    }
    return Answer(value, found.steps, found.cites)


@question(
    "sick_pay",
    "floor",
    title=gettext_lazy("Is the sick pay lawful?"),
    fields=(
        MINIMUM,
        Field(
            "monthly", "money", gettext_lazy("normal wage, where the place asks a share of it"), also=("monthly_wage",)
        ),
        Field("offered", "money", gettext_lazy("sick pay of a month that is offered"), also=("paid",)),
    ),
    answers={
        "floor": gettext_lazy("least sick pay of a month"),
        "lawful": gettext_lazy("whether the offer reaches it"),
        "shortfall": gettext_lazy("what is missing"),
    },
)
def sick_floor(given: Given) -> Answer[Mapping[str, Any]]:
    book, monthly = given.book(), given.money("monthly", ZERO)
    month = wages.sick_pay(monthly, ZERO, minimum=minimum_wage(given, book), book=book)
    floor = month.value.month
    value: dict[str, Any] = {"floor": floor}
    if given.has("offered"):
        missing = max(ZERO, floor - given.money("offered"))
        value |= {"lawful": not missing, "shortfall": fen(missing)}
    return Answer(value, month.steps[:2], month.cites)
