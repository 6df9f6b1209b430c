"""Pay topics: overtime, attendance, sick_pay, wage_deduction, minimum_wage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from payroll.calculating import days, wages
from payroll.calculating.answers import ZERO, Answer, fen
from payroll.calculating.books import Book
from payroll.calculating.topics.calendar import read_month
from payroll.calculating.topics.given import Field, Given
from payroll.calculating.topics.registry import question

MONTHLY: Final = Field("monthly", "money", gettext_lazy("wage of a month"), needed=True, also=("monthly_wage", "wage"))
MINIMUM: Final = Field(
    "min_wage",
    "money",
    gettext_lazy("minimum wage of the month; that of `place` when left out"),
    also=("minimum", "minimum_wage"),
)
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


def minimum_wage(given: Given, book: Book) -> Decimal:
    """The minimum wage that was given, else that of the place. Raises MustBeSupplied where neither is known."""
    if given.has("min_wage"):
        return given.money("min_wage")
    return Decimal(book.value("payroll.wages.minimum_month"))


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
        MINIMUM,
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
    return Answer(found.value, found.steps, found.cites, (*found.notes, note), "medium")


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
    return Answer(value, chosen.steps, chosen.cites, chosen.notes, "medium")


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


@question(
    "wage_deduction",
    "damage",
    title=gettext_lazy("Deduction for damage"),
    fields=(
        Field("wage", "money", gettext_lazy("wage of the month"), needed=True, also=("monthly", "monthly_wage")),
        Field(
            "damage",
            "money",
            gettext_lazy("what is still to be made good"),
            needed=True,
            also=("claim", "amount", "deduction"),
        ),
        MINIMUM,
    ),
    answers={
        "deduction": gettext_lazy("what may be taken this month"),
        "left": gettext_lazy("what stays of the wage"),
        "waits": gettext_lazy("what waits for later months"),
        "cap": gettext_lazy("a fifth of the wage"),
    },
)
def deduction(given: Given) -> Answer[Mapping[str, Any]]:
    book = given.book()
    found = wages.damage_deduction(
        given.money("wage"), given.money("damage"), minimum=minimum_wage(given, book), book=book
    )
    one = found.value
    value = {"deduction": fen(one.amount), "left": fen(one.left), "waits": fen(one.waits), "cap": one.cap}
    value |= {"allowed": value["deduction"], "remaining": value["left"]}
    return Answer(value, found.steps, found.cites)


@question(
    "minimum_wage",
    "check",
    title=gettext_lazy("Is the wage at least the minimum?"),
    fields=(
        Field("wage", "money", gettext_lazy("wage of the month, all parts"), needed=True, also=("monthly", "paid")),
        Field(
            "excluded",
            "money",
            gettext_lazy("overtime, night, heat and special allowances, benefits"),
            also=("not_counted",),
        ),
        Field("own_share", "money", gettext_lazy("own insurance and fund inside the wage")),
        Field(
            "includes_own_share", "yes_no", gettext_lazy("the minimum includes them; as the place says when left out")
        ),
        MINIMUM,
    ),
    answers={
        "counted": gettext_lazy("what counts towards the minimum"),
        "minimum": gettext_lazy("the minimum wage"),
        "lawful": gettext_lazy("whether it is reached"),
        "shortfall": gettext_lazy("what is missing"),
    },
)
def minimum(given: Given) -> Answer[Mapping[str, Any]]:
    book, wage, out = given.book(), given.money("wage"), given.money("excluded", ZERO)
    if out > wage:
        raise given.refuse("excluded", _("These are parts of the wage: together not more than it."))
    found = wages.minimum_check(
        wage,
        minimum=minimum_wage(given, book),
        excluded=out,
        own_share=given.money("own_share", ZERO),
        includes_own_share=given.flag(
            "includes_own_share", bool(book.value("payroll.wages.minimum_includes_own_share"))
        ),
    )
    one = found.value
    value = {
        "counted": fen(one.counted),
        "minimum": fen(one.minimum),
        "lawful": one.is_lawful,
        "shortfall": fen(one.shortfall),
    }
    return Answer(value, found.steps, found.cites)
