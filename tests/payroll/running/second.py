"""A second payslip, written from the law text with the oracle's whole fen and fractions; no line of the program is used.

Sources beside the oracle's: 工资支付暂行规定 15-16; 309 号 59; Labour Contract Law 20; Caishui 2006-10; the dates of 2025.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from tests.payroll.calculating.oracle import Year, bonus_tax, half_up, is_worked, shares, times

MINIMUM = 233_000
DAYS = Fraction(87, 4)  # 21.75
NIGHT = 3_000
# Insurance: own percentage, the unit's.
PERCENTS = {
    "pension": (Fraction(8), Fraction(16)),
    "unemployment": (Fraction(4, 10), Fraction(6, 10)),
    "medical": (Fraction(2), Fraction(69, 10)),
    "injury": (Fraction(0), Fraction(2, 10)),
}
FREE_FUND = Fraction(12)


@dataclass
class Life:
    """Somebody's year: what is agreed, and what each month brought."""

    basic: int
    grade: int
    first: date
    last: date
    probation: date | None
    counts_up: bool
    fund: Fraction
    special: int
    year: Year
    owed: int = 0


@dataclass
class Month:
    """What one month brought; hours are in quarters."""

    nights: int = 0
    performance: int = 0
    quarters: dict[Fraction, int] = field(default_factory=dict)
    absent: int = 0
    ill: int = 0
    bonus: int = 0
    court: int = 0
    damage: int = 0


def paid_days(first: date, last: date) -> int:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return sum(is_worked(day) or times(day) == 3 for day in days)


def payslip(life: Life, number: int, month: Month) -> tuple[int, int, int, int, int, int]:
    """Gross pay, own shares, tax, deductions, paid out, borne by the unit, in fen; the year goes on."""
    begin = date(2025, number, 1)
    end = date(2025 + number // 12, number % 12 + 1, 1) - timedelta(days=1)
    first, last = max(begin, life.first), min(end, life.last)
    whole, served = paid_days(begin, end), paid_days(first, last)
    tried = Fraction(0)
    if life.probation and life.probation >= first:
        tried = Fraction(1) if life.probation >= last else Fraction(paid_days(first, life.probation), served)
    agreed = [life.basic * (1 - tried / 5), life.grade * (1 - tried)]
    if (first, last) == (begin, end):
        items = [half_up(one) for one in agreed]
    elif life.counts_up:
        items = [min(half_up(one), half_up(one * served / DAYS)) for one in agreed]
    else:
        items = [max(0, half_up(one) - half_up(one * (whole - served) / DAYS)) for one in agreed]
    counted = sum(items) + month.performance
    hourly = Fraction(max(life.basic, MINIMUM)) / (DAYS * 8)
    extra = sum(half_up(hourly * price * Fraction(count, 4)) for price, count in month.quarters.items())
    wage, left = half_up(sum(agreed)), counted
    lost = min(half_up(wage * month.absent / DAYS), wage, left)
    left -= lost
    if month.ill:
        sick = max(Fraction(wage * 8, 10), half_up(Fraction(MINIMUM * 8, 10)))
        days = min(Fraction(month.ill), DAYS)
        lost += min(left, max(0, half_up(wage * days / DAYS) - half_up(sick * days / DAYS)))
    gross = counted + month.nights * NIGHT + extra - lost + month.bonus
    base = life.basic + life.grade
    own = by_unit = 0
    for mine, theirs in PERCENTS.values():
        one, other = shares(base, [mine, theirs])
        own, by_unit = own + one, by_unit + other
    fund, free = shares(base, [life.fund, min(life.fund, FREE_FUND)], MINIMUM)
    beyond = fund - free
    own, by_unit = own + fund, by_unit + fund
    tax = life.year.pay(number + 1, gross - month.bonus + beyond, own - beyond, life.special)
    tax += bonus_tax(month.bonus) if month.bonus else 0
    rest, deducted = gross - own - tax, 0
    owed_before, life.owed = life.owed, 0
    if rest < 0:
        deducted, life.owed, rest = rest, -rest, 0
    for asked in (month.court, owed_before):
        taken = min(asked, rest)
        deducted, rest = deducted + taken, rest - taken
    life.owed += owed_before - taken
    damage = max(0, min(month.damage, half_up(Fraction(gross, 5)), gross - MINIMUM, rest - MINIMUM))
    deducted += damage
    return gross, own, tax, deducted, gross - own - tax - deducted, by_unit
