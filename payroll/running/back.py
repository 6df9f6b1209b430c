"""Contributions of earlier months that were not, or not wholly, paid 补缴, and the surcharge for lateness 滞纳金. Pure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from payroll.calculating import insurance, tax
from payroll.calculating.answers import FEN, YUAN
from payroll.running.facts import ZERO, Owing, Person, Place, Terms
from payroll.running.insured import scheme_of
from payroll.running.lines import INSURANCE, UNIT, Finding, Line, Slip

BACK, LATE = "back_", "late_"  # before the code of the insurance


def payments(person: Person, place: Place, pay_day: date, slip: Slip) -> tuple[list[Line], list[Line]]:
    """A line for each month, insurance and side: what is due as it is known now, less what was paid. Each side bears its
    own (SIL 60); the surcharge is the unit's alone (SIL 86). Less than nothing where too much was paid."""
    own: list[Line] = []
    by_unit: list[Line] = []
    for one in person.back:
        if one.terms is None:
            slip.findings.append(Finding("no_terms", one.kind))
            continue
        mine, theirs = _difference(one, one.terms, person.source)
        own += mine
        by_unit += theirs
        missing = sum((line.amount for line in (*mine, *theirs)), ZERO)
        if one.kind == insurance.FUND:
            _beyond(one, one.terms, place, slip)
        elif missing > 0:
            by_unit += _surcharge(one, missing, person, place, pay_day, slip)
    if own or by_unit:
        slip.findings.append(Finding("back_paid", now=sum((line.amount for line in own), ZERO)))
    return own, by_unit


def _difference(one: Owing, terms: Terms, source: int | None) -> tuple[list[Line], list[Line]]:
    line, code = insurance.line(one.wage, scheme_of(one.kind, terms)), BACK + one.kind
    own, unit = line.employee - one.paid_own, line.employer - one.paid_unit
    more = f" + {terms.own_fixed}" if terms.own_fixed else ""
    formula = f"{line.base} × {terms.own_rate.normalize():f}{more} − {one.paid_own}"
    mine = Line(INSURANCE, code, "", line.base, terms.own_rate, own, formula, "SIL 60", None, one.month)
    formula = f"{line.base} × {terms.unit_rate.normalize():f} − {one.paid_unit}"
    theirs = Line(UNIT, code, "", line.base, terms.unit_rate, unit, formula, "SIL 60", source, one.month)
    return [mine] if own else [], [theirs] if unit else []


def _surcharge(one: Owing, missing: Decimal, person: Person, place: Place, pay_day: date, slip: Slip) -> list[Line]:
    """0.05 % for each day after the due day until the payday, on both sides' shares; nothing where the due day is told by
    nobody: then the run says so."""
    if one.due is None:
        slip.findings.append(Finding("late_unknown", one.kind))
        return []
    days = (pay_day - one.due).days if one.due < pay_day else 0
    amount = insurance.late_surcharge(missing, days, book=place.book).value
    rate = Decimal(place.book.value("payroll.insurance.late_fee_per_day"))
    formula = f"{missing} × {rate.normalize():f} × {days}"
    late = Line(UNIT, LATE + one.kind, "", Decimal(days), rate, amount, formula, "SIL 86", person.source, one.month)
    return [late] if amount else []


def _beyond(one: Owing, terms: Terms, place: Place, slip: Slip) -> None:
    """What of the fund is pay and taxed: that of the month as it is due, less that of what was paid (CS0610 2)."""
    line, rounding = insurance.line(one.wage, scheme_of(one.kind, terms)), YUAN if terms.to_yuan else FEN
    sides = ((line.employee, one.paid_own), (line.employer, one.paid_unit))
    more = (
        tax.fund_beyond(due, line.base, rounding=rounding, book=place.book)
        - tax.fund_beyond(paid, one.paid_base, rounding=rounding, book=place.book)
        for due, paid in sides
    )
    own, unit = (before + plus for before, plus in zip(slip.fund_beyond, more, strict=True))
    slip.fund_beyond = (own, unit)
