"""What arrives of a month's pay: less own insurance and fund, less tax, as the pay run counts them. Yuan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _

from payroll.calculating import insurance, tax
from payroll.calculating.answers import ZERO, Answer, Step, least_sure
from payroll.calculating.books import Book
from payroll.calculating.insurance import Scheme

OWN: Final = ("pension", "medical", "unemployment")  # the insurances an auxiliary pays a share of
ROOM: Final = "payroll.insurance."


@dataclass(frozen=True, slots=True)
class NetPay:
    """A month's pay and what is taken from it."""

    gross: Decimal
    own_insurance: Decimal
    housing_fund: Decimal
    tax: Decimal
    other: Decimal
    net: Decimal


def own_schemes(book: Book) -> tuple[Scheme, ...]:
    """The auxiliary's own shares as the place has them. Raises MustBeSupplied for what was not found."""
    return tuple(
        Scheme(
            kind,
            ZERO,
            Decimal(book.value(f"{ROOM}{kind}_rate_employee")),
            Decimal(book.value(f"{ROOM}{kind}_base_floor")),
            Decimal(book.value(f"{ROOM}{kind}_base_cap")),
            Decimal(book.value(f"{ROOM}medical_fixed_employee")) if kind == "medical" else ZERO,
            article=book.cites(f"{ROOM}{kind}_rate_employee")[0],
        )
        for kind in OWN
    )


def sureness(book: Book) -> str:
    """How sure the place's own shares are."""
    endings = ("rate_employee", "base_floor", "base_cap")
    return least_sure(*(book.sureness(*(f"{ROOM}{kind}_{ending}" for ending in endings)) for kind in OWN))


def own_shares(base: Decimal, schemes: Sequence[Scheme]) -> Answer[Decimal]:
    """The own shares on a base, a line for each insurance."""
    found = [(scheme, insurance.line(base, scheme)) for scheme in schemes]
    steps = tuple(
        Step(insurance.LABELS[scheme.kind], one.base, scheme.employee, one.employee, scheme.article)
        for scheme, one in found
    )
    return Answer(sum((one.employee for _scheme, one in found), ZERO), steps, ("SIL 60",))


def net_pay(
    gross: Decimal,
    own_insurance: Decimal,
    fund: Decimal,
    *,
    pay_day: date,
    book: Book,
    first_month: int = 1,
    special: Decimal = ZERO,
    other: Decimal = ZERO,
    first_wage: bool = False,
    low_income: bool = False,
) -> Answer[NetPay]:
    """The month of `pay_day` when every month from `first_month` on was alike: tax is cumulative, so they are counted too.

    `other` is taken after tax and frees of none.
    """
    ledger = tax.open_ledger(pay_day.year, first_month=first_month, first_wage=first_wage, low_income=low_income)
    for month in range(first_month, pay_day.month):
        day = date(pay_day.year, month, 1)
        ledger = tax.withhold(ledger, gross, own_insurance + fund, special, pay_day=day, book=book).value.ledger
    found = tax.withhold(ledger, gross, own_insurance + fund, special, pay_day=pay_day, book=book)
    due = found.value.tax
    net = gross - own_insurance - fund - due - other
    steps = (
        *found.steps,
        Step(_("Pay before deductions"), None, None, gross),
        Step(_("Less own insurance"), None, None, own_insurance, "SIL 60"),
        Step(_("Less own share of the housing fund"), None, None, fund, "HFR 19"),
        Step(_("Less tax of the month"), None, None, due, "IITL 11"),
        Step(_("Less other deductions"), None, None, other),
        Step(_("Net pay"), None, None, net),
    )
    cites = tuple(dict.fromkeys((*found.cites, "SIL 60", "HFR 19")))
    return Answer(NetPay(gross, own_insurance, fund, due, other, net), steps, cites)
