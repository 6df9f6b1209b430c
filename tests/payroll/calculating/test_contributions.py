"""Insurance, housing fund and accident cover: every line to the fen, limits as announced."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from payroll.calculating import accident, insurance
from payroll.calculating.answers import MustBeSupplied
from payroll.calculating.books import book_of
from payroll.calculating.insurance import Scheme
from tests.payroll.calculating.asking import answers, ask, refused, sureness

SICHUAN = {"pension_ee": "8%", "pension_er": "16%", "floor": "4588", "cap": "22938"}


@pytest.mark.parametrize(
    ("wage", "base", "own", "unit"),
    [
        ("0", "4588.00", "367.04", "734.08"),
        ("4587.99", "4588.00", "367.04", "734.08"),
        ("4588.00", "4588.00", "367.04", "734.08"),
        ("4588.01", "4588.01", "367.04", "734.08"),
        ("22937.99", "22937.99", "1835.04", "3670.08"),
        ("22938.00", "22938.00", "1835.04", "3670.08"),
        ("99999.99", "22938.00", "1835.04", "3670.08"),
    ],
)
def test_the_base_is_the_wage_within_the_announced_limits(wage, base, own, unit) -> None:
    expected = {"base": base, "pension_ee": own, "pension_er": unit, "ee_total": own, "er_total": unit}
    answers("social_insurance", expected, declared_wage=wage, **SICHUAN)


def test_every_insurance_may_have_a_base_of_its_own() -> None:
    shenzhen = {
        "pension_ee": "8%", "pension_er": "16%", "pension_floor": "4775", "pension_cap": "27549",
        "medical_ee": "2%", "medical_er": "5%", "medical_floor": "6733", "medical_cap": "33666",
        "unemp_ee": "0.2%", "unemp_er": "0.8%", "unemp_floor": "2520",
    }  # fmt: skip
    expected = {
        "pension_base": "4775.00", "pension_ee": "382.00", "pension_er": "764.00",
        "medical_base": "6733.00", "medical_ee": "134.66", "medical_er": "336.65",
        "unemp_base": "4000.00", "unemp_ee": "8.00", "unemp_er": "32.00",
        "ee_total": "524.66", "er_total": "1132.65",
    }  # fmt: skip
    answers("social_insurance", expected, declared_wage="4000", **shenzhen)


def test_a_declared_base_of_one_insurance_and_a_fixed_sum_of_medical_insurance() -> None:
    asked = {
        "declared_wage": "8000",
        "medical_ee": "2%",
        "medical_er": "9.8%",
        "medical_fixed_ee": "3.00",
        "medical_base": "7162",
    }
    answers("social_insurance", {"medical_ee": "146.24", "medical_er": "701.88"}, **asked)


def test_the_place_gives_its_limits_and_rates_and_says_what_was_not_found() -> None:
    asked = {"declared_wage": "3200", "place": "CN-510100"}
    answers("social_insurance", {"pension_ee": "367.04", "unemp_er": "27.53"}, **asked, on="2025-12-31")
    assert sureness("social_insurance", **asked, on="2025-12-31") == "medium"
    found = refused("social_insurance", **asked, on="2026-01-01")
    assert "must be supplied" in found["payroll.insurance.pension_base_floor"]
    with pytest.raises(MustBeSupplied):
        insurance.scheme_of("medical", book=book_of(date(2025, 6, 1), "CN-510100"))


@pytest.mark.parametrize(
    ("pack", "day", "floor", "cap"),
    [
        ("CN-510000", date(2022, 1, 1), 4071, 20355),
        ("CN-510000", date(2024, 12, 31), 4511, 22555),
        ("CN-511900", date(2025, 1, 1), 4588, 22938),
        ("CN-110000", date(2025, 6, 30), 6821, 35283),
        ("CN-110000", date(2025, 7, 1), 7162, 35811),
        ("CN-310000", date(2026, 6, 30), 7460, 37302),
        ("CN-440300", date(2025, 6, 30), 4492, 27501),
        ("CN-440300", date(2025, 7, 1), 4775, 27549),
    ],
)
def test_limits_count_from_their_day_in_their_place(pack, day, floor, cap) -> None:
    book = book_of(day, pack)
    assert book.value("payroll.insurance.pension_base_floor") == floor
    assert book.value("payroll.insurance.pension_base_cap") == cap


@given(
    st.decimals(0, 60_000, places=2),
    st.integers(1000, 9000),
    st.integers(9000, 40_000),
    st.sampled_from(["0.08", "0.004", "0.098"]),
)
@settings(max_examples=80, deadline=None)
def test_a_share_is_within_half_a_fen_of_the_exact_one_and_grows_with_the_wage(wage, floor, cap, rate) -> None:
    scheme = Scheme("pension", Decimal("0.16"), Decimal(rate), Decimal(floor), Decimal(cap))
    one = insurance.line(wage, scheme)
    assert floor <= one.base <= cap
    assert abs(one.employee - one.base * Decimal(rate)) <= Decimal("0.005")
    assert insurance.line(wage + 1, scheme).employee >= one.employee


def test_back_payments_are_a_line_for_each_month_and_insurance() -> None:
    asked = {"old_base": "4511", "new_base": "4588", "months": 2, "from": "2025-12"}
    found = ask("social_insurance", **asked, pension_ee="8%", pension_er="16%", unemp_ee="0.4%", unemp_er="0.6%")
    assert (found["ee_each"], found["ee_total"], found["er_each"], found["er_total"]) == (
        "6.47",
        "12.94",
        "12.78",
        "25.56",
    )
    assert found["lines"][0] == {"month": "2025-12", "insurance": "pension", "ee": "6.16", "er": "12.32"}
    assert [line["month"] for line in found["lines"]] == ["2025-12", "2026-01"] * 2
    assert found["unemp_ee_total"] == "0.62"


@pytest.mark.parametrize(("days", "surcharge"), [(0, "0.00"), (1, "5.00"), (30, "150.00"), (365, "1825.00")])
def test_lateness_costs_five_in_ten_thousand_a_day(days, surcharge) -> None:
    due = date(2026, 1, 15)
    answers("social_insurance", {"surcharge": surcharge}, amount="10000", days=days)
    paid = (due + timedelta(days=days)).isoformat()
    answers(
        "social_insurance", {"surcharge": surcharge, "days": days}, amount="10000", due_on="2026-01-15", paid_on=paid
    )


def test_nothing_is_late_that_was_paid_before_the_day() -> None:
    answers("social_insurance", {"days": 0, "total": "10.00"}, amount="10", due_on="2026-01-15", paid_on="2026-01-01")


def test_what_was_not_declared_is_assessed_at_110_per_cent() -> None:
    answers("social_insurance", {"assessed": "1100.01"}, last_month="1000.01")


@pytest.mark.parametrize(
    ("hired", "deadline"), [("2024-01-31", "2024-03-01"), ("2025-01-31", "2025-03-02"), ("2026-12-02", "2027-01-01")]
)
def test_registration_is_due_thirty_days_after_the_first_working_day(hired, deadline) -> None:
    answers("social_insurance", {"deadline": deadline}, hired=hired)


def test_the_fund_begins_in_the_second_month_for_newcomers_and_at_once_for_others() -> None:
    people = [
        {"hired": "2026-12-31", "first_job": True},
        {"hired": "2026-12-31"},
        {"hired": "2026-01-01", "first_job": True},
    ]
    answers("housing_fund", {"first_month": ["2027-01", "2026-12", "2026-02"]}, persons=people)


def test_the_fund_rounds_as_the_place_announced() -> None:
    answers("housing_fund", {"ee": "350.04", "er": "350.04", "total": "700.08"}, base="5000.55", rate="7%")
    answers("housing_fund", {"ee": "350.00", "total": "700.00"}, base="5000.55", rate="7%", place="CN-310000")
    answers("housing_fund", {"ee": "376.00"}, base="2690", rate="7%", place="CN-310000", floor="5371")
    answers(
        "housing_fund", {"base": "22938.00", "ee": "2752.56"}, base="30000", rate="12%", local_monthly_average="7646"
    )


@pytest.mark.parametrize(
    ("topic", "inputs", "name"),
    [
        ("housing_fund", {"base": "5000", "rate": "4.99%"}, "rate_er"),
        ("housing_fund", {"base": "5000", "rate": "12%", "rate_ee": "12.01%"}, "rate_ee"),
        ("housing_fund", {"base": "5000", "rate": "120%"}, "rate"),
        ("social_insurance", {"declared_wage": "5000"}, "pension_ee"),
        ("social_insurance", {"declared_wage": "5000", "floor": "10", "cap": "9", "pension_ee": "8%"}, "cap"),
        ("social_insurance", {"declared_wage": "5000", "place": "CN-999999"}, "place"),
        ("social_insurance", {"amount": "5", "due_on": "2026-01-01"}, "paid_on"),
        ("accident_insurance", {"sum_insured": "100", "grades": [0]}, "grades[0]"),
        ("accident_insurance", {"sum_insured": "100", "grades": 11}, "grades"),
        ("accident_insurance", {"annual_premium": "750", "months": 13}, "months"),
        ("accident_insurance", {"annual_premium": "750", "starts": "2026-03-02", "ends": "2026-03-01"}, "ends"),
        ("accident_insurance", {"head_counts": [], "premium_per_person": "1"}, "head_counts"),
    ],
)
def test_a_bad_input_of_insurance_is_named(topic, inputs, name) -> None:
    assert list(refused(topic, **inputs)) == [name]


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 3, 15), date(2026, 3, 15), 1),
        (date(2026, 3, 15), date(2026, 4, 14), 1),
        (date(2026, 3, 15), date(2026, 4, 15), 2),
        (date(2026, 1, 31), date(2026, 2, 27), 1),
        (date(2026, 1, 31), date(2026, 2, 28), 2),
        (date(2024, 2, 29), date(2025, 2, 27), 12),
        (date(2026, 1, 1), date(2026, 12, 31), 12),
    ],
)
def test_a_month_of_cover_that_has_begun_counts_whole(first, last, months) -> None:
    assert accident.months_begun(first, last) == months


def test_the_premium_of_part_of_a_year_follows_the_short_period_table() -> None:
    found = ask("accident_insurance", annual_premium="750.00", months=list(range(1, 13)))
    assert found["percent"] == [10, 20, 30, 40, 50, 60, 70, 80, 85, 90, 95, 100]
    assert found["premium"][8] == "637.50"
    asked = {"starts": "2026-03-15", "ends": "2026-06-15", "people": 10}
    answers("accident_insurance", {"months": 4, "premium": "300.00", "total": "3000.00"}, annual_premium="750", **asked)


def test_the_premium_is_settled_on_the_average_head_count() -> None:
    asked = {"head_counts": [100] * 6 + [110] * 6, "premium_per_person": "750", "paid": "75000"}
    answers("accident_insurance", {"average": "105.00", "due": "78750.00", "difference": "3750.00"}, **asked)


def test_every_grade_of_disability_is_ten_points_below_the_one_before() -> None:
    found = ask("accident_insurance", sum_insured="333333.33", grades=[1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    assert found["benefit"][0] == "333333.33"
    assert found["benefit"][4:6] == ["200000.00", "166666.67"]
    assert found["benefit"][9] == "33333.33"
