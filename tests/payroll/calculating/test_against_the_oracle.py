"""Generated people for a whole year: the calculators and a second reckoning from the law text agree to the fen."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from payroll.calculating import bonus, days, insurance, tax, wages
from payroll.calculating.books import book_of
from tests.payroll.calculating import oracle

BOOK = book_of(date(2025, 1, 1), "CN-510000")
SOCIAL = [insurance.scheme_of(kind, book=BOOK) for kind in ("pension", "unemployment")]
SOCIAL_PERCENTS = [Fraction(16), Fraction(8), Fraction(6, 10), Fraction(4, 10)]


def yuan(whole_fen: int) -> Decimal:
    return Decimal(whole_fen) / 100


def in_fen(amount: Decimal) -> int:
    return int(amount * 100)


def year_of(seed: int) -> list[str]:
    """Reckon a year of one generated person both ways; what differs is told."""
    chance, wrong = Random(seed), []
    monthly = chance.choice([chance.randrange(100_000, 900_000), chance.randrange(100_000, 12_000_000)])
    hired = date(2025, 1, 1) + timedelta(days=chance.choice([0, chance.randrange(365)]))
    left = date(2025, 12, 31) - timedelta(days=chance.choice([0, 0, chance.randrange(365)]))
    custom = chance.choice(list(wages.Method))
    fund = chance.randrange(500, 1201)
    special = chance.choice([0, 100_000, 350_000, 550_000])
    first_wage, low = chance.random() < 0.2, chance.random() < 0.2
    second = oracle.Year(hired.month, first_wage or low, low)
    ledger = tax.open_ledger(2025, first_month=hired.month, first_wage=first_wage, low_income=low)
    for month in range(hired.month, 13):
        first, last = days.bounds(2025, month)
        if last < hired or left < first:
            continue
        start, end = max(hired, first), min(left, last)
        if start > end:
            continue
        dates = [start + timedelta(days=n) for n in range((end - start).days + 1)]
        hours = {day: chance.randrange(0, 33) for day in chance.sample(dates, min(len(dates), chance.randrange(0, 6)))}
        mine = _of_program(monthly, start, end, (first, last), custom, hours, fund)
        theirs = _of_oracle(monthly, month, start, end, custom, hours, fund)
        if mine != theirs:
            wrong.append(f"{seed} month {month}: {mine} instead of {theirs}")
        income, own = theirs[0] + theirs[1], theirs[3] + theirs[5] + theirs[7]
        for part in (income, 0) if chance.random() < 0.9 else (income // 3, income - income // 3):
            off = (own, special) if part else (0, 0)
            expected = second.pay(month, part, *off)
            found = tax.withhold(ledger, yuan(part), *map(yuan, off), pay_day=date(2025, month, 15), book=BOOK).value
            ledger = found.ledger
            if in_fen(found.tax) != expected:
                wrong.append(f"{seed} month {month}: tax {found.tax} instead of {expected}")
    extra = chance.randrange(0, 30_000_000)
    if in_fen(bonus.apart(yuan(extra), book=BOOK).value) != oracle.bonus_tax(extra):
        wrong.append(f"{seed}: bonus {extra}")
    return wrong


def _of_program(monthly, start, end, bounds, custom, hours, fund) -> list[int]:
    wage = wages.part_month(
        yuan(monthly), start, end, month_first=bounds[0], month_last=bounds[1], book=BOOK, method=custom
    ).value
    counted: dict[int, Decimal] = {}
    for day, quarters in hours.items():
        percent = int(days.multiplier(day) * 100)
        counted[percent] = counted.get(percent, Decimal(0)) + Decimal(quarters) / 4
    extra = wages.overtime(yuan(monthly), counted, book=BOOK).value.total
    rate = Decimal(fund) / 10_000
    own_fund = insurance.fund_scheme(rate, floor=Decimal(2330), cap=Decimal(22938), book=BOOK)
    lines = insurance.contributions(yuan(monthly), [*SOCIAL, own_fund]).value
    return [in_fen(wage), in_fen(extra), *(in_fen(side) for one in lines for side in (one.employer, one.employee))]


def _of_oracle(monthly, month, start, end, custom, hours, fund) -> list[int]:
    percent = Fraction(fund, 100)
    return [
        oracle.part_wage(monthly, month, start, end, custom),
        oracle.overtime(monthly, hours),
        *oracle.shares(monthly, SOCIAL_PERCENTS),
        *oracle.shares(monthly, [percent, percent], 233_000),
    ]


def test_two_hundred_people_agree_to_the_fen_for_a_year() -> None:
    assert [told for seed in range(200) for told in year_of(seed)] == []


@pytest.mark.long
def test_ten_thousand_people_agree_to_the_fen_for_a_year() -> None:
    assert [told for seed in range(1000, 11_000) for told in year_of(seed)] == []


def test_the_oracle_finds_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """A control: cut to the fen instead of half-up, and the year no longer agrees."""
    monkeypatch.setattr(wages, "fen", lambda amount: Decimal(int(amount * 100)) / 100)
    assert [told for seed in range(20) for told in year_of(seed)]
