"""A second payslip, written from the law text with the oracle's whole fen and fractions; no line of the program is used.

Sources beside the oracle's: 工资支付暂行规定 15-16; 309 号 59; Labour Contract Law 20; Caishui 2006-10; the
limits and rates that four cities announced for 2025.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from tests.payroll.calculating.oracle import Year, bonus_tax, days_of, half_up, is_worked, times, year_tax

MINIMUM = 233_000
AVERAGE = 9_000_000  # a year, of the place
DAYS = Fraction(87, 4)  # 21.75
NIGHT = 3_000
FREE_FUND = Fraction(12)
FUND = "housing_fund"


class Terms(NamedTuple):
    """One insurance: own percentage, the unit's, lowest and highest base, fixed own sum; whole yuan or fen."""

    own: Fraction
    unit: Fraction
    floor: int
    cap: int
    fixed: int = 0
    yuan: bool = False


def sichuan(month: int) -> dict[str, Terms]:
    """川人社办发〔2025〕39号: one pair of limits for the whole year. Medical of the unit as an office entered it."""
    rates = {"pension": ("8", "16"), "unemployment": ("0.4", "0.6"), "medical": ("2", "6.9"), "injury": ("0", "0.2")}
    return {kind: Terms(Fraction(own), Fraction(unit), 458_800, 2_293_800) for kind, (own, unit) in rates.items()}


def shenzhen(month: int) -> dict[str, Terms]:
    """Each insurance has its own limits and its own year: pension from July, medical with the calendar."""
    pension = ("15", 449_200, 2_750_100) if month < 7 else ("16", 477_500, 2_754_900)
    return {
        "pension": Terms(Fraction("8"), Fraction(pension[0]), *pension[1:]),
        "unemployment": Terms(Fraction("0.2"), Fraction("0.8"), 252_000, 10**9),
        "medical": Terms(Fraction("2"), Fraction("5"), 673_300, 3_366_600),
        "maternity": Terms(Fraction("0"), Fraction("0.5"), 673_300, 3_366_600),
    }  # fmt: skip


def beijing(month: int) -> dict[str, Terms]:
    """Medical with 3 yuan a month of one's own; limits from July."""
    low, high = (682_100, 3_528_300) if month < 7 else (716_200, 3_581_100)
    return {
        "pension": Terms(Fraction("8"), Fraction("16"), low, high),
        "unemployment": Terms(Fraction("0.5"), Fraction("0.5"), low, high),
        "medical": Terms(Fraction("2"), Fraction("9.8"), low, high, 300),
    }


def shanghai(month: int) -> dict[str, Terms]:
    """The housing fund rounds each side to the yuan; limits from July."""
    low, high = (738_400, 3_692_100) if month < 7 else (746_000, 3_730_200)
    return {
        "pension": Terms(Fraction("8"), Fraction("16"), low, high),
        "unemployment": Terms(Fraction("0.5"), Fraction("0.5"), low, high),
        "medical": Terms(Fraction("2"), Fraction("9"), low, high),
    }


CITIES = {"sichuan": sichuan, "shenzhen": shenzhen, "beijing": beijing, "shanghai": shanghai}


def terms_of(city: str, month: int, fund: Fraction) -> dict[str, Terms]:
    """Every insurance of a city in a month of 2025, and the fund at a rate of both sides."""
    whole = city == "shanghai"
    return {**CITIES[city](month), FUND: Terms(fund, fund, MINIMUM, 3_730_200 if whole else 2_293_800, 0, whole)}


def contribution(terms: Terms, base: int, rate: Fraction) -> int:
    """What one side pays: the base within the limits at the rate, half-up to the fen, or to the yuan."""
    exact = min(max(base, terms.floor), terms.cap) * rate / 100
    return half_up(exact / 100) * 100 if terms.yuan else half_up(exact)


@dataclass
class Life:
    """Somebody's year: what is agreed, and what each month brought."""

    basic: int
    grade: int
    first: date
    last: date
    probation: date | None
    custom: str  # of a part of a month: "up", "down", "workdays", "calendar"
    fund: Fraction
    special: int
    year: Year
    city: str = "sichuan"
    declared: dict[str, int] = field(default_factory=dict)  # a base of its own, by insurance
    fee: int = 0  # of the dispatch firm, a month
    owed: int = 0
    free_fund: dict[int, int] = field(default_factory=dict)  # of the own fund, by month
    paid: dict[tuple[int, str], list[int]] = field(default_factory=dict)  # own and the unit's, by month and insurance


@dataclass
class Month:
    """What one month brought; hours are in quarters."""

    nights: int = 0
    performance: int = 0
    quarters: dict[Fraction, int] = field(default_factory=dict)
    absent: int = 0
    ill: int = 0
    bonus: int = 0
    merged: int = 0  # a bonus taxed with the pay
    severance: int = 0
    court: int = 0
    damage: int = 0
    back_from: int = 0  # the bases declared now count since this month


def paid_days(first: date, last: date) -> int:
    return sum(is_worked(day) or times(day) == 3 for day in days_of(first, last))


def part_of(one: Fraction, begin: date, end: date, first: date, last: date, custom: str) -> int:
    """What a month's amount comes to for a part of the month."""
    if (first, last) == (begin, end):
        return half_up(one)
    if custom == "calendar":
        return half_up(one * len(days_of(first, last)) / len(days_of(begin, end)))
    if custom == "workdays":
        return half_up(one * sum(map(is_worked, days_of(first, last))) / sum(map(is_worked, days_of(begin, end))))
    whole, served = paid_days(begin, end), paid_days(first, last)
    if custom == "up":
        return min(half_up(one), half_up(one * served / DAYS))
    return max(0, half_up(one) - half_up(one * (whole - served) / DAYS))


