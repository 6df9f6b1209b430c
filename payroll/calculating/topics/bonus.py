"""The annual bonus apart or merged, and the tax of a severance."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from payroll.calculating import bonus, tax
from payroll.calculating.answers import ZERO, Answer, fen
from payroll.calculating.topics.given import Field, Given
from payroll.calculating.topics.registry import question
from payroll.calculating.topics.tax import SI, SPECIAL, YEAR

MODE = Field(
    "mode",
    "choice",
    gettext_lazy("separate, merged, or cheaper"),
    choices=("separate", "merged", "cheaper"),
)


@question(
    "iit_bonus",
    "with_wage",
    title=gettext_lazy("Wage and annual bonus in one month"),
    fields=(
        Field("bonus", "money", gettext_lazy("the annual bonus"), needed=True),
        Field("wage", "money", gettext_lazy("wage of each month from January"), needed=True, also=("monthly_income",)),
        SI,
        SPECIAL,
        Field("month", "whole", gettext_lazy("month in which the bonus is paid; January when left out")),
        MODE,
        YEAR,
    ),
    answers={
        "wage_tax": gettext_lazy("tax on the wage of the month"),
        "bonus_tax": gettext_lazy("tax on the bonus, or what it adds when merged"),
        "total": gettext_lazy("both"),
        "separate_year": gettext_lazy("tax of the whole year with the same wage, bonus apart"),
        "merged_year": gettext_lazy("the same, bonus merged"),
        "cheaper": gettext_lazy("separate or merged, over the year"),
    },
)
def bonus_with_wage(given: Given) -> Answer[Mapping[str, Any]]:
    year = given.whole("year", given.today.year, least=2019, most=2100)
    month = given.whole("month", 1, least=1, most=12)
    book, extra = given.book(date(year, month, 1)), given.money("bonus")
    wage, si = given.money("wage"), sum(given.moneys("si", []), ZERO)
    special = sum(given.moneys("special_additional", []), ZERO)
    ledger = tax.open_ledger(year)
    for number in range(1, month):
        ledger = tax.withhold(ledger, wage, si, special, pay_day=date(year, number, 1), book=book).value.ledger
    day = date(year, month, 1)
    alone = tax.withhold(ledger, wage, si, special, pay_day=day, book=book)
    merged = tax.withhold(ledger, wage + extra, si, special, pay_day=day, book=book).value.tax
    basic = Decimal(book.value(tax.BASIC))
    whole_year = bonus.compare(extra, 12 * (wage - basic - si - special), book=book)
    mode = given.choice("mode", "separate")
    mode = whole_year.value.cheaper if mode == "cheaper" else mode
    wage_tax = alone.value.tax
    bonus_tax = whole_year.value.bonus_tax if mode == "separate" else merged - wage_tax
    value = {
        "wage_tax": wage_tax,
        "bonus_tax": bonus_tax,
        "total": wage_tax + bonus_tax,
        "mode": mode,
        "separate_year": whole_year.value.apart_total,
        "merged_year": whole_year.value.merged_total,
        "cheaper": whole_year.value.cheaper,
    }
    return Answer(value, (*alone.steps, *whole_year.steps), whole_year.cites, whole_year.notes)


@question(
    "iit_bonus",
    "year",
    title=gettext_lazy("Annual bonus apart or merged, over the whole year"),
    fields=(
        Field("bonus", "money", gettext_lazy("the annual bonus"), needed=True),
        Field("annual_income", "money", gettext_lazy("wages of the year before deductions"), needed=True),
        Field(
            "annual_deductions",
            "money",
            gettext_lazy("all deductions of the year with the basic 60,000; 60,000 when left out"),
        ),
    ),
    answers={
        "bonus_tax": gettext_lazy("tax on the bonus apart"),
        "wage_tax": gettext_lazy("tax on the wages alone"),
        "separate_total": gettext_lazy("both apart"),
        "merged_total": gettext_lazy("both merged"),
        "cheaper": gettext_lazy("separate or merged"),
        "saves": gettext_lazy("what the cheaper way saves"),
    },
)
def bonus_of_year(given: Given) -> Answer[Mapping[str, Any]]:
    book = given.book()
    off = given.money("annual_deductions", 12 * Decimal(book.value(tax.BASIC)))
    found = bonus.compare(given.money("bonus"), given.money("annual_income") - off, book=book)
    choice = found.value
    value = {
        "bonus_tax": choice.bonus_tax,
        "wage_tax": choice.wage_tax,
        "separate_total": choice.apart_total,
        "merged_total": choice.merged_total,
        "cheaper": choice.cheaper,
        "saves": abs(choice.worth_apart),
    }
    return Answer(value, found.steps, found.cites, found.notes)


@question(
    "iit_bonus",
    "several",
    title=gettext_lazy("Tax of several bonuses, each by itself"),
    fields=(Field("bonuses", "money", gettext_lazy("a list of bonuses"), needed=True, many=True),),
    answers={"tax": gettext_lazy("tax of each")},
)
def bonuses(given: Given) -> Answer[Mapping[str, Any]]:
    book = given.book()
    found = [bonus.apart(one, book=book) for one in given.moneys("bonuses")]
    steps = tuple(step for one in found for step in one.steps)
    return Answer({"tax": [one.value for one in found]}, steps, bonus.CITES)


@question(
    "iit_bonus",
    "alone",
    title=gettext_lazy("Tax of an annual bonus by itself"),
    fields=(
        Field("bonus", "money", gettext_lazy("the annual bonus"), needed=True),
        Field("months_worked", "whole", gettext_lazy("changes nothing: the bonus is divided by twelve anyway")),
        MODE,
    ),
    answers={"bonus_tax": gettext_lazy("the tax")},
)
def bonus_alone(given: Given) -> Answer[Mapping[str, Any]]:
    if given.choice("mode", "separate") != "separate":
        raise given.refuse("mode", _("To merge the bonus, give the wage too."))
    found = bonus.apart(given.money("bonus"), book=given.book())
    return Answer({"bonus_tax": found.value, "tax": found.value}, found.steps, (*found.cites, "GSF9 2"), found.notes)


@question(
    "iit_severance",
    "severance",
    title=gettext_lazy("Tax of a severance"),
    fields=(
        Field("amount", "money", gettext_lazy("the severance"), needed=True),
        Field("local_annual_average", "money", gettext_lazy("average annual wage of the city, last year"), needed=True),
        Field("at_expiry", "yes_no", gettext_lazy("paid because the contract expired: the relief is then contested")),
    ),
    answers={
        "exempt_limit": gettext_lazy("free up to this amount"),
        "taxable": gettext_lazy("what is taxed, by itself"),
        "tax": gettext_lazy("the tax"),
    },
)
def severance(given: Given) -> Answer[Mapping[str, Any]]:
    amount, average = given.money("amount"), given.money("local_annual_average")
    found = bonus.severance(amount, average, book=given.book(), at_expiry=given.flag("at_expiry"))
    one = found.value
    value = {"exempt_limit": one.exempt_limit, "taxable": fen(one.taxable), "tax": one.tax}
    return Answer(value, found.steps, found.cites, found.notes, found.confidence)
