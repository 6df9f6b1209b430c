"""Tax on wages: cumulative withholding by pay date, the first-wage and 60,000 rules, the annual settlement."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from payroll.calculating.answers import ZERO, Answer, Step, fen
from payroll.calculating.books import Book
from payroll.calculating.insurance import rounded

YEAR_TABLE: Final = "payroll.tax.year_table"
BONUS_TABLE: Final = "payroll.tax.bonus_table"
BASIC: Final = "payroll.tax.basic_deduction_month"
BASIC_YEAR: Final = "payroll.tax.basic_deduction_year"
LOW_LIMIT: Final = "payroll.tax.low_income_limit"
FIRST_WAGE: Final = "payroll.tax.first_wage_counts_from_january"

LOW_INCOME_REMARK: Final = "上年各月均有申报且全年收入不超过6万元"  # what the declaration must say (2020 No. 19)


class Band(NamedTuple):
    """A band of a table: its rate and quick deduction."""

    rate: Decimal
    quick: Decimal


class Table(NamedTuple):
    """A tax table. The upper bound of a band is inside it."""

    tops: tuple[Decimal, ...]
    bands: tuple[Band, ...]

    def band(self, amount: Decimal) -> Band:
        return self.bands[bisect_left(self.tops, amount)]

    def tax(self, amount: Decimal) -> Decimal:
        """Tax on an amount by rate and quick deduction, to the fen; nothing on nothing."""
        if amount <= 0:
            return ZERO
        band = self.band(amount)
        return fen(amount * band.rate - band.quick)


def table_of(book: Book, key: str = YEAR_TABLE) -> Table:
    """The table in force on the book's day."""
    return book.made(key, lambda one: _table(one.value(key)))


def _table(bands: tuple[Mapping[str, Any], ...]) -> Table:
    tops = tuple(Decimal(band["up_to"]) for band in bands if "up_to" in band)
    return Table(tops, tuple(Band(Decimal(band["rate"]), Decimal(band["quick"])) for band in bands))


@dataclass(frozen=True, slots=True)
class Ledger:
    """累计预扣: what one unit has paid one person so far in a tax year. Every sum is of the pay dates up to now.

    `months` are those counted for the basic deduction up to `month`, the last month in which anything was paid.
    `first_month` is the month from which months at this unit count. `first_wage`: no wages elsewhere earlier in the
    year, so months count from January (2020 No. 13). `low_income`: last year's twelve months at this unit were up to
    60,000, so the year's deduction counts at once (2020 No. 19).
    """

    year: int
    first_month: int = 1
    income: Decimal = ZERO
    tax_free: Decimal = ZERO
    insurance: Decimal = ZERO
    special_additional: Decimal = ZERO
    other: Decimal = ZERO
    reduced: Decimal = ZERO
    withheld: Decimal = ZERO
    months: int = 0
    month: int = 0
    first_wage: bool = False
    low_income: bool = False

    @property
    def counted_from(self) -> int:
        """The month from which 5,000 a month count."""
        return 1 if self.first_wage or self.low_income else self.first_month


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is withheld now, the ledger after it, and what led there: cumulative base, tax of the year so far, balance."""

    tax: Decimal
    ledger: Ledger
    base: Decimal
    rate: Decimal
    quick: Decimal
    due: Decimal
    basic: Decimal

    @property
    def balance(self) -> Decimal:
        """What was withheld beyond the tax so far: it waits for later months or the settlement, never paid back here."""
        return max(ZERO, self.ledger.withheld + self.ledger.reduced - self.due)


def open_ledger(
    year: int,
    *,
    first_month: int = 1,
    first_wage: bool = False,
    low_income: bool = False,
) -> Ledger:
    """A new year's ledger of a person at a unit."""
    return Ledger(year, first_month=first_month, first_wage=first_wage, low_income=low_income)


