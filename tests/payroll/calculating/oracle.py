"""A second reckoning, written from the law text alone: whole fen and fractions, no line of the program is used.

Sources: IIT Law table 1 read slice by slice; 2018 No. 61 art. 6; 2020 Nos. 13 and 19; Labour Law 44; 人社部发〔2025〕2号;
川人社办发〔2025〕39号; the State Council notice on the holidays of 2025. Money is in fen, exact shares are fractions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

SLICES = [(3_600_000, 3), (14_400_000, 10), (30_000_000, 20), (42_000_000, 25), (66_000_000, 30), (96_000_000, 35)]
TOP_RATE = 45
STATUTORY = {
    (1, 1),
    (1, 28),
    (1, 29),
    (1, 30),
    (1, 31),
    (4, 4),
    (5, 1),
    (5, 2),
    (5, 31),
    (10, 1),
    (10, 2),
    (10, 3),
    (10, 6),
}
OFF = (
    {(1, 1)} | {(1, n) for n in range(28, 32)} | {(2, n) for n in range(1, 5)} | {(4, n) for n in range(4, 7)}
    | {(5, n) for n in range(1, 6)} | {(5, 31), (6, 1), (6, 2)} | {(10, n) for n in range(1, 9)}
)  # fmt: skip
WORKED = {(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)}
LOWEST_BASE, HIGHEST_BASE = 458_800, 2_293_800


def half_up(exact: Fraction) -> int:
    """Whole fen, the half upward."""
    return (exact.numerator * 2 + exact.denominator) // (exact.denominator * 2)


def times(day: date) -> Fraction:
    """How many times the hourly wage work on that day of 2025 costs."""
    place = (day.month, day.day)
    if place in STATUTORY:
        return Fraction(3)
    if place in WORKED:
        return Fraction(3, 2)
    return Fraction(2) if place in OFF or day.isoweekday() > 5 else Fraction(3, 2)


def is_worked(day: date) -> bool:
    return times(day) == Fraction(3, 2)


def days_of(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range(max(0, (last - first).days + 1))]


def part_wage(monthly: int, month: int, first: date, last: date, custom: str) -> int:
    """The wage of a part of a month by one of four customs."""
    whole = days_of(date(2025, month, 1), date(2025 + month // 12, month % 12 + 1, 1) - timedelta(days=1))
    served = [day for day in whole if first <= day <= last]
    if len(served) == len(whole):
        return monthly
    paid = [day for day in served if is_worked(day) or times(day) == 3]
    all_paid = [day for day in whole if is_worked(day) or times(day) == 3]
    if custom == "21.75":
        return min(monthly, half_up(Fraction(monthly * len(paid) * 4, 87)))
    if custom == "21.75_down":
        return max(0, monthly - half_up(Fraction(monthly * (len(all_paid) - len(paid)) * 4, 87))) if served else 0
    if custom == "workdays":
        return half_up(Fraction(monthly * sum(map(is_worked, served)), sum(map(is_worked, whole))))
    return half_up(Fraction(monthly * len(served), len(whole)))


def overtime(monthly: int, hours: dict[date, int]) -> int:
    """Pay for quarter hours beyond the ordinary ones; days of the same price are one line, rounded once."""
    total = 0
    for price in (Fraction(3, 2), Fraction(2), Fraction(3)):
        quarters = sum(count for day, count in hours.items() if times(day) == price)
        total += half_up(Fraction(monthly) / 174 * price * Fraction(quarters, 4))
    return total


def shares(wage: int, percents: list[Fraction], low: int = LOWEST_BASE, high: int = HIGHEST_BASE) -> list[int]:
    """What each rate costs on the wage within the limits."""
    base = low if wage < low else high if wage > high else wage
    return [half_up(base * percent / 100) for percent in percents]


def year_tax(base: int) -> int:
    """Tax on a taxable amount of the year, slice by slice."""
    total, below = Fraction(0), 0
    for top, percent in SLICES:
        if base > below:
            total += Fraction((min(base, top) - below) * percent, 100)
        below = top
    if base > below:
        total += Fraction((base - below) * TOP_RATE, 100)
    return half_up(total)


def bonus_tax(bonus: int) -> int:
    """Tax on a bonus by itself: the rate of a twelfth, less that rate's quick deduction of a month."""
    quick, below, last = Fraction(0), 0, 0
    for top, percent in [*SLICES, (10**15, TOP_RATE)]:
        quick += Fraction(below, 12) * (percent - last) / 100
        if bonus <= top:
            return max(0, half_up(Fraction(bonus * percent, 100) - quick))
        below, last = top, percent
    raise ValueError(bonus)


@dataclass
class Year:
    """One person's year at one unit: what was paid, what was taken off, what was withheld."""

    first_month: int
    from_january: bool = False
    sixty_thousand: bool = False
    paid: int = 0
    off: int = 0
    withheld: int = 0
    months: list[int] = field(default_factory=list)

    def pay(self, month: int, income: int, *deductions: int) -> int:
        """The tax withheld from a payment in that month."""
        self.paid += income
        self.off += sum(deductions)
        self.months.append(month)
        counted = month if self.from_january else month - self.first_month + 1
        basic = 6_000_000 if self.sixty_thousand else 500_000 * counted
        now = max(0, year_tax(max(0, self.paid - self.off - basic)) - self.withheld)
        self.withheld += now
        return now
