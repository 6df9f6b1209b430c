"""Does the report find the gap, say which part of it has a reason, and add up? Worked by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from payroll.calculating.insurance import Scheme
from payroll.comparing.equal import Class, band_of, compare
from payroll.comparing.everybody import Bare, cost_of_everybody
from payroll.comparing.people import Earned, Kind, Paid, Parts, taken_apart

D = Decimal
BANDS = (1, 3, 5, 10)
ITEMS = {
    "basic": Kind("basic", "month"),
    "years": Kind("seniority", "month"),
    "night": Kind("night", "each"),
    "merit": Kind("performance", "given"),
}
FIVE = ("pension", "medical", "unemployment", "injury", "maternity")
FUND = "housing_fund"


def paid(same: str, *, unit: int = 1, employer: int = 1, source: int = 1, years: int = 2, **reasons: str) -> Paid:
    parts = Parts(D(same), {reason: D(amount) for reason, amount in reasons.items()})
    return Paid("内勤", "三级", years, unit, employer, employer != 1, source, parts, frozenset((*FIVE, FUND)))


def nights(unit: int, amount: str, times: int, rate: str) -> Paid:
    parts = Parts(D("3000.00"), {"times": D(amount)}, {"night": D(times)}, {"night": D(rate)})
    return Paid("内勤", "", 2, unit, 1, False, 1, parts)


def test_a_month_is_taken_apart_into_the_same_work_and_reasons():
    lines = [
        Earned("basic", None, D("2400.00")), Earned("years", None, D("80.00")), Earned("night", D(4), D("120.00")),
        Earned("merit", None, D("200.00")), Earned("overtime_150", D(2), D("51.72")), Earned("absence", D(1), D("-137.93")),
    ]  # fmt: skip
    parts = taken_apart(lines, ITEMS, {"basic": D("3000.00"), "years": D("100.00"), "night": D("30.00")})
    assert parts.same == D("3000.00")
    assert parts.reasons == {
        "part": D("-620.00"), "seniority": D("100.00"), "times": D("120.00"), "performance": D("200.00"),
        "overtime": D("51.72"), "missed": D("-137.93"),
    }  # fmt: skip
    assert parts.pay == sum(line.amount for line in lines) == D("2713.79")
    assert (parts.times, parts.rates) == ({"night": D(4)}, {"night": D("30.00")})


def test_a_line_that_nobody_knows_counts_as_pay_for_the_same_work():
    parts = taken_apart([Earned("secret", None, D("500.00"))], ITEMS, {})
    assert (parts.same, parts.reasons) == (D("500.00"), {})


def test_three_clerks_of_the_same_post_one_of_them_sent_by_a_firm_and_one_without_the_fund():
    """Organ: 3,600.00 and 3,600.00, the second without housing fund (another source). Firm: 2,900.00, one night of 30.00 more."""
    organ, bare = paid("3600.00"), paid("3600.00", source=2)
    bare = Paid(**{**{name: getattr(bare, name) for name in Paid.__slots__}, "insured": frozenset(FIVE)})
    sent = paid("2900.00", employer=7, times="30.00")
    (only,) = compare([organ, bare, sent], BANDS, required=(*FIVE, FUND))
    assert only.of == Class("内勤", "三级", 1) and only.people == 3
    first, second, third = only.groups
    assert [group.verdict for group in only.groups] == ["highest", "equal", "unexplained"]
    assert (first.lacking, second.lacking, third.lacking) == ({}, {FUND: 1}, {})
    # 3,600.00 − 2,930.00 = 670.00; the night explains −30.00 of it; 700.00 stay.
    assert (third.mean, third.middle, third.gap) == (D("2930.00"), D("2930.00"), D("670.00"))
    assert (third.explained, third.left, third.dispatched) == ((("times", D("-30.00")),), D("700.00"), 1)
    assert only.left == D("700.00") and only.unexplained == 1


def test_seniority_part_of_a_month_and_probation_explain_a_gap_whole():
    old, young = paid("3000.00", seniority="150.00"), paid("3000.00", unit=2, seniority="50.00", part="-600.00")
    (only,) = compare([old, young], BANDS)
    gap = only.groups[1]
    assert (gap.gap, gap.left, gap.verdict) == (D("700.00"), D("0.00"), "explained")
    assert gap.explained == (("seniority", D("100.00")), ("part", D("600.00")))


def test_overtime_does_not_hide_that_the_same_work_is_paid_less():
    """3,000.00 and 900.00 of overtime against 3,400.00: paid more, and yet 400.00 less for the same work."""
    busy, calm = paid("3000.00", overtime="900.00"), paid("3400.00", unit=2)
    (only,) = compare([busy, calm], BANDS)
    best, other = only.groups
    assert (best.mean, best.verdict) == (D("3400.00"), "highest")
    assert (other.gap, other.explained, other.left) == (D("-500.00"), (("overtime", D("-900.00")),), D("400.00"))


def test_fewer_nights_explain_and_a_lower_rate_a_night_does_not():
    """Ten nights at 30.00 against four at 20.00: 220.00 apart, 180.00 by six nights, 40.00 by the rate of four."""
    best = nights(1, "300.00", 10, "30.00")
    poor = nights(2, "80.00", 4, "20.00")
    (only,) = compare([best, poor], BANDS)
    group = only.groups[1]
    assert (group.gap, group.explained, group.left) == (D("220.00"), (("times", D("180.00")),), D("40.00"))


def test_reasons_and_what_is_left_add_up_to_the_gap_to_the_fen():
    best = [paid("3333.33", seniority="0.01"), paid("3333.34"), paid("3333.34", overtime="0.01")]
    other = [
        paid("3000.01", unit=2, seniority="10.01"),
        paid("3000.02", unit=2, missed="-3.33"),
        paid("3000.00", unit=2),
    ]
    (only,) = compare([*best, *other], BANDS)
    group = only.groups[1]
    assert sum((amount for _reason, amount in group.explained), group.left) == group.gap


def test_the_median_stands_beside_the_mean():
    people = [paid("3000.00"), paid("3000.00"), paid("6000.00"), paid("2500.00", unit=2)]
    (only,) = compare(people, BANDS)
    assert (only.groups[0].mean, only.groups[0].middle) == (D("4000.00"), D("3000.00"))


@pytest.mark.parametrize(("years", "band"), [(0, 0), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (9, 3), (10, 4), (30, 4)])
def test_the_first_year_of_a_band_belongs_to_it(years, band):
    assert band_of(years, BANDS) == band


def test_different_work_or_service_is_not_compared():
    other_post = Paid("外勤", "三级", 2, 2, 1, False, 1, Parts(D("9000.00"), {}))
    assert compare([paid("3000.00"), other_post, paid("5000.00", unit=2, years=3)], BANDS) == []


def test_one_group_alone_is_no_comparison_and_fewer_dimensions_join_groups():
    people = [paid("3000.00"), paid("3200.00", unit=2)]
    assert compare(people, BANDS, by=("employer", "source")) == []
    (only,) = compare(people, BANDS, by=("unit",))
    assert [group.key.employer for group in only.groups] == [None, None]


def test_a_group_of_two_is_counted_and_not_told_where_single_pay_may_not_be_read():
    """The hidden group is paid most: nobody is held against it either, or its pay would follow from the gap."""
    people = [paid("9000.00"), paid("9000.00"), *[paid("3000.00", unit=2)] * 3, *[paid("2800.00", unit=3)] * 3]
    (only,) = compare(people, BANDS, least=3)
    assert [group.verdict for group in only.groups] == ["highest", "unexplained", "hidden"]
    hidden = only.groups[2]
    assert (hidden.people, hidden.mean, hidden.middle, hidden.same, hidden.gap) == (2, D(0), D(0), D(0), D(0))
    assert not hidden.lacking and only.groups[1].gap == D("200.00")


def bare(wage: str, *insured: str, **schemes: Any) -> Bare:
    return Bare(1, D(wage), frozenset(insured), (*FIVE, FUND), schemes)


def test_insurance_for_everybody_is_the_people_without_times_what_the_place_asks():
    """Base 4,588.00 for 3,500.00: 4,588.00 × 16 % = 734.08 and × 8 % = 367.04. Fund at 5 % of 3,500.00: 175.00 each side."""
    pension = Scheme("pension", D("0.16"), D("0.08"), D(4588), D(22938))
    least = {FUND: Scheme(FUND, D("0.05"), D("0.05"))}
    people = [
        bare("3500.00", "medical", "unemployment", "injury", "maternity", pension=pension),
        bare("5000.00", *FIVE),
    ]
    found = {one.kind: one for one in cost_of_everybody(people, (*FIVE, FUND), lowest=least)}
    assert set(found) == {"pension", FUND}
    assert (found["pension"].by_unit, found["pension"].own, found["pension"].year) == (
        D("734.08"),
        D("367.04"),
        D("8808.96"),
    )
    assert (found[FUND].people, found[FUND].by_unit, found[FUND].at_least) == (2, D("425.00"), True)


def test_what_nobody_supplied_is_counted_and_not_guessed():
    (one,) = cost_of_everybody([bare("3500.00", *FIVE[1:], FUND)], (*FIVE, FUND), lowest={})
    assert (one.kind, one.people, one.unknown, one.by_unit) == ("pension", 1, 1, D("0.00"))
