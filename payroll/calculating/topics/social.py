"""Topics of social insurance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from payroll.calculating import insurance
from payroll.calculating.answers import FEN, HIGH, MEDIUM, YUAN, ZERO, Answer, Step, fen
from payroll.calculating.insurance import Scheme
from payroll.calculating.topics.calendar import read_month
from payroll.calculating.topics.given import Field, Given
from payroll.calculating.topics.registry import question

# Short names of the insurances in the inputs and answers.
SHORT: Final = {
    "pension": "pension",
    "medical": "medical",
    "unemp": "unemployment",
    "injury": "injury",
    "maternity": "maternity",
    "hf": insurance.FUND,
}


def _fields(short: str) -> tuple[Field, ...]:
    longer = (SHORT[short],) if SHORT[short] != short else ()

    def names(ending: str) -> tuple[str, ...]:
        return tuple(f"{one}_{ending}" for one in longer)

    return (
        Field(f"{short}_ee", "rate", gettext_lazy("own rate of this insurance"), also=names("ee")),
        Field(f"{short}_er", "rate", gettext_lazy("rate of the unit"), also=names("er")),
        Field(f"{short}_floor", "money", gettext_lazy("its own lowest base"), also=names("floor")),
        Field(f"{short}_cap", "money", gettext_lazy("its own highest base"), also=names("cap")),
        Field(
            f"{short}_base",
            "money",
            gettext_lazy("declared base of this insurance, where it is not the wage"),
            also=names("base"),
        ),
    )


RATES: Final = tuple(field for short in SHORT for field in _fields(short))
LIMITS: Final = (
    Field("floor", "money", gettext_lazy("lowest base of all that have none of their own")),
    Field("cap", "money", gettext_lazy("highest base of all that have none of their own")),
)


@question(
    "social_insurance",
    "lines",
    title=gettext_lazy("Contributions of a month"),
    fields=(
        Field("declared_wage", "money", gettext_lazy("declared wage of the month"), needed=True, also=("wage",)),
        *LIMITS,
        *RATES,
        Field(
            "medical_fixed_ee",
            "money",
            gettext_lazy("fixed own sum of medical insurance"),
            also=("medical_ee_fixed", "medical_fixed", "medical_employee_fixed"),
        ),
        Field(
            "rounding",
            "choice",
            gettext_lazy("fen (default) or yuan, as the place announced"),
            choices=("fen", "yuan"),
        ),
    ),
    answers={
        "base": gettext_lazy("the wage within the common limits"),
        "pension_ee": gettext_lazy("own share; the same with medical, unemp, injury, maternity, hf"),
        "pension_er": gettext_lazy("share of the unit; the same for the others"),
        "pension_base": gettext_lazy("base where an insurance has its own limits; the same for the others"),
        "ee_total": gettext_lazy("own shares together"),
        "er_total": gettext_lazy("shares of the unit together"),
    },
)
def lines(given: Given) -> Answer[Mapping[str, Any]]:
    wage = given.money("declared_wage")
    schemes, sure = _schemes(given), HIGH
    if not schemes:
        schemes, sure = _of_the_place(given)
    bases = {SHORT[short]: given.money(f"{short}_base") for short in SHORT if given.has(f"{short}_base")}
    found = insurance.contributions(wage, schemes, bases)
    value: dict[str, Any] = {"base": _common(given).base(wage)} if given.has("floor") or given.has("cap") else {}
    shorts = {kind: short for short, kind in SHORT.items()}
    for one in found.value:
        short = shorts[one.kind]
        value |= {f"{short}_base": one.base, f"{short}_ee": one.employee, f"{short}_er": one.employer}
    value.setdefault("base", found.value[0].base)
    value["ee_total"] = sum((one.employee for one in found.value), ZERO)
    value["er_total"] = sum((one.employer for one in found.value), ZERO)
    return Answer(value, found.steps, found.cites, found.notes, sure)


def _common(given: Given) -> Scheme:
    scheme = Scheme("", ZERO, ZERO, given.money("floor", None), given.money("cap", None))
    if scheme.floor is not None and scheme.cap is not None and scheme.floor > scheme.cap:
        raise given.refuse("cap", _("The highest base is below the lowest."))
    return scheme


def _schemes(given: Given) -> list[Scheme]:
    """The insurances whose rates were given."""
    common, unit = _common(given), {"fen": FEN, "yuan": YUAN}[given.choice("rounding", "fen")]
    return [
        Scheme(
            kind,
            given.rate(f"{short}_er", ZERO),
            given.rate(f"{short}_ee", ZERO),
            given.money(f"{short}_floor", common.floor),
            given.money(f"{short}_cap", common.cap),
            given.money("medical_fixed_ee", ZERO) if short == "medical" else ZERO,
            unit,
        )
        for short, kind in SHORT.items()
        if given.has(f"{short}_ee") or given.has(f"{short}_er")
    ]


def _of_the_place(given: Given) -> tuple[list[Scheme], str]:
    """Pension and unemployment, which the law data can have whole, and how sure they are; the rest must be supplied."""
    if not given.has("place"):
        raise given.refuse("pension_ee", _("Give the rates, for example pension_ee and pension_er, or a place."))
    book, kinds = given.book(), ("pension", "unemployment")
    keys = (insurance.keys_of(kind) for kind in kinds)
    return [insurance.scheme_of(kind, book=book) for kind in kinds], book.sureness(
        *(key for some in keys for key in some)
    )


@question(
    "social_insurance",
    "bases",
    title=gettext_lazy("Contributions of several bases"),
    fields=(
        Field("bases", "money", gettext_lazy("a list of bases"), needed=True, many=True),
        Field("er", "rate", gettext_lazy("rate of the unit")),
        Field("ee", "rate", gettext_lazy("own rate")),
    ),
    answers={"er": gettext_lazy("share of the unit of each"), "ee": gettext_lazy("own share of each")},
)
def bases(given: Given) -> Answer[Mapping[str, Any]]:
    scheme = Scheme("pension", given.rate("er", ZERO), given.rate("ee", ZERO))
    found = [insurance.line(base, scheme) for base in given.moneys("bases")]
    return Answer({"er": [one.employer for one in found], "ee": [one.employee for one in found]}, cites=("SIL 12",))


@question(
    "social_insurance",
    "back_payment",
    title=gettext_lazy("Back-payment after limits were announced late"),
    fields=(
        Field("old_base", "money", gettext_lazy("base that was paid on"), needed=True),
        Field("new_base", "money", gettext_lazy("base as announced"), needed=True),
        Field("months", "whole", gettext_lazy("months paid on the old base"), needed=True),
        Field("from", "month", gettext_lazy("first of these months, as 2025-01: the lines then name theirs")),
        *RATES,
    ),
    answers={
        "ee_each": gettext_lazy("own share still owed for a month"),
        "ee_total": gettext_lazy("for all months"),
        "er_each": gettext_lazy("share of the unit still owed for a month"),
        "er_total": gettext_lazy("for all months"),
        "lines": gettext_lazy("a line for each month and insurance"),
    },
)
def back_payment(given: Given) -> Answer[Mapping[str, Any]]:
    months = given.whole("months", least=0, most=120)
    names = _months_from(given, months)
    value: dict[str, Any] = {"ee_each": ZERO, "ee_total": ZERO, "er_each": ZERO, "er_total": ZERO, "lines": []}
    steps = []
    shorts = [short for short in SHORT if given.has(f"{short}_ee") or given.has(f"{short}_er")]
    if not shorts:
        raise given.refuse("pension_ee", _("Give at least one rate, for example pension_ee."))
    for short in shorts:
        scheme = Scheme(SHORT[short], given.rate(f"{short}_er", ZERO), given.rate(f"{short}_ee", ZERO))
        found = insurance.back_payments(given.money("old_base"), given.money("new_base"), names, scheme)
        for side, rate in (("ee", scheme.employee), ("er", scheme.employer)):
            amounts = [one.employee if side == "ee" else one.employer for one in found]
            each, total = (amounts[0] if amounts else ZERO), sum(amounts, ZERO)
            value[f"{side}_each"] += each
            value[f"{side}_total"] += total
            if len(shorts) > 1:
                value |= {f"{short}_{side}_each": each, f"{short}_{side}_total": total}
            steps.append(Step(insurance.LABELS[SHORT[short]], months, rate, total))
        value["lines"] += [
            {"month": one.month, "insurance": SHORT[short], "ee": one.employee, "er": one.employer} for one in found
        ]
    return Answer(value, tuple(steps), ("SIL 60",), confidence=MEDIUM)


def _months_from(given: Given, months: int) -> list[str]:
    """The names of the months, or their numbers when the first is not told."""
    if not given.has("from"):
        return [str(number) for number in range(1, months + 1)]
    year, month = read_month(given, "from", given.text("from"))
    first = year * 12 + month - 1
    return [f"{number // 12}-{number % 12 + 1:02d}" for number in range(first, first + months)]


@question(
    "social_insurance",
    "deadline",
    title=gettext_lazy("Last day to register for social insurance"),
    fields=(Field("hired", "day", gettext_lazy("first working day"), needed=True, many=True, also=("hired_on",)),),
    answers={"deadline": gettext_lazy("thirty days later, the first day not counted")},
)
def deadline(given: Given) -> Answer[Mapping[str, Any]]:
    book = given.book()
    found = [insurance.enrolment_deadline(day, book=book) for day in given.days("hired")]
    several = isinstance(given.raw("hired"), list)
    return Answer({"deadline": found if several else found[0]}, cites=("SIL 58", "CIVIL 201"))


@question(
    "social_insurance",
    "late",
    title=gettext_lazy("Surcharge on contributions paid late"),
    fields=(
        Field("amount", "money", gettext_lazy("what was not paid"), needed=True, also=("unpaid", "overdue", "owed")),
        Field("days", "whole", gettext_lazy("days late"), also=("days_late", "late_days")),
        Field("due_on", "day", gettext_lazy("the day it was due"), also=("due", "due_date")),
        Field("paid_on", "day", gettext_lazy("the day it was paid"), also=("paid", "paid_date")),
    ),
    answers={
        "days": gettext_lazy("days late, from the day after the due day to the day of payment"),
        "surcharge": gettext_lazy("0.05% for each day"),
        "total": gettext_lazy("with the contributions"),
    },
)
def late(given: Given) -> Answer[Mapping[str, Any]]:
    if given.has("days"):
        days = given.whole("days", most=36_500)
    else:
        days = max(0, (given.day("paid_on") - given.day("due_on")).days)
    amount = given.money("amount")
    found = insurance.late_surcharge(amount, days, book=given.book())
    value = {"days": days, "surcharge": found.value, "total": fen(amount) + found.value}
    return Answer(value, found.steps, found.cites)


@question(
    "social_insurance",
    "undeclared",
    title=gettext_lazy("What is assessed when nothing was declared"),
    fields=(Field("last_month", "money", gettext_lazy("what was paid last month"), needed=True),),
    answers={"assessed": gettext_lazy("110% of it")},
)
def undeclared(given: Given) -> Answer[Mapping[str, Any]]:
    return Answer({"assessed": insurance.assessed(given.money("last_month"), book=given.book())}, cites=("SIL 62",))
