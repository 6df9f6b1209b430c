"""Tax topics: iit, iit_bonus, iit_severance."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from payroll.calculating import bonus, deductions, tax
from payroll.calculating.answers import ZERO, Answer, Step
from payroll.calculating.books import Book
from payroll.calculating.topics.given import Field, Given
from payroll.calculating.topics.registry import question

YEAR = Field("year", "whole", gettext_lazy("the tax year; this year when left out"))
SI = Field(
    "si",
    "money",
    gettext_lazy("own insurance and housing fund of a month; a list gives each month its own"),
    many=True,
    also=("insurance", "social_insurance", "special_deduction"),
)
SPECIAL = Field(
    "special_additional",
    "money",
    gettext_lazy("special additional deductions of a month; the entries of a list are added up"),
    many=True,
)
OTHER = Field("other", "money", gettext_lazy("other deductions of a month the law allows"), also=("other_deductions",))
FIRST_JOB = Field(
    "first_job",
    "yes_no",
    gettext_lazy("no wages anywhere earlier in the year, as declared: months count from January"),
    also=("first_wage", "first_wage_of_year", "first_employment", "first_income_this_year"),
)
LAST_YEAR = Field(
    "last_year_income",
    "money",
    gettext_lazy("wages and bonus of last year at this unit before any deduction, for the 60,000 rule"),
)
ALL_12 = Field(
    "last_year_all_12_months_same_unit",
    "yes_no",
    gettext_lazy("all twelve months of last year were declared by this unit"),
    also=("all_12", "all_12_months"),
)
WITHHELD = {
    "withheld": gettext_lazy("tax withheld from each payment"),
    "year_total": gettext_lazy("their sum"),
    "base": gettext_lazy("cumulative taxable amount after each payment"),
    "balance": gettext_lazy("what was withheld beyond the tax so far; it waits for the settlement"),
}


@question(
    "iit",
    "withholding",
    title=gettext_lazy("Tax withheld month by month"),
    fields=(
        Field(
            "monthly_income",
            "money",
            gettext_lazy("pay of a month before deductions; a list gives each month its own"),
            needed=True,
            many=True,
            also=("monthly_incomes", "wages", "incomes"),
        ),
        SI,
        SPECIAL,
        Field("special_additional_by_month", "money", gettext_lazy("the same, a list with one sum a month"), many=True),
        OTHER,
        Field("months", "whole", gettext_lazy("number of months paid; to December when left out")),
        Field("start_month", "whole", gettext_lazy("first month at this unit; January when left out")),
        FIRST_JOB,
        LAST_YEAR,
        ALL_12,
        YEAR,
    ),
    answers=WITHHELD
    | {
        "rule_applies": gettext_lazy("whether the 60,000 rule counts"),
        "special_additional_month": gettext_lazy("special additional deductions of the (first) month"),
    },
)
def withholding(given: Given) -> Answer[Mapping[str, Any]]:
    start = given.whole("start_month", 1, least=1, most=12)
    incomes = given.moneys("monthly_income")
    stated = len(incomes) if len(incomes) > 1 else 13 - start
    months = given.whole("months", stated, least=1, most=13 - start)
    year = given.whole("year", given.today.year, least=2019, most=2100)
    book = given.book(date(year, start, 1))
    low = _low_income(given, book)
    ledger = tax.open_ledger(year, first_month=start, first_wage=given.flag("first_job"), low_income=low)
    special = sum(given.moneys("special_additional", []), ZERO)
    specials = given.moneys("special_additional_by_month", None)
    rows = zip(
        _monthly(given, "monthly_income", incomes, months),
        _monthly(given, "si", given.moneys("si", [ZERO]), months),
        _monthly(given, "special_additional_by_month", specials if specials is not None else [special], months),
        strict=True,
    )
    paid = [
        (date(year, start + place, 1), income, si, extra, given.money("other", ZERO))
        for place, (income, si, extra) in enumerate(rows)
    ]
    answer = _withheld(ledger, paid, book)
    first = specials[0] if specials else special
    more = {"rule_applies": low, "special_additional_month": _fen(first)}
    return Answer({**answer.value, **more}, answer.steps, answer.cites, answer.notes, answer.confidence)


def _low_income(given: Given, book: Book) -> bool:
    if not given.has("last_year_income"):
        return False
    return tax.is_low_income(
        given.money("last_year_income"),
        all_months_here=given.flag(ALL_12.name),
        employed_in_january=given.whole("start_month", 1, least=1, most=12) == 1,
        book=book,
    )


def _monthly(given: Given, name: str, values: list[Decimal], months: int) -> list[Decimal]:
    """One value counts for every month; a list has one for each."""
    if len(values) == 1:
        return values * months
    if len(values) != months:
        raise given.refuse(name, _("A list has one entry for each of the %(months)s months.") % {"months": months})
    return values


def _fen(amount: Decimal) -> Decimal:
    return amount.quantize(ZERO)


def _withheld(ledger: tax.Ledger, paid: list[tuple[Any, ...]], book: Book) -> Answer[Mapping[str, Any]]:
    taxes, bases, steps = [], [], []
    balance = ZERO
    last: tuple[Step, ...] = ()
    for day, *amounts in paid:
        one = tax.withhold(ledger, *amounts, pay_day=day, book=book)
        ledger, balance, last = one.value.ledger, one.value.balance, one.steps
        taxes.append(one.value.tax)
        bases.append(_fen(one.value.base))
        steps.append(
            Step(
                gettext_lazy("Withheld in the month"), day.strftime("%Y-%m"), one.value.rate, one.value.tax, "STA1861 6"
            )
        )
    value: dict[str, Any] = {"withheld": taxes, "year_total": sum(taxes, ZERO), "base": bases, "balance": balance}
    notes = (_remark(),) if ledger.low_income else ()
    return Answer(value, (*steps, *last), tax.CITES, notes)


def _remark() -> str:
    return _("Remark in the declaration: %(text)s") % {"text": tax.LOW_INCOME_REMARK}


@question(
    "iit",
    "payments",
    title=gettext_lazy("Tax withheld from each payment by its pay date"),
    fields=(
        Field(
            "payments",
            "rows",
            gettext_lazy("payments of one unit in one tax year, in order"),
            needed=True,
            fields=(
                Field("pay_day", "day", gettext_lazy("the day it was paid"), needed=True, also=("paid_on", "day")),
                Field("income", "money", gettext_lazy("pay before deductions"), needed=True, also=("monthly_income",)),
                Field("si", "money", gettext_lazy("own insurance and fund"), also=("insurance",)),
                Field("special_additional", "money", gettext_lazy("special additional deductions"), many=True),
                Field("other", "money", gettext_lazy("other deductions")),
            ),
        ),
        Field(
            "start_month", "whole", gettext_lazy("first month at this unit; that of the first payment when left out")
        ),
        FIRST_JOB,
        LAST_YEAR,
        ALL_12,
    ),
    answers=WITHHELD,
)
def payments(given: Given) -> Answer[Mapping[str, Any]]:
    paid = [
        (
            row.day("pay_day"),
            row.money("income"),
            row.money("si", ZERO),
            sum(row.moneys("special_additional", []), ZERO),
            row.money("other", ZERO),
        )
        for row in given.rows("payments")
    ]
    if not paid:
        raise given.refuse("payments", _("Write at least one payment."))
    days = [row[0] for row in paid]
    if days != sorted(days) or days[0].year != days[-1].year:
        raise given.refuse("payments", _("Write the payments of one tax year in the order of their days."))
    book = given.book(days[0])
    ledger = tax.open_ledger(
        days[0].year,
        first_month=given.whole("start_month", days[0].month, least=1, most=days[0].month),
        first_wage=given.flag("first_job"),
        low_income=_low_income(given, book),
    )
    return _withheld(ledger, paid, book)


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
    step = Step(gettext_lazy("Wages and bonus before any deduction"), amount=_fen(counted), article="STA2019 1")
    notes = (_remark(),) if applies else ()
    return Answer({"last_year_income_counted": _fen(counted), "rule_applies": applies}, (step,), ("STA2019 1",), notes)


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
    value = {"deductible": _fen(free), "taxable_excess": _fen(rest)}
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
        {"months": [_fen(one) for one in months], "year_total": _fen(sum(months, ZERO))}, cites=("GF1841", "GF2313")
    )


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
    value = {"exempt_limit": one.exempt_limit, "taxable": _fen(one.taxable), "tax": one.tax}
    return Answer(value, found.steps, found.cites, found.notes, found.confidence)
