"""The annual bonus taxed apart or merged with the year's wages, the cheaper shown; severance taxed by itself."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from payroll.calculating.answers import HIGH, MEDIUM, ZERO, Answer, Step, fen
from payroll.calculating.books import Book
from payroll.calculating.tax import BONUS_TABLE, table_of

CITES = ("MOF2330", "CS164 1")


def apart(bonus: Decimal, *, book: Book) -> Answer[Decimal]:
    """Tax of a bonus by itself: the band of a twelfth, on the whole (CS164 1). Once a year, to 2027-12-31."""
    table = table_of(book, BONUS_TABLE)
    divisor = Decimal(book.value("payroll.tax.bonus_divisor"))
    band = table.band(bonus / divisor)
    tax = fen(bonus * band.rate - band.quick) if bonus > 0 else ZERO
    steps = (
        Step(_("A twelfth of the bonus, which chooses the rate"), bonus, divisor, fen(bonus / divisor), "CS164 1"),
        Step(_("Bonus at this rate less the quick deduction"), bonus, band.rate, tax, "CS164 1"),
    )
    return Answer(tax, steps, CITES)


@dataclass(frozen=True, slots=True)
class Choice:
    """Both ways for the whole year, and the cheaper; `worth_apart` is what the separate way saves (less than nothing: costs)."""

    apart_total: Decimal
    merged_total: Decimal
    bonus_tax: Decimal
    wage_tax: Decimal

    @property
    def cheaper(self) -> str:
        return "separate" if self.apart_total <= self.merged_total else "merged"

    @property
    def total(self) -> Decimal:
        return min(self.apart_total, self.merged_total)

    @property
    def worth_apart(self) -> Decimal:
        return self.merged_total - self.apart_total


def compare(bonus: Decimal, taxable_wages: Decimal, *, book: Book) -> Answer[Choice]:
    """Tax of the whole year both ways. `taxable_wages` is the year's pay less every deduction; it may be below zero:
    what is left of the deductions then counts against a merged bonus.
    """
    alone, table = apart(bonus, book=book), table_of(book)
    wage_tax = table.tax(taxable_wages)
    merged = table.tax(taxable_wages + bonus)
    choice = Choice(wage_tax + alone.value, merged, alone.value, wage_tax)
    steps = (
        *alone.steps,
        Step(_("Tax of the year on wages alone"), max(ZERO, taxable_wages), amount=wage_tax, article="IITL 3"),
        Step(_("Both when the bonus is taxed apart"), amount=choice.apart_total, article="CS164 1"),
        Step(_("Both when it is merged with the wages"), taxable_wages + bonus, amount=merged, article="IITL 3"),
    )
    notes = (_("The auxiliary chooses; the separate way may be used once a year, to the end of 2027."),)
    return Answer(choice, steps, CITES, notes)


@dataclass(frozen=True, slots=True)
class SeveranceTax:
    """What of a severance is free, what is taxed, and the tax."""

    exempt_limit: Decimal
    taxable: Decimal
    tax: Decimal


def severance(
    amount: Decimal, local_annual_average: Decimal, *, book: Book, at_expiry: bool = False
) -> Answer[SeveranceTax]:
    """Tax of a severance: free up to three times the local average of last year, the rest on the year's table by itself.

    At plain expiry the relief is contested: the answer then says so and shows what it is with the relief.
    """
    limit = fen(local_annual_average * Decimal(book.value("payroll.tax.severance_exempt_multiple")))
    rest = max(ZERO, amount - limit)
    table = table_of(book)
    tax = table.tax(rest)
    steps = (
        Step(_("Free up to so many local averages of a year"), local_annual_average, 3, limit, "CS164 5(1)"),
        Step(_("Taxed by itself, not with the wages"), rest, table.band(rest).rate, tax, "CS164 5(1)"),
    )
    notes: tuple[object, ...] = ()
    if at_expiry:
        notes = (
            _("Whether compensation at plain expiry enjoys this relief is contested: ask the tax office beforehand."),
        )
    return Answer(SeveranceTax(limit, rest, tax), steps, ("CS164 5(1)",), notes, MEDIUM if at_expiry else HIGH)
