"""Topics of the housing fund."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy

from payroll.calculating import insurance
from payroll.calculating.answers import FEN, YUAN, Answer, Step, fen
from payroll.calculating.topics.given import Field, Given
from payroll.calculating.topics.registry import question
from payroll.calculating.topics.several import one_or_several
from payroll.calculating.topics.social import LIMITS


@one_or_several(
    "housing_fund",
    "first_month",
    title=gettext_lazy("First month of the housing fund"),
    about=gettext_lazy("people"),
    fields=(
        Field("hired", "day", gettext_lazy("first working day"), needed=True, also=("hired_on", "joined", "start")),
        Field("first_job", "yes_no", gettext_lazy("new to work (no when left out: transferred)")),
    ),
    answers={"first_month": gettext_lazy("the month of each, as 2026-04")},
)
def first_month(given: Given) -> Answer[Mapping[str, Any]]:
    month = insurance.first_fund_month(given.day("hired"), first_job=given.flag("first_job"), book=given.book())
    return Answer({"first_month": month.strftime("%Y-%m")}, cites=("HFR 16", "HFR 17"))


@question(
    "housing_fund",
    "line",
    title=gettext_lazy("Housing fund of a month"),
    fields=(
        Field("base", "money", gettext_lazy("average wage of last year"), needed=True, also=("declared_wage", "wage")),
        Field("rate", "rate", gettext_lazy("rate of each side"), needed=True, also=("rate_er", "er")),
        Field("rate_ee", "rate", gettext_lazy("own rate, when it differs"), also=("ee",)),
        *LIMITS,
        Field(
            "local_monthly_average",
            "money",
            gettext_lazy("average monthly wage of the city: three times it is the cap"),
        ),
        Field(
            "rounding",
            "choice",
            gettext_lazy("fen or yuan; as the place announced when left out"),
            choices=("fen", "yuan"),
        ),
    ),
    answers={
        "base": gettext_lazy("base within the limits"),
        "ee": gettext_lazy("own share"),
        "er": gettext_lazy("share of the unit"),
        "total": gettext_lazy("both"),
    },
)
def fund_line(given: Given) -> Answer[Mapping[str, Any]]:
    book = given.book()
    cap = given.money("cap", None)
    if cap is None and given.has("local_monthly_average"):
        cap = fen(given.money("local_monthly_average") * Decimal(book.value("payroll.housing_fund.base_cap_share")))
    unit = {"fen": FEN, "yuan": YUAN}[given.choice("rounding")] if given.has("rounding") else None
    scheme = insurance.fund_scheme(
        given.rate("rate"),
        given.rate("rate_ee", None),
        floor=given.money("floor", None),
        cap=cap,
        rounding=unit,
        book=book,
    )
    one = insurance.line(given.money("base"), scheme)
    steps = (
        Step(gettext_lazy("Share of the unit"), one.base, scheme.employer, one.employer, "HFR 18"),
        Step(gettext_lazy("Own share"), one.base, scheme.employee, one.employee, "HFR 18"),
    )
    value = {"base": one.base, "ee": one.employee, "er": one.employer, "total": one.total}
    return Answer(value, steps, ("HFR 16", "HFR 18"))