def earlier_month(life: Life, month: int, paid_in: int) -> tuple[int, int, int]:
    """What is made up for of an earlier month: own shares, the unit's with every surcharge, what of the own fund is taxed.

    社会保险法 60, 86: each side its own; 0.05 % a day from the day after the 15th of the next month until the 15th after the
    month it is paid with, on both shares, by the unit. The housing fund knows none.
    """
    own = by_unit = taxed = 0
    due = date(2025 + month // 12, month % 12 + 1, 15)
    days = (date(2025 + paid_in // 12, paid_in % 12 + 1, 15) - due).days
    for kind, terms in terms_of(life.city, month, life.fund).items():
        if (month, kind) not in life.paid:
            continue
        base = life.declared.get(kind, life.basic + life.grade)
        before = life.paid[month, kind]
        right = [contribution(terms, base, terms.own) + terms.fixed, contribution(terms, base, terms.unit)]
        mine, theirs = (now - then for now, then in zip(right, before, strict=True))
        own, by_unit = own + mine, by_unit + theirs
        if kind == FUND:
            old, new = life.free_fund.get(month, 0), contribution(terms, base, min(terms.own, FREE_FUND))
            taxed += mine - (new - old)
            life.free_fund[month] = new
        elif mine + theirs > 0:
            by_unit += half_up(Fraction((mine + theirs) * days * 5, 10_000))
        life.paid[month, kind] = right
    return own, by_unit, taxed


def payslip(life: Life, number: int, month: Month) -> tuple[int, int, int, int, int, int]:
    """Gross pay, own shares, tax, deductions, paid out, borne by the unit, in fen; the year goes on.

    A month is paid on the 15th of the next one: that of December opens the tax year 2026.
    """
    if number == 12:
        life.year = Year(1)
    begin = date(2025, number, 1)
    end = date(2025 + number // 12, number % 12 + 1, 1) - timedelta(days=1)
    first, last = max(begin, life.first), min(end, life.last)
    served = paid_days(first, last)
    worked = sum(map(is_worked, days_of(begin, end)))
    divisor = Fraction(worked) if life.custom == "workdays" else DAYS
    tried = Fraction(0)
    if life.probation and life.probation >= first:
        tried = Fraction(1) if life.probation >= last else Fraction(paid_days(first, life.probation), served)
    agreed = [life.basic * (1 - tried / 5), life.grade * (1 - tried)]
    items = [part_of(one, begin, end, first, last, life.custom) for one in agreed]
    counted = sum(items) + month.performance
    hourly = Fraction(max(life.basic, MINIMUM)) / (DAYS * 8)
    extra = sum(half_up(hourly * price * Fraction(count, 4)) for price, count in month.quarters.items())
    wage, left = half_up(sum(agreed)), counted
    here = sum(map(is_worked, days_of(first, last)))  # to be worked in the time served
    lost = min(half_up(wage * month.absent / divisor), wage, left)
    if here and month.absent >= here:  # never there: nothing is left of the wage
        lost = min(sum(items), left)
    left -= lost
    if month.ill:
        sick = max(Fraction(wage * 8, 10), half_up(Fraction(MINIMUM * 8, 10)))
        always = month.ill >= here > 0 and (first, last) == (begin, end)
        days = divisor if always else min(Fraction(month.ill), divisor)
        lost += min(left, max(0, half_up(wage * days / divisor) - half_up(sick * days / divisor)))
    gross = counted + month.nights * NIGHT + extra - lost + month.bonus + month.merged + month.severance
    own = by_unit = beyond = 0
    for kind, terms in terms_of(life.city, number, life.fund).items():
        base = life.declared.get(kind, life.basic + life.grade)
        mine = contribution(terms, base, terms.own) + terms.fixed
        theirs = contribution(terms, base, terms.unit)
        life.paid[number, kind] = [mine, theirs]
        own, by_unit = own + mine, by_unit + theirs
        if kind == FUND:
            life.free_fund[number] = contribution(terms, base, min(terms.own, FREE_FUND))
            beyond = mine - life.free_fund[number]
    if month.back_from:
        made_up = [earlier_month(life, earlier, number) for earlier in range(month.back_from, number)]
        own, by_unit, beyond = (
            before + sum(one[place] for one in made_up) for place, before in enumerate((own, by_unit, beyond))
        )
    tax = life.year.pay(number % 12 + 1, gross - month.bonus - month.severance + beyond, own - beyond, life.special)
    tax += bonus_tax(month.bonus) if month.bonus else 0
    tax += year_tax(max(0, month.severance - 3 * AVERAGE))  # 财税〔2018〕164 五(一)
    rest, deducted = gross - own - tax, 0
    owed_before, life.owed = life.owed, 0
    if rest < 0:
        deducted, life.owed, rest = rest, -rest, 0
    for asked in (month.court, owed_before):
        taken = min(asked, rest)
        deducted, rest = deducted + taken, rest - taken
    life.owed += owed_before - taken
    damage = max(
        0,
        min(
            month.damage,
            half_up(Fraction(gross - month.severance, 5)),
            gross - month.severance - MINIMUM,
            rest - MINIMUM,
        ),
    )
    deducted += damage
    return gross, own, tax, deducted, gross - own - tax - deducted, by_unit + life.fee
