"""Tax withheld: month by month, and from each payment by its pay date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from payroll.calculating import tax
from payroll.calculating.answers import ZERO, Answer, Step, fen
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
    more = {"rule_applies": low, "special_additional_month": fen(first)}
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


def _withheld(ledger: tax.Ledger, paid: list[tuple[Any, ...]], book: Book) -> Answer[Mapping[str, Any]]:
    taxes, bases, steps = [], [], []
    balance = ZERO
    last: tuple[Step, ...] = ()
    for day, *amounts in paid:
        one = tax.withhold(ledger, *amounts, pay_day=day, book=book)
        ledger, balance, last = one.value.ledger, one.value.balance, one.steps
        taxes.append(one.value.tax)
        bases.append(fen(one.value.base))
        steps.append(
            Step(
                gettext_lazy("Withheld in the month"), day.strftime("%Y-%m"), one.value.rate, one.value.tax, "STA1861 6"
            )
        )
    value: dict[str, Any] = {"withheld": taxes, "year_total": sum(taxes, ZERO), "base": bases, "balance": balance}
    notes = (remark(),) if ledger.low_income else ()
    return Answer(value, (*steps, *last), tax.CITES, notes)


def remark() -> str:
    """What the declaration must say when the 60,000 rule counts."""
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
