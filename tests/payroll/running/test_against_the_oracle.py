"""The pay run's own payslip function and a second one from the law text agree to the fen, month after month of a year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from random import Random

import pytest

from payroll.calculating import days
from payroll.running.facts import ZERO, Entry, Input, Item, Owing, Person, Place, Terms, person_from, place_from
from payroll.running.places import LAW
from payroll.running.slip import Slip, reckon
from payroll.running.write import entry_of
from regulations import packs
from tests.payroll.calculating import oracle
from tests.payroll.running import second

D = Decimal
Paid = dict[tuple[str, date], list[Decimal]]
CUSTOMS = ("up", "down", "workdays", "calendar")
HOURS = {Fraction(3, 2): "overtime_150", Fraction(2): "overtime_200", Fraction(3): "overtime_300"}
ITEMS = (
    Item("basic", "", "basic", "month", 1, True, True, True),
    Item("grade", "", "grade", "month", 1, False, False, True),
    Item("night", "", "night", "each", 1, True, False, False),
    Item("performance", "", "performance", "given", 1, True, False, True),
)


def yuan(whole_fen: int) -> Decimal:
    return D(whole_fen) / 100


@cache
def place_of(month: date, city: str, fund: Fraction, proration: str) -> Place:
    """A city in a month of 2025, paid on the 15th of the next: the law data, and the terms it announced; from JSON."""
    last = days.bounds(2025, month.month)[1]
    pay_day = last + timedelta(days=15)
    day = {True: pay_day, False: last}
    law = {key: packs.at(key, day=day[key.startswith("payroll.tax.")], pack="CN-510000") for key in LAW}
    terms = {
        kind: Terms(
            yuan(one.floor), yuan(one.cap), share(one.own), share(one.unit), yuan(one.fixed), one.yuan, "SIL 12"
        )
        for kind, one in second.terms_of(city, month.month, fund).items()
    }
    place = Place("scheme", ITEMS, proration, D("0.8"), D("0.8"), yuan(second.MINIMUM), True, terms, (), law, pay_day,
                  yuan(second.AVERAGE))  # fmt: skip
    return place_from(place.as_json())


def share(percent: Fraction) -> Decimal:
    return D(percent.numerator) / D(percent.denominator) / 100


def year_of(seed: int) -> list[str]:
    """The twelve months of 2025 of a generated person, each paid on the 15th of the next; what differs is told."""
    chance, wrong = Random(seed), []
    basic = chance.choice([chance.randrange(150_000, 600_000), chance.randrange(150_000, 9_000_000)])
    first = date(2025, 1, 1) + timedelta(days=chance.choice([-400, -400, chance.randrange(300)]))
    last = date(2025, 12, 31) - timedelta(days=chance.choice([0, 0, 0, chance.randrange(60)]))
    probation = first + timedelta(days=chance.randrange(20, 90)) if chance.random() < 0.4 else None
    here, low = first.year < 2025, chance.random() < 0.3
    year = oracle.Year(1 if here else first.month, chance.random() < 0.2, here and low)
    life = second.Life(
        basic, chance.choice([0, 30_000, 55_555]), first, last, probation, chance.choice(CUSTOMS),
        Fraction(chance.choice([5, 8, 12, 14])), chance.choice([0, 100_000, 350_000]), year,
        chance.choice(list(second.CITIES)), fee=chance.choice([0, 0, 15_000, 8_888]),
    )  # fmt: skip
    kinds = (*second.CITIES[life.city](1), second.FUND)
    life.declared = {kind: chance.randrange(200_000, 4_000_000) for kind in kinds if chance.random() < 0.2}
    ledger, owed = Entry(), ZERO
    paid: Paid = defaultdict(lambda: [ZERO, ZERO, ZERO])
    for number in range(1 if here else first.month, 13):
        begin, end = days.bounds(2025, number)
        if last < begin:
            break
        month = _month(chance)
        if number > 1 and chance.random() < 0.15:
            month.back_from = chance.randrange(max(1, number - 4), number)
            life.declared |= {kind: chance.randrange(200_000, 4_000_000) for kind in kinds if chance.random() < 0.5}
        if number == 12:
            ledger = Entry()
        expected = second.payslip(life, number, month)
        place = place_of(begin, life.city, life.fund, life.custom)
        person = _person(life, month, begin, end, ledger, owed)
        person = person_from(replace(person, back=_earlier(life, month, number, paid)).as_json())
        slip = reckon(person, place, begin, place.day)
        for line in slip.lines:
            if line.code.removeprefix("back_") in kinds:
                key = (line.code.removeprefix("back_"), line.of_month or begin)
                side = {"insurance": 1, "unit": 2}[line.part]
                paid[key][0], paid[key][side] = line.quantity or ZERO, paid[key][side] + line.amount
        found = tuple(
            int(one * 100) for one in (slip.gross, slip.insurance, slip.tax, slip.deducted, slip.net, slip.cost)
        )
        if found != expected or slip.net < 0 or int(slip.owed * 100) != life.owed:
            wrong.append(f"{seed} month {number}: {found} instead of {expected}, owed {slip.owed} and {life.owed}")
        ledger, owed = _after(ledger, slip, place.day.month), slip.owed
    return wrong


def _month(chance: Random) -> second.Month:
    """An ordinary month, or one in which much happened."""
    if chance.random() < 0.3:
        return second.Month()
    some = lambda most: chance.choice([0, 0, chance.randrange(1, most)])  # noqa: E731
    quarters = {price: count for price in HOURS if (count := some(60))}
    return second.Month(
        nights=some(12), performance=some(100_000), quarters=quarters, absent=some(24), ill=some(12),
        merged=some(3_000_000) if chance.random() < 0.1 else 0, severance=some(60_000_000) if chance.random() < 0.1 else 0,
        bonus=some(5_000_000) if chance.random() < 0.2 else 0, court=some(150_000), damage=some(400_000),
    )  # fmt: skip


def _person(life: second.Life, month: second.Month, begin: date, end: date, ledger: Entry, owed: Decimal) -> Person:
    quantities = {HOURS[price]: D(count) / 4 for price, count in month.quarters.items()}
    quantities |= {"absence": D(month.absent), "sick": D(month.ill)}
    amounts = {
        "bonus_merged": month.merged,
        "severance": month.severance,
        "bonus": month.bonus,
        "court": month.court,
        "damage": month.damage,
        "owed": int(owed * 100),
    }
    inputs = [Input(kind, "", quantity, None) for kind, quantity in quantities.items() if quantity]
    inputs += [Input(kind, "", None, yuan(amount)) for kind, amount in amounts.items() if amount]
    if month.nights:
        inputs.append(Input("item", "night", D(month.nights), None))
    if month.performance:
        inputs.append(Input("item", "performance", None, yuan(month.performance)))
    given = {"basic": yuan(life.basic), "grade": yuan(life.grade), "night": yuan(second.NIGHT)}
    insured = tuple(
        (kind, yuan(life.declared[kind]) if kind in life.declared else None)
        for kind in second.terms_of(life.city, 1, life.fund)
    )
    person = Person(
        0, yuan(life.basic), max(begin, life.first), min(end, life.last), life.first, life.probation, given,
        tuple(inputs), insured, yuan(life.special), life.year.from_january, life.year.sixty_thousand, ledger, 1,
        yuan(life.fee) if life.fee else None, 1,
    )  # fmt: skip
    return replace(person_from(person.as_json()), amounts=given)


def _earlier(life: second.Life, month: second.Month, number: int, paid: Paid) -> tuple[Owing, ...]:
    """The months made up for, as the run gathers them: what is known now, what the slips before paid."""
    found = []
    for earlier in range(month.back_from, number) if month.back_from else ():
        begin, end = days.bounds(2025, earlier)
        terms = place_of(begin, life.city, life.fund, "down").terms
        for kind, one in terms.items():
            if (kind, begin) in paid:
                wage = yuan(life.declared.get(kind, life.basic + life.grade))
                due = date.max if kind == second.FUND else end + timedelta(days=15)
                found.append(Owing(kind, begin, wage, one, *paid[kind, begin], due))
    return tuple(found)


def _after(before: Entry, slip: Slip, month: int) -> Entry:
    number, *figures = entry_of(before, slip)
    return Entry(number, month, *(D(one) for one in figures[5:]))


def agree(seeds: range) -> tuple[str, bool]:
    """How many generated people there were, in how many months the two said otherwise, and where first."""
    wrong = [told for seed in seeds for told in year_of(seed)]
    return f"{len(seeds):,} people, 12 months each: {len(wrong)} months other than by the second {wrong[:3]}", not wrong


def test_two_hundred_people_agree_to_the_fen_for_twelve_months(assure) -> None:
    figure, ok = agree(range(200))
    assure("R-86", figure, ok=ok)


@pytest.mark.long
def test_ten_thousand_people_agree_to_the_fen_for_twelve_months(assure) -> None:
    figure, ok = agree(range(1000, 11_000))
    assure("R-86", figure, ok=ok)


def test_the_second_payslip_finds_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """A control: a fund beyond 12 % left untaxed, and years no longer agree."""
    monkeypatch.setattr("payroll.calculating.tax.fund_beyond", lambda *_one, **_two: ZERO)
    assert [told for seed in range(40) for told in year_of(seed)]
