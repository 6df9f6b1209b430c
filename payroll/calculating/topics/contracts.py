"""Probation, the written contract and double pay, the right to an open-ended contract, dispatch, records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from payroll.calculating import days, open_ended, probation, staffing, written_contract
from payroll.calculating.answers import Answer
from payroll.calculating.topics.given import Field, Given
from payroll.calculating.topics.registry import question
from payroll.calculating.topics.several import one_or_several, with_value
from payroll.calculating.topics.side_by_side import together

Told = Answer[Mapping[str, Any]]

START: Final = Field("start", "day", _("first day of the term"), needed=True)
END: Final = Field("end", "day", _("last day of the term; none for an open-ended contract"))
KIND: Final = Field("kind", "choice", _("kind of contract; fixed when left out"), choices=probation.KINDS)
LIMIT_ANSWERS: Final = {
    "max_months": _("longest probation in months; a list for a list"),
    "until": _("its last lawful day"),
}


@question(
    "probation",
    "terms",
    title=_("Longest probation, several terms"),
    fields=(
        Field(
            "terms",
            "text",
            _("pairs of first and last day, or objects with start, end and kind"),
            needed=True,
            many=True,
        ),
    ),
    answers=LIMIT_ANSWERS,
)
def probation_terms(given: Given) -> Told:
    rows = given.raw("terms")
    if not isinstance(rows, list):
        raise given.refuse("terms", _("Write a list of pairs: first and last day."))
    found = []
    for place, row in enumerate(rows):
        if isinstance(row, list) and len(row) == 2:
            row = {"start": row[0], "end": row[1]}
        if not isinstance(row, Mapping):
            raise given.refuse("terms", _("Write each term as its first and last day."))
        found.append(_limit(Given(row, (START, END, KIND), today=given.today, where=f"terms[{place}].")))
    return together(found, LIMIT_ANSWERS)


@question("probation", "limit", title=_("Longest probation"), fields=(START, END, KIND), answers=LIMIT_ANSWERS)
def probation_limit(given: Given) -> Told:
    return _limit(given)


def _limit(given: Given) -> Told:
    start, end = given.day("start"), given.day("end", None)
    if end is not None and end < start:
        raise given.refuse("end", _("The last day is before the first."))
    found = probation.limit(start, end, given.book(start), kind=_kind(given))
    return with_value(found, {"max_months": found.value.months, "until": found.value.until})


def _kind(given: Given) -> str:
    """The kind of a contract however it is spelled: part-time, open-ended."""
    return given.choice("kind", probation.FIXED)


@one_or_several(
    "probation",
    "pay",
    title=_("Least pay during probation"),
    about=_("one person each"),
    fields=(
        Field("agreed", "money", _("agreed wage after probation"), needed=True),
        Field("offered", "money", _("wage offered for the probation")),
        Field("min_wage", "money", _("minimum wage of the place, a month"), needed=True),
        Field("lowest_of_post", "money", _("lowest wage of the same post in the unit")),
        Field(
            "reading",
            "choice",
            _("80 per cent of the agreed wage (agreed) or of the lower wage (either)"),
            choices=("agreed", "either"),
        ),
    ),
    answers={"lowest_lawful": _("the least that may be paid"), "lawful": _("is the offer enough?")},
)
def probation_pay(given: Given) -> Told:
    either = given.choice("reading", "agreed") == "either"
    found = probation.least_pay(
        given.money("agreed"),
        given.money("min_wage"),
        given.book(),
        lowest_of_post=given.money("lowest_of_post", None),
        either=either,
    )
    offered = given.money("offered", None)
    value: dict[str, Any] = {"lowest_lawful": found.value}
    return with_value(found, value if offered is None else {**value, "lawful": offered >= found.value})


@one_or_several(
    "probation",
    "beyond",
    title=_("Probation served beyond the limit"),
    about=_("one person each"),
    fields=(
        Field("months_beyond", "number", _("months served beyond the limit"), needed=True, also=("excess_months",)),
        Field("wage", "money", _("wage after probation"), needed=True),
    ),
    answers={"extra_pay": _("owed on top")},
)
def probation_beyond(given: Given) -> Told:
    found = probation.too_long(given.number("months_beyond"), given.money("wage"))
    return with_value(found, {"extra_pay": found.value})


@one_or_several(
    "written_contract",
    "double_pay",
    title=_("Double pay for want of a written contract"),
    about=_("one person each"),
    fields=(
        Field("hired", "day", _("first day of work"), needed=True),
        Field("signed", "day", _("day the contract was signed; none when it was not")),
        Field("asof", "day", _("the day asked about; today when left out"), also=("as_of",)),
        Field("wage", "money", _("monthly wage"), needed=True, also=("monthly_wage",)),
        Field(
            "part_month",
            "choice",
            _("how a part month counts; by workdays when left out"),
            choices=written_contract.PART_MONTHS,
        ),
    ),
    answers={
        "due_by": _("day until which a written contract is due"),
        "double_from": _("first day of double pay"),
        "double_to": _("last day of it"),
        "extra_months": _("whole months"),
        "extra_days": _("days of the part month"),
        "extra_pay": _("the second wage owed, in all"),
        "deemed_open_ended_from": _("since when it counts as open-ended"),
    },
)
def double_pay(given: Given) -> Told:
    hired, signed = given.day("hired"), given.day("signed", None)
    asof = given.day("asof", max(given.today, hired))
    if asof < hired:
        raise given.refuse("asof", _("This is before the first day of work."))
    book = given.book(hired)
    found = written_contract.double_pay(
        hired,
        signed,
        asof,
        given.money("wage"),
        book,
        workdays=days.workdays_between,
        pay_days=Decimal(given.book(asof).value("payroll.wages.pay_days_month")),
        part_month=given.choice("part_month", written_contract.BY_WORKDAYS),
    )
    names = ("due_by", "double_from", "double_to", "extra_months", "extra_days", "extra_pay", "deemed_open_ended_from")
    return with_value(found, {name: getattr(found.value, name) for name in names})


@one_or_several(
    "open_ended",
    "right",
    title=_("Right to an open-ended contract"),
    about=_("one person each"),
    fields=(
        Field("started", "day", _("first day in the unit"), needed=True, also=("start", "hired")),
        Field("asof", "day", _("first day of the next term; today when left out"), also=("as_of",)),
        Field("fixed_terms", "whole", _("fixed terms in a row so far")),
        Field("extension_months", "whole", _("agreed extensions in months"), many=True),
        Field("fault", "yes_no", _("a fault of art. 39 or a case of art. 40(1)(2)")),
        Field("public_welfare", "yes_no", _("a subsidised public-welfare post")),
    ),
    answers={
        "entitled": _("is there a right?"),
        "grounds": _("ten_years, two_fixed_terms"),
        "ten_years_on": _("day on which ten years are full"),
        "fixed_terms": _("fixed terms that count"),
    },
)
def open_ended_right(given: Given) -> Told:
    asof = given.day("asof", given.today)
    found = open_ended.right(
        asof,
        given.book(asof),
        started=given.day("started"),
        fixed_terms=given.whole("fixed_terms", 0, most=100),
        extensions_months=given.wholes("extension_months", [], most=600),
        fault=given.flag("fault"),
        public_welfare=given.flag("public_welfare"),
    )
    one = found.value
    return with_value(
        found,
        {
            "entitled": one.entitled,
            "grounds": list(one.grounds),
            "ten_years_on": one.ten_years_on,
            "fixed_terms": one.fixed_terms,
        },
    )


@one_or_several(
    "dispatch",
    "contract",
    title=_("Is this dispatch contract lawful?"),
    about=_("one contract each: months, or start and end, or kind"),
    rows="contracts",
    fields=(
        Field("months", "number", _("length of the term in months")),
        Field("start", "day", _("first day of the term")),
        Field("end", "day", _("last day of the term")),
        KIND,
    ),
    answers={"lawful": _("is it lawful?")},
)
def dispatch_contract(given: Given) -> Told:
    term: tuple[date, date | None] | None = None
    if given.has("start"):
        term = (given.day("start"), given.day("end", None))
    book = given.book(term[0]) if term else given.book()
    months = given.number("months", None)
    if months is None and term is None and not given.has("kind"):
        raise given.refuse("months", _("Give the months of the term, or its first and last day."))
    found = staffing.dispatch_contract(book, months=months, term=term, kind=_kind(given))
    return with_value(found, {"lawful": found.value})


@question(
    "dispatch_share",
    "share",
    title=_("Share of dispatched people"),
    fields=(
        Field("direct", "whole", _("people employed by the unit itself"), needed=True),
        Field("dispatched", "whole", _("dispatched people"), needed=True),
    ),
    answers={
        "share": _("dispatched of all"),
        "within_cap": _("within a tenth?"),
        "max_dispatched": _("at most with so many direct"),
        "over_by": _("too many by"),
    },
)
def dispatch_share(given: Given) -> Told:
    found = staffing.dispatch_share(
        given.whole("direct", most=10**7), given.whole("dispatched", most=10**7), given.book()
    )
    one = found.value
    return with_value(
        found, {"share": one.share, "within_cap": one.within, "max_dispatched": one.most, "over_by": one.too_many}
    )


@one_or_several(
    "records",
    "keep",
    title=_("How long records are kept"),
    about=_("one record each"),
    rows="records",
    fields=(
        Field(
            "kind",
            "choice",
            _("a pay record, or the text of an ended contract"),
            needed=True,
            choices=tuple(staffing.KEPT),
        ),
        Field(
            "day", "day", _("day of pay, or day the contract ended"), needed=True, also=("date", "paid_on", "ended_on")
        ),
    ),
    answers={"keep_until": _("kept at least until this day")},
)
def records(given: Given) -> Told:
    day = given.day("day")
    found = staffing.keep_until(given.choice("kind"), day, given.book(day))
    return with_value(found, {"keep_until": found.value})
