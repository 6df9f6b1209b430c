"""The net pay of a month."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import BadInput
from payroll.calculating import insurance, net_pay
from payroll.calculating.answers import HIGH, ZERO, Answer, MustBeSupplied, Step, fen, least_sure
from payroll.calculating.books import Book
from payroll.calculating.topics.calendar import read_month
from payroll.calculating.topics.given import Field, Given
from payroll.calculating.topics.registry import question
from payroll.calculating.wording import fill


@question(
    "net_pay",
    "month",
    title=gettext_lazy("Net pay of a month"),
    fields=(
        Field("gross", "money", gettext_lazy("pay of the month before deductions"), needed=True, also=("wage",)),
        Field("si", "money", gettext_lazy("own insurance of the month; by the rates of the place when left out")),
        Field("base", "money", gettext_lazy("declared base of the insurances; the pay when left out")),
        Field("fund_rate", "rate", gettext_lazy("own rate of the housing fund; none when left out")),
        Field("fund_base", "money", gettext_lazy("base of the housing fund; that of the insurances when left out")),
        Field("special_additional", "money", gettext_lazy("special additional deductions of a month"), many=True),
        Field("other", "money", gettext_lazy("other deductions from the pay, after tax")),
        Field("month", "month", gettext_lazy("month of pay; this one when left out")),
        Field("start_month", "whole", gettext_lazy("first month of the year in this unit, 1 to 12; 1 when left out")),
        Field("first_job", "yes_no", gettext_lazy("first wage of the year, declared so")),
        Field("low_income", "yes_no", gettext_lazy("the 60,000 rule counts this year")),
    ),
    answers={
        "gross": gettext_lazy("pay before deductions"),
        "own_insurance": gettext_lazy("own insurance"),
        "housing_fund": gettext_lazy("own share of the housing fund"),
        "tax": gettext_lazy("tax of the month"),
        "other": gettext_lazy("other deductions"),
        "net": gettext_lazy("net pay"),
    },
)
def month(given: Given) -> Answer[Mapping[str, Any]]:
    year, number = given.today.year, given.today.month
    if given.has("month"):
        year, number = read_month(given, "month", given.text("month"))
    if not 2019 <= year <= 2100:
        raise given.refuse("month", _("Tax is withheld in this way from 2019 on."))
    pay_day = date(year, number, 1)
    book, gross = given.book(pay_day), fen(given.money("gross"))
    base = given.money("base", gross)
    shares, sure = _shares(given, base, book)
    fund = _fund(given, base, book)
    first = given.whole("start_month", 1, least=1, most=12)
    if first > number:
        raise given.refuse("start_month", _("This is after the month of pay."))
    found = net_pay.net_pay(
        gross, shares.value, fund.value, pay_day=pay_day, book=book, first_month=first,
        special=sum(given.moneys("special_additional", []), ZERO), other=fen(given.money("other", ZERO)),
        first_wage=given.flag("first_job"), low_income=given.flag("low_income"),
    )  # fmt: skip
    names = ("gross", "own_insurance", "housing_fund", "tax", "other", "net")
    note = fill(
        gettext_lazy("Counted as if every month from month %(first)s on was alike; the payslip counts what was paid."),
        first=first,
    )
    notes = (*shares.notes, note) if first < number else shares.notes
    steps = (*shares.steps, *fund.steps, *found.steps)
    return Answer({name: getattr(found.value, name) for name in names}, steps, found.cites, notes, sure)


def _shares(given: Given, base: Decimal, book: Book) -> tuple[Answer[Decimal], str]:
    """Own insurance as given, or by the place; what the place's rules lack is asked for under the input that takes it."""
    if given.has("si"):
        return Answer(fen(given.money("si"))), HIGH
    try:
        found = net_pay.own_shares(base, net_pay.own_schemes(book))
    except MustBeSupplied as error:
        said = " ".join(str(one) for one in error.errors[error.name])
        message = _("%(missing)s Give your own insurance of the month here.") % {"missing": said}
        raise MustBeSupplied(given.name("si"), message) from error
    return found, least_sure(net_pay.sureness(book))


def _fund(given: Given, base: Decimal, book: Book) -> Answer[Decimal]:
    if not given.has("fund_rate"):
        return Answer(ZERO)
    rate = given.rate("fund_rate")
    try:
        scheme = insurance.fund_scheme(rate, book=book)
    except BadInput as error:
        raise given.refuse("fund_rate", next(iter(error.errors.values()))[0]) from error
    one = insurance.line(given.money("fund_base", base), scheme)
    step = Step(insurance.LABELS[insurance.FUND], one.base, rate, one.employee, "HFR 18")
    return Answer(one.employee, (step,))
