"""Overtime, part months, absence, sick leave, deductions, minimum wage: by both customs, to the fen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from payroll.calculating import days, wages
from payroll.calculating.books import book_of
from tests.payroll.calculating.asking import answers, ask, notes, refused, sureness

BOOK = book_of(date(2026, 3, 1))
YUAN = st.decimals(0, 60_000, places=2)


def test_each_line_of_overtime_is_rounded_once_unless_the_hour_is_rounded_first() -> None:
    asked = {"monthly": "5000", "h150": 10, "h200": "8", "h300": 8}
    answers("overtime", {"p150": "431.03", "p200": "459.77", "p300": "689.66", "total": "1580.46"}, **asked)
    by_hour = {"p150": "431.10", "p200": "459.84", "p300": "689.76", "total": "1580.70", "hour": "28.74"}
    answers("overtime", by_hour, **asked, rounding="hour")
    assert "rounded once" in notes("overtime", **asked)[0]


@pytest.mark.parametrize(("hours", "over"), [("36", False), ("36.5", True), ("0", False)])
def test_more_than_36_hours_in_a_month_are_told(hours, over) -> None:
    assert ask("overtime", monthly="2330", h150=hours)["over_monthly_cap"] is over
    assert ask("overtime", monthly="2330", h150="0", h200=hours)["over_monthly_cap"] is over


def test_overtime_counts_on_the_minimum_wage_when_the_wage_is_below_it() -> None:
    answers("overtime", {"p150": "723.10"}, monthly="1800", h150=36, min_wage="2330")


def test_overtime_by_its_days_finds_the_kind_of_each() -> None:
    worked = [
        {"day": "2026-10-01", "hours": 8},
        {"day": "2026-10-04", "hours": "8"},
        {"day": "2026-10-10", "hours": 10},
    ]
    answers("overtime", {"p150": "431.03", "p200": "459.77", "p300": "689.66"}, monthly="5000", worked=worked)


def test_comprehensive_hours_cost_150_beyond_the_quota_and_300_on_statutory_days() -> None:
    # 21 workdays × 8 = 168; 200 - 8 - 168 = 24 hours
    found = ask("overtime", monthly="5000", total_hours=200, statutory_hours=8, workdays=21)
    assert (found["p150"], found["p200"], found["p300"]) == ("1034.48", "0.00", "689.66")
    assert sureness("overtime", monthly="5000", total_hours=200, workdays=21) == "medium"
    assert ask("overtime", monthly="5000", total_hours=100, workdays=21)["p150"] == "0.00"


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        (
            {"joined": "2026-03-16"},
            {"pay": "2400.00", "count_up": "2400.00", "count_down": "2350.00", "by_workdays": "2372.73",
             "by_calendar_days": "2245.16", "workdays_served": 12, "workdays_of_month": 22},
        ),
        ({"left": "2026-03-13"}, {"count_up": "2000.00", "count_down": "1950.00", "by_workdays": "1977.27"}),
        ({"joined": "2026-03-01"}, {"pay": "4350.00", "count_down": "4350.00", "by_workdays": "4350.00"}),
        ({"left": "2026-07-30"}, {"count_up": "4350.00", "count_down": "4150.00", "by_workdays": "4160.87"}),
        ({"joined": "2026-10-08"}, {"count_up": "3600.00", "count_down": "3750.00", "by_workdays": "4350.00"}),
        ({"joined": "2024-02-29", "left": "2024-02-29"}, {"pay": "200.00", "by_calendar_days": "150.00"}),
    ],
)  # fmt: skip
def test_part_of_a_month_by_every_custom(inputs, expected) -> None:
    answers("attendance", expected, monthly="4350", **inputs)


def test_the_custom_of_part_months_is_a_setting() -> None:
    assert ask("attendance", monthly="4350", joined="2026-03-16", method="workdays")["pay"] == "2372.73"
    assert ask("attendance", monthly="4350", joined="2026-03-16", method="21.75_down")["pay"] == "2350.00"
    assert "setting" in notes("attendance", monthly="4350", joined="2026-03-16")[0]


@given(YUAN, st.integers(1, 31), st.integers(1, 31), st.sampled_from(list(wages.Method)))
@settings(max_examples=100, deadline=None)
def test_part_of_a_month_is_never_less_than_nothing_or_more_than_the_month(monthly, first, last, method) -> None:
    whole = days.bounds(2026, 10)
    part = date(2026, 10, min(first, last)), date(2026, 10, max(first, last))
    asked = {"month_first": whole[0], "month_last": whole[1], "book": BOOK, "method": method}
    assert 0 <= wages.part_month(monthly, *part, **asked).value <= monthly
    assert wages.part_month(monthly, *whole, **asked).value == monthly


def test_absence_takes_off_day_wages_and_never_more_than_the_month() -> None:
    answers(
        "attendance",
        {"deduction": "100.00", "pay": "4250.00", "day_wage": "200.00"},
        monthly="4350",
        absent_workdays="0.5",
    )
    answers("attendance", {"deduction": "4350.00", "pay": "0.00"}, monthly="4350", absent_workdays=23)
    answers(
        "attendance", {"deduction": "395.45"}, monthly="4350", absent_workdays=2, method="workdays", month="2026-03"
    )


def test_sick_pay_is_at_least_four_fifths_of_the_minimum_wage() -> None:
    asked = {"monthly": "4350", "sick_workdays": 5, "min_wage": "2330"}
    answers(
        "sick_pay", {"floor_month": "1864.00", "sick_pay": "428.51", "deduction": "571.49", "pay": "3778.51"}, **asked
    )
    answers("sick_pay", {"month": "2610.00", "sick_pay": "600.00", "deduction": "400.00"}, **asked, share="60%")
    answers("attendance", {"sick_pay": "428.51"}, **asked, share="10%")
    answers("sick_pay", {"sick_pay": "1864.00"}, **asked | {"sick_workdays": 25})


def test_sick_pay_in_shenzhen_is_also_three_fifths_of_the_wage() -> None:
    asked = {"monthly": "5000", "sick_workdays": 1, "place": "CN-440300", "on": "2026-01-01"}
    answers("sick_pay", {"floor_month": "2016.00", "month": "3000.00"}, **asked)


def test_an_offer_of_sick_pay_is_judged() -> None:
    answers("sick_pay", {"floor": "1760.00", "lawful": True}, min_wage="2200", offered="1760.00")
    answers("sick_pay", {"lawful": False, "shortfall": "0.01"}, min_wage="2200", offered="1759.99")


def test_without_a_minimum_wage_the_program_asks_for_it() -> None:
    found = refused("sick_pay", monthly="4000", sick_workdays=1)
    assert "must be supplied" in found["payroll.wages.minimum_month"]
    assert ask("sick_pay", monthly="4000", sick_workdays=1, place="CN-511900")["floor_month"] == "1760.00"


@pytest.mark.parametrize(
    ("wage", "damage", "minimum", "taken", "left", "waits"),
    [
        ("3000", "5000", "2330", "600.00", "2400.00", "4400.00"),
        ("2800", "5000", "2330", "470.00", "2330.00", "4530.00"),
        ("2330", "100", "2330", "0.00", "2330.00", "100.00"),
        ("2000", "100", "2330", "0.00", "2000.00", "100.00"),
        ("5000", "999.99", "2330", "999.99", "4000.01", "0.00"),
        ("5000", "0", "2330", "0.00", "5000.00", "0.00"),
    ],
)
def test_damage_takes_a_fifth_and_never_the_minimum_wage(wage, damage, minimum, taken, left, waits) -> None:
    expected = {"deduction": taken, "left": left, "waits": waits}
    answers("wage_deduction", expected, wage=wage, damage=damage, min_wage=minimum)


@given(YUAN, YUAN, YUAN)
@settings(max_examples=80, deadline=None)
def test_a_deduction_keeps_both_limits(wage, damage, minimum) -> None:
    one = wages.damage_deduction(wage, damage, minimum=minimum, book=BOOK).value
    assert 0 <= one.amount <= min(damage, one.cap)
    assert one.left >= min(wage, minimum)
    assert one.amount + one.waits == damage


def test_overtime_and_special_allowances_do_not_count_towards_the_minimum_wage() -> None:
    asked = {"wage": "2700", "excluded": "400", "min_wage": "2330"}
    answers("minimum_wage", {"counted": "2300.00", "lawful": False, "shortfall": "30.00"}, **asked)
    answers("minimum_wage", {"lawful": True, "shortfall": "0.00"}, **asked | {"excluded": "370"})
    own = {"own_share": "200", "includes_own_share": False}
    answers("minimum_wage", {"counted": "2130.00", "lawful": False}, **asked | {"excluded": "370"}, **own)


@pytest.mark.parametrize(
    ("topic", "inputs", "name"),
    [
        ("overtime", {"monthly": "-5"}, "monthly"),
        ("overtime", {"monthly": "5000", "h150": "745"}, "h150"),
        ("overtime", {"monthly": "5000", "rounding": "up"}, "rounding"),
        ("overtime", {"monthly": "5000", "worked": [{"day": "2026-10-01", "hours": 25}]}, "worked[0].hours"),
        ("overtime", {"monthly": "5000", "worked": [{"hours": 2}]}, "worked[0].day"),
        ("overtime", {"monthly": "5000", "total_hours": 8, "statutory_hours": 9, "workdays": 1}, "statutory_hours"),
        ("attendance", {"monthly": "5000"}, "joined"),
        ("attendance", {"monthly": "5000", "joined": "2026-03-16", "left": "2026-03-15"}, "left"),
        ("attendance", {"monthly": "5000", "joined": "2026-03-16", "left": "2026-04-15"}, "left"),
        ("attendance", {"monthly": "5000", "absent_workdays": 32}, "absent_workdays"),
        ("attendance", {"monthly": "5000", "absent_workdays": 1, "method": "workdays"}, "month"),
        ("minimum_wage", {"wage": "10", "excluded": "11"}, "excluded"),
        ("wage_deduction", {"wage": "10"}, "damage"),
    ],
)
def test_a_bad_input_of_wages_is_named(topic, inputs, name) -> None:
    assert list(refused(topic, **inputs)) == [name]


def test_the_methods_are_the_ones_that_are_described() -> None:
    assert set(wages.METHODS) == set(wages.Method)
    assert Decimal(BOOK.value("payroll.wages.pay_days_month")) == Decimal("21.75")