def withhold(
    ledger: Ledger,
    income: Decimal,
    insurance: Decimal = ZERO,
    special_additional: Decimal = ZERO,
    other: Decimal = ZERO,
    *,
    pay_day: date,
    book: Book,
    tax_free: Decimal = ZERO,
    reduced: Decimal = ZERO,
) -> Answer[Withheld]:
    """The tax to withhold from a payment on `pay_day`, and the ledger after it (2018 No. 61 art. 6).

    `income` is taxable pay before deductions, `insurance` the worker's own insurance and fund free of tax,
    `special_additional` what counts for this month, each in yuan of this payment. Two payments in a month share one
    month's deduction. A negative balance is carried, never paid back by the unit. Raises ValueError for a payment of
    another tax year or before one already made: the ledger is of one year and goes forward.
    """
    if pay_day.year != ledger.year:
        raise ValueError(f"A payment of {pay_day} does not belong to the tax year {ledger.year}.")
    month = pay_day.month
    if month < ledger.month:
        raise ValueError(f"A payment of {pay_day} stands before one already made in month {ledger.month}.")
    months = max(ledger.months, month - ledger.counted_from + 1, 1)
    monthly = book.made(BASIC, lambda one: Decimal(one.value(BASIC)))
    basic = monthly * months
    if ledger.low_income:
        basic = max(basic, book.made(BASIC_YEAR, lambda one: Decimal(one.value(BASIC_YEAR))))
    table = table_of(book)
    incomes = ledger.income + income
    free = ledger.tax_free + tax_free
    insured = ledger.insurance + insurance
    special = ledger.special_additional + special_additional
    others = ledger.other + other
    reduction = ledger.reduced + reduced
    base = max(ZERO, incomes - free - basic - insured - special - others)
    band = table.band(base)
    due = fen(base * band.rate - band.quick) if base else ZERO
    tax = max(ZERO, due - reduction - ledger.withheld)
    after = Ledger(
        ledger.year,
        ledger.first_month,
        incomes,
        free,
        insured,
        special,
        others,
        reduction,
        ledger.withheld + tax,
        months,
        month,
        ledger.first_wage,
        ledger.low_income,
    )
    steps = (
        Step(_("Income of the year so far"), amount=incomes - free, article="STA1861 6"),
        Step(_("Basic deduction"), months, monthly, basic, _basic_article(ledger)),
        Step(_("Own insurance and housing fund so far"), amount=insured, article="IITL 6"),
        Step(_("Special additional deductions so far"), amount=special, article="GF1841"),
        Step(_("Other deductions so far"), amount=others, article="IITL 6"),
        Step(_("Taxable so far; tax at this rate less the quick deduction"), base, band.rate, due, "IITL 3"),
        Step(_("Withheld before"), amount=ledger.withheld, article="STA1861 6"),
        Step(_("To withhold now"), amount=tax, article="STA1861 6"),
    )
    return Answer(Withheld(tax, after, base, band.rate, band.quick, due, basic), steps, CITES)


CITES: Final = ("STA1861 6", "IITL 2", "IITL 6", "IITL 11")


def _basic_article(ledger: Ledger) -> str:
    if ledger.low_income:
        return "STA2019 1"
    return "STA2013 1" if ledger.first_wage else "IITL 6"


def is_low_income(
    income_of_last_year: Decimal, *, all_months_here: bool, employed_in_january: bool = True, book: Book
) -> bool:
    """Does the 60,000 rule count this year? `income_of_last_year` is of every wage and bonus before any deduction."""
    return all_months_here and employed_in_january and income_of_last_year <= Decimal(book.value(LOW_LIMIT))


def must_settle(income: Decimal, due: Decimal, *, book: Book) -> bool:
    """Must the person settle the year with tax to pay? Not up to 120,000 of income, nor up to 400 due (2023 No. 32)."""
    most_income = Decimal(book.value("payroll.tax.settlement_income_limit"))
    most_due = Decimal(book.value("payroll.tax.settlement_due_limit"))
    return income > most_income and due > most_due


def fund_beyond(share: Decimal, base: Decimal, *, rounding: Decimal, book: Book) -> Decimal:
    """What of one side's housing fund is pay and taxed: beyond 12 % of the base (Caishui 2006-10).

    `base` is held within the announced cap, which is three times the local average. Rounded as the place announced.
    """
    most = Decimal(book.value("payroll.tax.fund_rate_max"))
    return max(ZERO, share - rounded(base * most, rounding))


def deductible_fund(
    own_share: Decimal, local_monthly_average: Decimal, *, base: Decimal | None = None, book: Book
) -> tuple[Decimal, Decimal]:
    """The housing fund free of tax, and what is pay: at most 12 % of three times the local average (Caishui 2006-10).

    `base` is the person's own average wage of last year, when it is known: the 12 % count on the lower of both.
    """
    highest = local_monthly_average * Decimal(book.value("payroll.tax.fund_average_multiple"))
    counted = highest if base is None else min(base, highest)
    free = min(own_share, fen(counted * Decimal(book.value("payroll.tax.fund_rate_max"))))
    return free, own_share - free
