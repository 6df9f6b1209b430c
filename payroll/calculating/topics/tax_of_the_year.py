"""Around the tax of a year: the 60,000 rule, settlement, housing fund, special additional deductions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy

from payroll.calculating import deductions, tax
from payroll.calculating.answers import ZERO, Answer, Step, fen
from payroll.calculating.topics.given import Field, Given
from payroll.calculating.topics.registry import question
from payroll.calculating.topics.tax import ALL_12, YEAR, remark


@question(
    "iit",
    "low_income",
    title=gettext_lazy("Does the 60,000 rule count?"),
    fields=(
        Field("last_year_wages", "money", gettext_lazy("wages of last year at this unit"), needed=True),
        Field(
            "last_year_bonus_taxed_separately",
            "money",
            gettext_lazy("annual bonus, counted too"),
            also=("last_year_bonus",),
        ),
        Field("last_year_si", "money", gettext_lazy("own insurance: gives no credit")),
        ALL_12,
        Field(
            "employed_in_january", "yes_no", gettext_lazy("employed here from January of this year; yes when left out")
        ),
    ),
    answers={
        "last_year_income_counted": gettext_lazy("income that counts, before any deduction"),
        "rule_applies": gettext_lazy("whether the year's 60,000 count from January"),
    },
)
def low_income(given: Given) -> Answer[Mapping[str, Any]]:
    counted = given.money("last_year_wages") + given.money("last_year_bonus_taxed_separately", ZERO)
    book = given.book()
    applies = tax.is_low_income(
        counted,
        all_months_here=given.flag(ALL_12.name),
        employed_in_january=given.flag("employed_in_january", True),
        book=book,
    )
    step = Step(gettext_lazy("Wages and bonus before any deduction"), amount=fen(counted), article="STA2019 1")
    notes = (remark(),) if applies else ()
    return Answer({"last_year_income_counted": fen(counted), "rule_applies": applies}, (step,), ("STA2019 1",), notes)


@question(
    "iit",
    "settlement",
    title=gettext_lazy("Who must settle the year?"),
    fields=(
        Field(
            "persons",
            "rows",
            gettext_lazy("people with income and tax still due"),
            needed=True,
            fields=(
                Field("income", "money", gettext_lazy("income of the year"), needed=True),
                Field("due", "money", gettext_lazy("tax due beyond what was withheld"), needed=True),
            ),
        ),
    ),
    answers={"must_settle": gettext_lazy("yes or no for each")},
)
def settlement(given: Given) -> Answer[Mapping[str, Any]]:
    book = given.book()
    found = [tax.must_settle(row.money("income"), row.money("due"), book=book) for row in given.rows("persons")]
    return Answer({"must_settle": found}, cites=("MOF2332",))


@question(
    "iit",
    "housing_fund",
    title=gettext_lazy("Housing fund above the limit is taxable"),
    fields=(
        Field("hf_employee", "money", gettext_lazy("own share a month"), needed=True),
        Field(
            "local_monthly_average", "money", gettext_lazy("average monthly wage of the city, last year"), needed=True
        ),
        Field("base", "money", gettext_lazy("the person's own average wage of last year, if known")),
    ),
    answers={
        "deductible": gettext_lazy("free of tax"),
        "taxable_excess": gettext_lazy("counts as pay"),
    },
)
def housing_fund(given: Given) -> Answer[Mapping[str, Any]]:
    book = given.book()
    own, average = given.money("hf_employee"), given.money("local_monthly_average")
    free, rest = tax.deductible_fund(own, average, base=given.money("base", None), book=book)
    keys = ("payroll.tax.fund_rate_max", "payroll.tax.fund_average_multiple")
    step = Step(
        gettext_lazy("Free up to 12% of three times the local average"), average * 3, Decimal("0.12"), free, "CS0610 2"
    )
    value = {"deductible": fen(free), "taxable_excess": fen(rest)}
    return Answer(value, (step,), book.cites(*keys), confidence=book.sureness(*keys))


@question(
    "iit",
    "special_additional",
    title=gettext_lazy("Special additional deductions by month"),
    fields=(
        Field(
            "declarations",
            "rows",
            gettext_lazy("what the auxiliary declares"),
            needed=True,
            also=("deductions",),
            fields=(
                Field("kind", "choice", gettext_lazy("what"), needed=True, choices=tuple(deductions.Kind)),
                Field("from", "day", gettext_lazy("first day; from January when left out")),
                Field("to", "day", gettext_lazy("last day")),
                Field("count", "whole", gettext_lazy("number of children")),
                Field("share", "rate", gettext_lazy("100% or 50%")),
                Field("amount", "money", gettext_lazy("share agreed for the elderly")),
            ),
        ),
        YEAR,
    ),
    answers={
        "months": gettext_lazy("the sum of each month from January"),
        "year_total": gettext_lazy("their sum"),
    },
)
def special_additional(given: Given) -> Answer[Mapping[str, Any]]:
    year = given.whole("year", given.today.year, least=2019, most=2100)
    declared = [
        deductions.Declared(
            deductions.Kind(row.choice("kind")),
            row.day("from", date(year, 1, 1)),
            row.day("to", None),
            row.whole("count", 1, least=1, most=20),
            row.rate("share", Decimal(1)),
            row.money("amount", None),
        )
        for row in given.rows("declarations")
    ]
    months = [deductions.in_month(declared, day := date(year, n, 1), book=given.book(day)) for n in range(1, 13)]
    return Answer(
        {"months": [fen(one) for one in months], "year_total": fen(sum(months, ZERO))}, cites=("GF1841", "GF2313")
    )
