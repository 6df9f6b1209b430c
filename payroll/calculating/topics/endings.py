"""Severance, expiry, notice, resignation."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from payroll.calculating import ending_days, severance
from payroll.calculating.answers import Answer, fen
from payroll.calculating.topics.given import Field, Given
from payroll.calculating.topics.registry import question
from payroll.calculating.topics.several import one_or_several, with_value

Told = Answer[Mapping[str, Any]]


@one_or_several(
    "severance",
    "severance",
    title=_("Severance: N, N+1, 2N"),
    about=_("one person each"),
    fields=(
        Field("start", "day", _("first day of service"), needed=True),
        Field("last_day", "day", _("last day of service"), needed=True),
        Field(
            "avg_wage_12m",
            "money",
            _("average pay of the last twelve months with overtime and bonus"),
            also=("average_wage", "avg_wage"),
        ),
        Field("wages", "money", _("the wages month by month, oldest first, in place of the average"), many=True),
        Field("last_month_wage", "money", _("wage of the last month, for N+1")),
        Field("local_monthly_average", "money", _("average monthly wage of the city last year")),
        Field("min_wage", "money", _("minimum wage of the place, a month")),
        Field("ground", "choice", _("why it ends"), choices=tuple(severance.OWED)),
        Field("notice_given", "yes_no", _("thirty days' notice was given")),
    ),
    answers={
        "months_of_pay": _("months of pay"),
        "n": _("the same, by its usual name"),
        "avg": _("average wage"),
        "monthly_wage_used": _("wage that counts"),
        "amount": _("severance"),
        "N": _("the same, by its usual name"),
        "capped": _("was the limit of three times the local average reached?"),
        "N_plus_1": _("with last month's wage"),
        "two_N": _("for an unlawful end"),
        "owed": _("what the ground gives"),
    },
)
def severance_pay(given: Given) -> Told:
    service = severance.Service(given.day("start"), given.day("last_day"))
    if service.last_day < service.start:
        raise given.refuse("last_day", _("The last day is before the first."))
    book = given.book(service.last_day)
    ground = given.choice("ground") if given.has("ground") else None
    found = severance.severance(
        service,
        _average(given, book),
        book,
        local_average=given.money("local_monthly_average", None),
        min_wage=given.money("min_wage", None),
        last_month_wage=given.money("last_month_wage", None),
        ground=ground,
        notice_given=given.flag("notice_given"),
    )
    one = found.value
    months = format(one.months_of_pay.normalize(), "f")
    value = {
        "months_of_pay": months,
        "n": months,
        "avg": one.average,
        "monthly_wage_used": one.monthly_wage_used,
        "amount": one.amount,
        "N": one.amount,
        "capped": one.capped,
        "N_plus_1": one.n_plus_1,
        "two_N": one.two_n,
        "owed": one.owed,
    }
    return with_value(found, {name: told for name, told in value.items() if told is not None})


def _average(given: Given, book: Any) -> Decimal:
    if given.has("avg_wage_12m"):
        return given.money("avg_wage_12m")
    wages = given.moneys("wages", [])
    if not wages:
        raise given.refuse("avg_wage_12m", _("Give the average wage of the last twelve months, or the wages."))
    return severance.average(wages, book)


RUN_ANSWERS: Final = {"runs_to": _("the day to which the contract runs, or why it does not end")}


@one_or_several(
    "expiry",
    "runs_to",
    title=_("A contract that must run on"),
    about=_("one person each: end and state"),
    fields=(
        Field("end", "day", _("last day of the term"), needed=True),
        Field(
            "state",
            "choice",
            _("what keeps it running: one of these, or own words with a day"),
            needed=True,
            choices=ending_days.STATES,
        ),
        Field("until", "day", _("last day of that state")),
        Field("grade", "whole", _("grade of a work injury")),
    ),
    answers=RUN_ANSWERS,
)
def runs_to(given: Given) -> Told:
    text = given.text("state")
    until = given.day("until", None)
    if text in ending_days.STATES:
        grade = given.whole("grade", least=1, most=10) if text == "injury_grade" else None
        state: ending_days.State | None = ending_days.State(text, until, grade)
    else:
        state = ending_days.read_state(text)
    if state is None:
        raise given.refuse(
            "state", _("Not understood. Write one of: %(words)s.") % {"words": ", ".join(ending_days.STATES)}
        )
    found = ending_days.runs_to(given.day("end"), state)
    if found.value is None:
        raise given.refuse("until", _("It runs on until the state ends: give that day."))
    return with_value(found, {"runs_to": found.value})


@question(
    "expiry",
    "dates",
    title=_("Days around the end of a term"),
    fields=(
        Field("end", "day", _("last day of the term"), needed=True),
        Field("days", "whole", _("reminders so many days before (90, 60, 30, 15, 7 when left out)"), many=True),
    ),
    answers={
        "dates": _("days of the reminders"),
        "notice_days": _("days of notice the place asks for"),
        "notice_by": _("notice at the latest on"),
        "claim_from": _("who works on may demand renewal from this day"),
    },
)
def expiry_dates(given: Given) -> Told:
    end = given.day("end")
    ladder = tuple(given.wholes("days", list(ending_days.REMINDERS), most=3650))
    found = ending_days.expiry(end, given.book(end))
    one = found.value
    value = {
        "dates": list(ending_days.reminders(end, ladder)),
        "notice_days": one.notice_days,
        "notice_by": one.notice_by,
        "claim_from": one.claim_from,
    }
    return with_value(found, value)


GIVEN_ON: Final = Field(
    "given_on", "day", _("day the notice is given"), needed=True, also=("notice_given", "notice_on", "given", "notice")
)


@one_or_several(
    "resignation",
    "resignation",
    title=_("Resignation: the earliest last day"),
    about=_("one person each"),
    fields=(GIVEN_ON, Field("probation", "yes_no", _("during probation"), also=("in_probation",))),
    answers={"notice_days": _("days of notice"), "ends_on": _("earliest day on which the contract ends")},
)
def resignation(given: Given) -> Told:
    given_on = given.day("given_on")
    found = ending_days.resignation(given_on, given.book(given_on), probation=given.flag("probation"))
    return with_value(found, {"notice_days": found.value.days, "ends_on": found.value.ends_on})


@one_or_several(
    "notice",
    "dismissal",
    title=_("Notice of the employer, or a month's pay in its place"),
    about=_("one person each"),
    fields=(GIVEN_ON, Field("last_month_wage", "money", _("wage of the last month"))),
    answers={
        "notice_days": _("days of notice"),
        "ends_on": _("earliest day on which the contract ends"),
        "in_lieu": _("pay in place of the notice"),
    },
)
def notice(given: Given) -> Told:
    given_on = given.day("given_on")
    book = given.book(given_on)
    found = ending_days.dismissal(given_on, book)
    value = {"notice_days": found.value.days, "ends_on": found.value.ends_on}
    if given.has("last_month_wage"):
        value["in_lieu"] = fen(given.money("last_month_wage") * int(book.value(severance.ROOM + "notice_months")))
    return with_value(found, value)
