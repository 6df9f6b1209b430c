"""Annual leave: the tier, a year, joiners, leavers, untaken days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from payroll.calculating import annual_leave
from payroll.calculating.answers import Answer
from payroll.calculating.topics.given import Field, Given
from payroll.calculating.topics.registry import question
from payroll.calculating.topics.several import one_or_several, with_value
from payroll.calculating.topics.side_by_side import together

Told = Answer[Mapping[str, Any]]

FULL: Final = Field("full_days", "whole", _("leave of a full year in days; worked out of the months when left out"))
MONTHS: Final = Field("total_months", "whole", _("full months of all work, at all employers"))
FIRST: Final = Field("first_worked", "day", _("first day of all work, in place of the months"))
TAKEN: Final = Field("taken", "number", _("days taken this year"))
WAGE: Final = Field(
    "avg_wage_12m",
    "money",
    _("average monthly wage of the last twelve months, without overtime pay"),
    also=("average_wage", "monthly_average"),
)
WAGES: Final = Field("wages", "money", _("the wages of those months, in place of the average"), many=True)
OVERTIME: Final = Field("overtime_pay", "money", _("overtime pay within those wages, month by month"), many=True)
WAIVED: Final = Field("waived", "yes_no", _("waived in writing for reasons of one's own"))


@one_or_several(
    "annual_leave",
    "untaken",
    title=_("Pay for annual leave not taken"),
    about=_("one person each"),
    fields=(
        Field("untaken_days", "number", _("days not taken"), needed=True, also=("unpaid_days",)),
        WAGE,
        WAGES,
        OVERTIME,
        WAIVED,
    ),
    answers={
        "day_wage": _("the day wage"),
        "extra_pay": _("pay on top of the ordinary wage (200 per cent)"),
        "total_pay": _("with the ordinary wage (300 per cent)"),
    },
)
def untaken(given: Given) -> Told:
    found = annual_leave.untaken(given.number("untaken_days"), _wage(given), given.book(), waived=given.flag("waived"))
    return with_value(found, _pay(found.value))


@one_or_several(
    "annual_leave",
    "leaver",
    title=_("Annual leave left to a leaver"),
    about=_("one person each"),
    fields=(
        Field("last_day", "day", _("last day of work"), needed=True),
        FULL,
        MONTHS,
        FIRST,
        TAKEN,
        Field("joined", "day", _("first day in the unit, if in the same year")),
        WAGE,
        WAGES,
        OVERTIME,
        WAIVED,
    ),
    answers={
        "elapsed_calendar_days": _("calendar days gone in the year"),
        "unpaid_days": _("days still to be paid"),
        "clawback_days": _("days to be taken back: always none"),
        "day_wage": _("the day wage, when the wage is given"),
        "extra_pay": _("pay on top of the ordinary wage (200 per cent)"),
        "total_pay": _("with the ordinary wage (300 per cent)"),
    },
)
def leaver(given: Given) -> Told:
    last_day = given.day("last_day")
    book, joined = given.book(last_day), given.day("joined", None)
    if joined is not None and joined > last_day:
        raise given.refuse("joined", _("The first day is after the last."))
    full = _full(given, last_day)
    found = annual_leave.leaver(last_day, full, given.number("taken", Decimal(0)), book, joined=joined)
    value = {
        "full_days": full,
        "elapsed_calendar_days": found.value.calendar_days,
        "unpaid_days": found.value.days,
        "clawback_days": 0,
    }
    if not (given.has("avg_wage_12m") or given.has("wages")):
        return with_value(found, value)
    pay = annual_leave.untaken(Decimal(found.value.days), _wage(given), book, waived=given.flag("waived"))
    whole = together([with_value(found, {}), with_value(pay, {})], ())
    return with_value(whole, value | _pay(pay.value))


@one_or_several(
    "annual_leave",
    "joiner",
    title=_("Annual leave of a joiner in the first year"),
    about=_("one person each"),
    fields=(
        Field("joined", "day", _("first day in the unit"), needed=True),
        FULL,
        MONTHS,
        FIRST,
        Field("continuous_12_months_before", "yes_no", _("twelve months in a row full on that day; yes when left out")),
        Field("continuous_since", "day", _("if not: first day of the work in a row")),
    ),
    answers={
        "remaining_calendar_days": _("calendar days left in the year from the day the right begins"),
        "days": _("days of leave this year"),
    },
)
def joiner(given: Given) -> Told:
    joined = given.day("joined")
    book, counts_from = given.book(joined), None
    if not given.flag("continuous_12_months_before", True):
        needs = int(book.value(annual_leave.ROOM + "needs_months"))
        counts_from = annual_leave.add_months(given.day("continuous_since", joined), needs)
    found = annual_leave.joiner(joined, _full(given, counts_from or joined), book, counts_from=counts_from)
    return with_value(found, {"remaining_calendar_days": found.value.calendar_days, "days": found.value.days})


@one_or_several(
    "annual_leave",
    "year",
    title=_("Annual leave of a year"),
    about=_("one person each"),
    fields=(
        Field("first_worked", "day", _("first day of all work"), needed=True),
        Field("year", "whole", _("the calendar year"), needed=True),
        Field(
            "tier_change",
            "choice",
            _("a change of tier in the year: by parts (split) or the new tier (year_end)"),
            choices=("split", "year_end"),
        ),
        Field("sick_months", "number", _("months of sick leave in the year")),
        Field("paid_personal_days", "number", _("days of paid personal leave in the year")),
    ),
    answers={
        "days": _("days of leave"),
        "tier_before": _("tier at the start of the year"),
        "tier_after": _("tier at its end"),
        "changes_on": _("day of the change"),
        "lost": _("is the leave of the year lost?"),
    },
)
def year(given: Given) -> Told:
    asked = given.whole("year", least=2008, most=2100)
    book = given.book(date(asked, 12, 31))
    split = given.choice("tier_change", "split") == "split"
    found = annual_leave.of_year(given.day("first_worked"), asked, book, split=split)
    return _unless_lost(given, found, found.value, int(found.value["tier_after"]))


@question(
    "annual_leave",
    "tier",
    title=_("Annual leave by all months of work"),
    fields=(
        Field("total_months", "whole", _("full months of all work, at all employers"), needed=True, many=True),
        Field("sick_months", "number", _("months of sick leave in the year")),
        Field("paid_personal_days", "number", _("days of paid personal leave in the year")),
    ),
    answers={"days": _("days of leave of a full year; a list for a list"), "lost": _("is the leave of the year lost?")},
)
def tier(given: Given) -> Told:
    book = given.book()
    found = [annual_leave.entitlement(months, book) for months in given.wholes("total_months", most=1200)]
    if isinstance(given.raw("total_months"), list):
        return together([with_value(one, {"days": one.value}) for one in found], ("days",))
    return _unless_lost(given, found[0], {"days": found[0].value}, found[0].value)


def _unless_lost(given: Given, found: Answer[Any], value: Mapping[str, Any], full: int) -> Told:
    if not (given.has("sick_months") or given.has("paid_personal_days")):
        return with_value(found, value)
    sick, personal = (given.number(name, Decimal(0)) for name in ("sick_months", "paid_personal_days"))
    lost = annual_leave.is_lost(full, sick, personal, given.book())
    note = (_("The leave of the year is lost; if it was taken already, that of the next year goes."),) if lost else ()
    return with_value(found, {**value, "days": 0 if lost else value["days"], "lost": lost}, *note)


def _full(given: Given, day: date) -> int:
    """Days of a full year: as given, or by the months or the first day of all work."""
    if given.has("full_days"):
        return given.whole("full_days", most=366)
    if given.has("first_worked"):
        return annual_leave.tier(annual_leave.whole_months(given.day("first_worked"), day), given.book(day))
    if given.has("total_months"):
        return annual_leave.tier(given.whole("total_months", most=1200), given.book(day))
    raise given.refuse("full_days", _("Give the days of a full year, the months of all work or the first day of work."))


def _wage(given: Given) -> Decimal:
    if given.has("avg_wage_12m"):
        return given.money("avg_wage_12m")
    if not given.has("wages"):
        raise given.refuse("avg_wage_12m", _("Give the average wage of the last twelve months, or the wages."))
    return annual_leave.average_wage(given.moneys("wages")[-12:], given.moneys("overtime_pay", [])[-12:])


def _pay(found: annual_leave.Untaken) -> dict[str, Any]:
    return {"day_wage": found.day_wage, "extra_pay": found.extra_pay, "total_pay": found.total_pay}
