"""Severance, expiry, notice, resignation, retirement, work injury."""

from __future__ import annotations

import pytest

from tests.payroll.calculating.asking import answers, ask, notes, refused, sureness

KNOWN = {"local_monthly_average": "7646", "min_wage": "2200"}


@pytest.mark.parametrize(
    ("start", "last_day", "months"),
    [
        ("2026-01-01", "2026-01-01", "0.5"), ("2026-01-01", "2026-06-29", "0.5"), ("2026-01-01", "2026-06-30", "1"),
        ("2026-01-01", "2026-12-31", "1"), ("2026-01-01", "2027-01-01", "1.5"), ("2024-08-31", "2025-02-27", "1"),
        ("2024-08-31", "2025-02-26", "0.5"), ("2020-02-29", "2024-02-28", "4"), ("2020-02-29", "2024-02-27", "4"),
    ],
)  # fmt: skip
def test_service_counts_by_years_half_years_and_less(start, last_day, months) -> None:
    answers("severance", {"months_of_pay": months}, start=start, last_day=last_day, avg_wage_12m="4000", **KNOWN)


@pytest.mark.parametrize(
    ("wage", "used", "months", "amount", "capped"),
    [
        ("22938.00", "22938.00", "15", "344070.00", False),  # exactly three times: neither limit bites
        ("22938.01", "22938.00", "12", "275256.00", True),
        ("2199.99", "2200.00", "15", "33000.00", False),
    ],
)
def test_the_limits_of_the_wage_and_of_the_years(wage, used, months, amount, capped) -> None:
    expected = {"monthly_wage_used": used, "months_of_pay": months, "amount": amount, "capped": capped}
    answers("severance", expected, start="2011-07-01", last_day="2026-06-30", avg_wage_12m=wage, **KNOWN)


@pytest.mark.parametrize(
    ("ground", "more", "owed"),
    [
        ("agreed", {}, "12000.00"), ("agreed_own_wish", {}, "0.00"), ("resigned", {}, "0.00"), ("serious_breach", {}, "0.00"),
        ("illness", {"last_month_wage": "4500"}, "16500.00"), ("unfit", {"notice_given": True}, "12000.00"),
        ("unlawful", {}, "24000.00"), ("expired", {}, "12000.00"), ("renewal_declined", {}, "0.00"), ("pension", {}, "0.00"),
        ("forced_resignation", {}, "12000.00"), ("task_done", {}, "12000.00"),
    ],
)  # fmt: skip
def test_each_ground_gives_its_own(ground, more, owed) -> None:
    asked = {"start": "2024-01-01", "last_day": "2026-12-31", "avg_wage_12m": "4000", **KNOWN, **more}
    answers("severance", {"owed": owed}, **asked, ground=ground)


def test_at_expiry_service_counts_from_2008_but_twice_the_amount_from_the_first_day() -> None:
    asked = {"start": "2003-01-01", "last_day": "2010-12-31", "avg_wage_12m": "2500", **KNOWN}
    answers("severance", {"months_of_pay": "3", "owed": "7500.00", "two_N": "40000.00"}, **asked, ground="expired")
    answers("severance", {"months_of_pay": "8", "owed": "20000.00"}, **asked, ground="agreed")
    assert any("2008" in note for note in notes("severance", **asked, ground="agreed"))


def test_the_average_is_of_the_last_twelve_months_or_of_those_there_were() -> None:
    wages = ["99999", *["4000"] * 12]
    answers("severance", {"avg": "4000.00"}, start="2020-01-01", last_day="2026-12-31", wages=wages, **KNOWN)
    answers(
        "severance",
        {"avg": "3333.33"},
        start="2026-10-01",
        last_day="2026-12-31",
        wages=["3000", "3500", "3500"],
        **KNOWN,
    )


def test_what_is_not_known_of_the_place_is_asked_for_not_guessed() -> None:
    said = " ".join(
        notes("severance", start="2024-01-01", last_day="2026-12-31", avg_wage_12m="4000", ground="illness")
    )
    assert "local average wage is not known" in said
    assert "minimum wage is not known" in said
    assert "last month's wage" in said
    assert refused("severance", start="2024-01-01", last_day="2026-12-31").keys() == {"avg_wage_12m"}
    assert refused("severance", start="2024-01-01", last_day="2023-12-31", avg_wage_12m=1).keys() == {"last_day"}


@pytest.mark.parametrize(
    ("place", "end", "notice_by", "claim"),
    [
        ("CN-110000", "2026-03-30", "2026-02-28", "2026-05-01"),
        ("CN-510000", "2026-01-31", None, "2026-03-01"),
        ("CN", "2025-08-30", None, None),
    ],
)
def test_notice_and_the_claim_to_renewal_by_place_and_day(place, end, notice_by, claim) -> None:
    answers("expiry", {"notice_by": notice_by, "claim_from": claim}, end=end, place=place)


def test_a_ladder_of_reminders_crosses_months_and_years() -> None:
    answers("expiry", {"dates": ["2026-11-30", "2027-02-28"]}, end="2027-02-28", days=[90, 0])
    assert len(ask("expiry", end="2027-02-28")["dates"]) == 5


@pytest.mark.parametrize(
    ("state", "more", "runs_to"),
    [
        ("medical_period", {"until": "2026-09-10"}, "2026-09-10"), ("medical_period", {"until": "2026-05-01"}, "2026-06-30"),
        ("injury grade 3", {}, "until the pension age (the relation is kept)"), ("injury_grade", {"grade": 8}, "2026-06-30"),
        ("工伤六级 6级", {}, "not by expiry alone (worker may ask)"), ("哺乳期至2027年8月15日", {}, "2027-08-15"),
        ("none", {}, "2026-06-30"),
        ("pregnancy, nursing ends 2027-08-15", {}, "2027-08-15"),
    ],
)  # fmt: skip
def test_a_protected_state_lets_the_contract_run_on(state, more, runs_to) -> None:
    answers("expiry", {"runs_to": runs_to}, end="2026-06-30", state=state, **more)


