"""What the insurances and the housing fund of a month take from the pay and from the unit. Pure."""

from __future__ import annotations

from decimal import Decimal

from payroll.calculating import insurance, tax
from payroll.calculating.answers import FEN, YUAN
from payroll.running.facts import Person, Place, Terms
from payroll.running.lines import INSURANCE, UNIT, Finding, Line, Slip


def shares(person: Person, place: Place, month_wage: Decimal, slip: Slip) -> tuple[list[Line], list[Line]]:
    """Own shares and the unit's, each from the base within the announced limits (SIL 12, 23, 44).

    What is missing is noted on the slip; so is a housing fund beyond what is free of tax, which counts as pay there.
    """
    own, by_unit = [], []
    for kind, base in person.insured:
        terms = place.terms.get(kind)
        if terms is None:
            slip.findings.append(Finding("no_terms", kind))
            continue
        line = insurance.line(base if base is not None else month_wage, scheme_of(kind, terms))
        free = ""
        if kind == insurance.FUND:
            slip.fund_beyond = _fund_beyond(line, terms, place)
            free = f" (CS0610 2: {line.employee - slip.fund_beyond[0]})" if any(slip.fund_beyond) else ""
        if line.employee:
            more = f" + {terms.own_fixed}" if terms.own_fixed else ""
            formula = f"{line.base} × {terms.own_rate.normalize():f}{more}{free}"
            own.append(
                Line(INSURANCE, kind, "", line.base, terms.own_rate, line.employee, formula, terms.article, None)
            )
        if terms.unit_rate:
            formula = f"{line.base} × {terms.unit_rate.normalize():f}"
            by_unit.append(
                Line(UNIT, kind, "", line.base, terms.unit_rate, line.employer, formula, terms.article, person.source)
            )
    has = {kind for kind, _base in person.insured}
    slip.findings.extend(Finding("no_insurance", kind) for kind in place.required if kind not in has)
    return own, by_unit


def scheme_of(kind: str, terms: Terms) -> insurance.Scheme:
    """The insurance as the calculators know it."""
    rounding = YUAN if terms.to_yuan else FEN
    return insurance.Scheme(kind, terms.unit_rate, terms.own_rate, terms.floor, terms.cap, terms.own_fixed, rounding)


def _fund_beyond(line: insurance.Line, terms: Terms, place: Place) -> tuple[Decimal, Decimal]:
    rounding = YUAN if terms.to_yuan else FEN
    own = tax.fund_beyond(line.employee, line.base, rounding=rounding, book=place.book)
    return own, tax.fund_beyond(line.employer, line.base, rounding=rounding, book=place.book)
