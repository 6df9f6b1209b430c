"""What of a payslip is taxed, and how: cumulative withholding, a bonus apart or with the pay, a severance by itself. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from payroll.calculating import bonus, tax
from payroll.running.facts import ZERO, Person, Place
from payroll.running.lines import TAX, Finding, Line, Slip


def lines(person: Person, place: Place, slip: Slip, pay_day: date) -> Iterator[Line]:
    """The tax on the pay by the ledger, on a bonus apart and on a severance by themselves."""
    apart, merged, ending = (given(person, kind) for kind in ("bonus", "bonus_merged", "severance"))
    own_beyond, unit_beyond = slip.fund_beyond
    slip.taxed, slip.special = slip.gross - apart - ending + unit_beyond, person.special
    slip.free = slip.insurance - own_beyond
    answer = withheld_from(person, place, slip.taxed, slip.free, pay_day)
    slip.withheld = answer.tax
    formula = f"{answer.base} × {answer.rate} − {answer.quick} − {person.ledger.withheld}"
    yield Line(TAX, "income_tax", "", answer.base, answer.rate, answer.tax, formula, "STA1861 6", None)
    if apart:
        yield Line(TAX, "bonus_tax", "", apart, None, bonus.apart(apart, book=place.book).value, "", "MOF2330", None)
    if ending:
        yield _severance_tax(ending, place, slip)
    if (apart or merged) and not (apart and merged):
        slip.findings.extend(_other_way(apart or merged, bool(merged), answer, place))


def _severance_tax(amount: Decimal, place: Place, slip: Slip) -> Line:
    """By itself: free up to three times the place's average of last year (CS164 5). Nothing is guessed without that."""
    if place.local_average is None:
        slip.findings.append(Finding("no_average"))
        return Line(TAX, "severance_tax", "", amount, None, ZERO, "", "CS164 5(1)", None)
    told = bonus.severance(amount, place.local_average, book=place.book).value
    formula = f"{amount} − {told.exempt_limit}" if told.taxable else f"{amount} ≤ {told.exempt_limit}"
    return Line(TAX, "severance_tax", "", amount, None, told.tax, formula, "CS164 5(1)", None)


def _other_way(amount: Decimal, merged: bool, answer: tax.Withheld, place: Place) -> Iterator[Finding]:
    """Would the bonus cost less tax the other way? By the year's pay as it is so far, its months made twelve."""
    ledger = answer.ledger
    months = max(ledger.months, 1)
    paid = ledger.income - ledger.insurance - ledger.special_additional - ledger.other - (amount if merged else ZERO)
    year = paid * 12 / months - max(answer.basic, answer.basic * 12 / months if not ledger.low_income else ZERO)
    told = bonus.compare(amount, year, book=place.book).value
    alone, together = told.bonus_tax, told.merged_total - told.wage_tax
    now, then = (together, alone) if merged else (alone, together)
    if then < now:
        yield Finding("bonus_dearer", "", now, then)


def given(person: Person, kind: str) -> Decimal:
    """The sum of what was entered of a kind."""
    return sum((one.amount or ZERO for one in person.inputs if one.kind == kind), ZERO)


def withheld_from(person: Person, place: Place, taxed: Decimal, insurance: Decimal, pay_day: date) -> tax.Withheld:
    """The cumulative withholding on this payment, from the ledger as it stood before (2018-61, 6)."""
    entry, hired = person.ledger, person.hired
    before = tax.Ledger(
        pay_day.year,
        first_month=hired.month if hired.year == pay_day.year else 1,
        income=entry.income,
        insurance=entry.insurance,
        special_additional=entry.special,
        other=entry.other,
        withheld=entry.withheld,
        month=entry.month,
        first_wage=person.first_wage,
        low_income=person.low_income,
    )
    return tax.withhold(before, taxed, insurance, person.special, pay_day=pay_day, book=place.book).value