def test_a_state_without_its_last_day_or_not_understood_is_refused() -> None:
    assert refused("expiry", end="2026-06-30", state="pregnant").keys() == {"until"}
    assert refused("expiry", end="2026-06-30", state="bored").keys() == {"state"}
    assert refused("expiry", end="2026-06-30", state="injury_grade", grade=11).keys() == {"grade"}


@pytest.mark.parametrize(
    ("given_on", "probation", "ends_on"), [("2026-01-31", False, "2026-03-02"),
    ("2028-01-31", False, "2028-03-01"), ("2026-12-30", True, "2027-01-02")]
)  # fmt: skip
def test_a_resignation_takes_thirty_days_or_three(given_on, probation, ends_on) -> None:
    answers("resignation", {"ends_on": ends_on}, given_on=given_on, probation=probation)


def test_an_employer_gives_thirty_days_or_a_month_of_pay() -> None:
    answers(
        "notice",
        {"notice_days": 30, "ends_on": "2026-03-31", "in_lieu": "4650.00"},
        given_on="2026-03-01",
        last_month_wage="4650",
    )


@pytest.mark.parametrize(
    ("born", "kind", "delay", "age", "month", "contributions"),
    [
        ("1964-12-31", "men", 0, (60, 0), "2024-12", 180), ("1965-01-01", "men", 1, (60, 1), "2025-02", 180),
        ("1965-04-30", "men", 1, (60, 1), "2025-05", 180), ("1965-05-01", "men", 2, (60, 2), "2025-07", 180),
        ("1970-01-01", "women_55", 1, (55, 1), "2025-02", 180), ("1975-01-15", "women_50", 1, (50, 1), "2025-02", 180),
        ("1975-03-15", "women_50", 2, (50, 2), "2025-05", 180), ("1984-12-01", "women_50", 60, (55, 0), "2039-12", 240),
        ("1976-08-31", "men", 35, (62, 11), "2039-07", 240), ("1976-09-30", "men", 36, (63, 0), "2039-09", 240),
        ("1969-01-01", "men", 13, (61, 1), "2030-02", 186),
    ],
)  # fmt: skip
def test_the_pension_month_and_the_contributions_it_needs(born, kind, delay, age, month, contributions) -> None:
    expected = {
        "delay_months": delay,
        "age_years": age[0],
        "age_months": age[1],
        "pension_month": month,
        "contribution_months": contributions,
    }
    answers("retirement", expected, born=born, kind=kind)


def test_earlier_by_choice_is_known_from_memory_and_says_so() -> None:
    asked = {"born": "1970-06-15", "kind": "men"}
    assert any("From memory" in note for note in notes("retirement", **asked))
    answers("retirement", {"earliest_on": "2030-06-15"}, **asked)


@pytest.mark.parametrize(
    ("grade", "wage", "used", "lump", "monthly", "relation"),
    [
        (1, "5000", "5000.00", "135000.00", "4500.00", "kept"), (4, "2000", "4587.60", "96339.60", "3440.70", "kept"),
        (6, "99999", "22938.00", "367008.00", "13762.80", "own_wish_only"),
        (10, "5000", "5000.00", "35000.00", "0.00", "ends_at_expiry"),
    ],
)  # fmt: skip
def test_an_injury_gives_a_lump_sum_and_an_allowance(grade, wage, used, lump, monthly, relation) -> None:
    expected = {"wage_used": used, "lump_sum": lump, "monthly_allowance": monthly, "relation": relation}
    answers("work_injury", expected, grade=grade, wage=wage, local_monthly_average="7646")


def test_the_days_of_an_injury_run_from_the_day_after_it() -> None:
    expected = {"apply_by": "2028-03-30", "own_application_by": "2029-02-28", "full_pay_until": "2029-02-27"}
    answers("work_injury", expected, injured_on="2028-02-29")


def test_a_value_nobody_read_lowers_the_sureness_of_the_answer() -> None:
    assert sureness("expiry", end="2026-12-31") == "high"
    assert sureness("expiry", end="2026-12-31", place="CN-110000") == "medium"
    assert sureness("retirement", born="1964-01-01", kind="men") == "low"


def test_net_pay_of_a_month_is_less_own_shares_and_cumulative_tax() -> None:
    expected = {"own_insurance": "755.01", "housing_fund": "434.57", "tax": "0.00", "net": "4242.52"}
    answers("net_pay", expected, gross="5432.10", place="CN-110000", month="2025-10", fund_rate="8%")
    asked = {"gross": "30000", "si": "4500", "special_additional": "2000", "month": "2025-03"}
    answers("net_pay", {"tax": "1850.00", "net": "23650.00"}, **asked)
    answers("net_pay", {"tax": "555.00"}, **asked, start_month=3)


def test_net_pay_asks_for_what_the_place_has_not_announced() -> None:
    asked = {"gross": "5000", "place": "CN-510000", "month": "2026-10"}
    assert "Give your own insurance" in refused("net_pay", **asked)["si"]
    assert refused("net_pay", **asked, si="500", fund_rate="30%").keys() == {"fund_rate"}
    assert refused("net_pay", gross="5000", si="500", month="2025-03", start_month=4).keys() == {"start_month"}
