"""Probation, double pay, the open-ended right, dispatch, records."""

from __future__ import annotations

import pytest

from tests.payroll.calculating.asking import answers, ask, notes, refused, sureness


@pytest.mark.parametrize(
    ("start", "end", "kind", "months", "until"),
    [
        ("2024-02-29", "2025-02-27", "fixed", 2, "2024-04-28"),
        ("2024-02-29", "2025-02-26", "fixed", 1, "2024-03-28"),
        ("2026-01-01", None, "fixed", 6, "2026-06-30"),
        ("2026-08-31", "2030-12-31", "open-ended", 6, "2027-02-27"),
        ("2026-01-01", "2030-12-31", "task", 0, None),
        ("2026-01-01", "2030-12-31", "part-time", 0, None),
    ],
)
def test_the_longest_probation_and_its_last_day(start, end, kind, months, until) -> None:
    answers("probation", {"max_months": months, "until": until}, start=start, end=end, kind=kind)


def test_terms_come_as_pairs_or_objects_and_a_wrong_one_is_named() -> None:
    terms = [
        ["2026-01-01", "2026-03-31"],
        {"start": "2026-01-01", "end": None},
        {"start": "2026-01-01", "end": "2030-01-01", "kind": "task"},
    ]
    assert ask("probation", terms=terms)["max_months"] == [1, 6, 0]
    assert refused("probation", terms=[["2026-01-01", "2025-01-01"]]).keys() == {"terms[0].end"}
    assert refused("probation", terms=[["2026-01-01"]]).keys() == {"terms"}


def test_probation_pay_has_a_reading_that_is_a_setting_and_is_reported_as_contested() -> None:
    asked = {"agreed": "3000", "min_wage": "2000", "lowest_of_post": "2600", "offered": "2100"}
    answers("probation", {"lowest_lawful": "2400.00", "lawful": False}, **asked)
    answers("probation", {"lowest_lawful": "2080.00", "lawful": True}, **asked, reading="either")
    assert notes("probation", **asked)[0].startswith("Contested")
    assert sureness("probation", **asked) == "medium"


def test_probation_beyond_the_limit_costs_the_wage_once_more() -> None:
    answers("probation", {"extra_pay": "7500.00"}, months_beyond="2.5", wage="3000")
    people = [{"months_beyond": 1, "wage": 3000}, {"agreed": "2300", "min_wage": "1520"}]
    answers("probation", {"extra_pay": ["3000.00", None], "lowest_lawful": [None, "1840.00"]}, persons=people)


@pytest.mark.parametrize(
    ("hired", "signed", "asof", "first", "last", "months", "days", "pay", "open_ended"),
    [
        ("2025-03-01", "2025-04-01", "2026-05-01", None, None, 0, 0, "0.00", None),
        ("2025-03-01", "2025-07-01", "2026-05-01", "2025-04-01", "2025-06-30", 3, 0, "13050.00", None),
        ("2026-01-10", "2026-04-20", "2026-05-01", "2026-02-10", "2026-04-19", 2, 6, "9900.00", None),
        ("2024-01-31", None, "2026-01-01", "2024-02-29", "2025-01-30", 11, 0, "47850.00", "2025-01-31"),
        ("2025-03-01", None, "2026-02-28", "2025-04-01", "2026-02-28", 11, 0, "47850.00", None),
        ("2025-03-01", None, "2026-03-01", "2025-04-01", "2026-02-28", 11, 0, "47850.00", "2026-03-01"),
        ("2025-03-01", "2026-03-01", "2026-05-01", "2025-04-01", "2026-02-28", 11, 0, "47850.00", "2026-03-01"),
        ("2025-03-01", "2026-02-28", "2026-05-01", "2025-04-01", "2026-02-27", 10, 15, "46500.00", None),
    ],
)
def test_double_pay_for_want_of_a_written_contract(
    hired, signed, asof, first, last, months, days, pay, open_ended
) -> None:
    expected = {
        "double_from": first, "double_to": last, "extra_months": months, "extra_days": days, "extra_pay": pay,
        "deemed_open_ended_from": open_ended,
    }  # fmt: skip
    answers("written_contract", expected, hired=hired, signed=signed, asof=asof, wage="4350")


def test_a_part_month_may_count_by_calendar_days() -> None:
    asked = {"hired": "2026-01-10", "signed": "2026-04-20", "wage": "4350", "part_month": "calendar_days"}
    answers("written_contract", {"extra_days": 10, "extra_pay": "10150.00"}, **asked)
    assert sureness("written_contract", **asked) == "medium"


def test_a_day_before_the_first_of_work_is_refused() -> None:
    assert refused("written_contract", hired="2026-03-01", asof="2026-02-01", wage="1").keys() == {"asof"}


@pytest.mark.parametrize(
    ("more", "entitled", "grounds"),
    [
        ({"started": "2016-11-22"}, True, ["ten_years"]),
        ({"started": "2016-11-23"}, False, []),
        ({"started": "2022-01-01", "fixed_terms": 2}, True, ["two_fixed_terms"]),
        ({"started": "2022-01-01", "fixed_terms": 2, "fault": True}, False, []),
        ({"started": "2016-01-01", "fixed_terms": 2, "fault": True}, True, ["ten_years"]),
        ({"started": "2016-01-01", "fixed_terms": 2, "public_welfare": True}, False, []),
        ({"started": "2022-01-01", "fixed_terms": 1, "extension_months": [6, 6]}, True, ["two_fixed_terms"]),
        ({"started": "2022-01-01", "fixed_terms": 1, "extension_months": [6, 5]}, False, []),
        ({"started": "2022-01-01", "fixed_terms": 1, "extension_months": [12], "asof": "2025-08-31"}, False, []),
    ],
)
def test_the_right_to_an_open_ended_contract(more, entitled, grounds) -> None:
    answers("open_ended", {"entitled": entitled, "grounds": grounds}, **more)


def test_a_dispatch_contract_is_fixed_and_two_years_long() -> None:
    contracts = [
        {"months": 23}, {"months": 24}, {"start": "2026-01-01", "end": "2027-12-31"},
        {"start": "2026-01-01", "end": "2027-12-30"},
        {"kind": "part-time"}, {"kind": "open-ended", "months": 36},
    ]  # fmt: skip
    assert ask("dispatch", contracts=contracts)["lawful"] == [False, True, True, False, False, False]


@pytest.mark.parametrize(
    ("direct", "dispatched", "within", "most", "over"), [(90, 10, True, 10, 0), (90, 11, False, 10, 1),
    (0, 1, False, 0, 1), (0, 0, True, 0, 0), (89, 10, False, 9, 1)]
)  # fmt: skip
def test_the_share_of_dispatched_people(direct, dispatched, within, most, over) -> None:
    expected = {"within_cap": within, "max_dispatched": most, "over_by": over}
    answers("dispatch_share", expected, direct=direct, dispatched=dispatched)
    assert "police organ is open" in notes("dispatch_share", direct=direct, dispatched=dispatched)[0]


@pytest.mark.parametrize(
    ("kind", "day", "until"), [("pay", "2024-02-29", "2026-02-28"), ("contract", "2026-06-30", "2028-06-30")]
)
def test_records_are_kept_two_years(kind, day, until) -> None:
    answers("records", {"keep_until": until}, kind=kind, day=day)
    answers("records", {"keep_until": [until]}, records=[{"kind": kind, "day": day}])
    assert refused("records", kind="letters", day=day).keys() == {"kind"}
