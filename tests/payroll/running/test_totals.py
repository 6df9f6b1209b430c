"""The totals of a run in the database are to the fen what a second reckoning of its people comes to."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from tests.payroll.calculating.oracle import Year, half_up
from tests.payroll.running.conftest import OCTOBER, RATES, Office
from tests.payroll.running.second import DAYS, MINIMUM, Terms, contribution

WAGES = (99_999, 350_000, 543_210, 999_999, 2_293_801, 4_000_000, 1_234_567)


def by_hand(wage: int, hours: int) -> tuple[int, int, int, int, int]:
    """Gross pay, own shares, tax, paid out and borne by the unit of somebody hired on 1 October 2026, paid in November."""
    gross = wage + half_up(Fraction(max(wage, MINIMUM)) / (DAYS * 8) * Fraction(3, 2) * hours)
    own = by_unit = 0
    for floor, cap, mine, theirs in RATES.values():
        terms = Terms(Fraction(mine) * 100, Fraction(theirs) * 100, int(floor) * 100, int(cap) * 100)
        own += contribution(terms, wage, terms.own)
        by_unit += contribution(terms, wage, terms.unit)
    tax = Year(10).pay(11, gross, own)
    return gross, own, tax, gross - own - tax, by_unit


def test_the_totals_of_a_run_are_those_of_a_second_reckoning(office: Office) -> None:
    for number, wage in enumerate(WAGES):
        someone = office.person(f"人{number}", wage=str(Decimal(wage) / 100), hired_on=OCTOBER)
        office.input(someone, "overtime_150", quantity=number + 1)
    run = office.prepared()
    expected = [sum(figures) for figures in zip(*map(by_hand, WAGES, range(1, len(WAGES) + 1)), strict=True)]
    found = [int(one * 100) for one in (run.gross, run.insurance, run.tax, run.net, run.cost)]
    assert (run.people, found) == (len(WAGES), expected)
