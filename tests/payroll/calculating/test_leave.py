"""Annual leave, maternity, family leave and the medical period, to the day and the fen."""

from __future__ import annotations

import pytest

from tests.payroll.calculating.asking import answers, ask, notes, refused, sureness


@pytest.mark.parametrize(
    ("first_worked", "year", "days", "before", "after"),
    [
        ("2010-05-01", 2026, 10, 10, 10),
        ("2016-07-01", 2026, 7, 5, 10),  # 181/365*5 + 184/365*10 = 7.52
        ("2006-12-31", 2026, 10, 10, 15),  # one day of 15
        ("2025-03-01", 2026, 4, 0, 5),  # 306/365*5 = 4.19: nothing before twelve months are full
        ("2026-03-01", 2026, 0, 0, 0),
    ],
)
def test_a_change_of_tier_inside_a_year_counts_each_part(first_worked, year, days, before, after) -> None:
    expected = {"days": days, "tier_before": before, "tier_after": after}
    answers("annual_leave", expected, first_worked=first_worked, year=year)


def test_the_reading_of_a_tier_change_is_a_setting_and_is_reported() -> None:
    asked = {"first_worked": "2016-07-01", "year": 2026}
    assert ask("annual_leave", **asked, tier_change="year_end")["days"] == 10
    assert "not written anywhere" in notes("annual_leave", **asked)[0]
    assert sureness("annual_leave", **asked) == "medium"


@pytest.mark.parametrize(
    ("joined", "full", "left", "days"),
    [
        ("2024-01-01", 5, 366, 5),  # a leap year: the divisor stays 365, never more than the tier
        ("2026-12-31", 15, 1, 0),
        ("2026-10-20", 5, 73, 1),  # 73/365*5 = 1 exactly
        ("2026-10-21", 5, 72, 0),
        ("2028-02-29", 10, 307, 8),
    ],
)
def test_a_joiner_has_the_days_left_in_the_year(joined, full, left, days) -> None:
    answers("annual_leave", {"remaining_calendar_days": left, "days": days}, joined=joined, full_days=full)


def test_a_joiner_without_twelve_months_waits_until_they_are_full() -> None:
    asked = {"joined": "2026-03-16", "full_days": 5, "continuous_12_months_before": False}
    answers("annual_leave", {"remaining_calendar_days": 0, "days": 0}, **asked)
    answers("annual_leave", {"remaining_calendar_days": 153, "days": 2}, **asked, continuous_since="2025-08-01")


@pytest.mark.parametrize(
    ("last_day", "full", "taken", "joined", "gone", "unpaid"),
    [
        ("2024-12-31", 5, 0, None, 366, 5),
        ("2026-06-30", 10, 8, None, 181, 0),  # more taken than due: nothing goes back
        ("2026-06-30", 10, "0.5", None, 181, 4),
        ("2026-09-30", 10, 0, "2026-07-01", 92, 2),
        ("2026-01-01", 15, 0, None, 1, 0),
    ],
)
def test_a_leaver_is_owed_the_days_gone_less_those_taken(last_day, full, taken, joined, gone, unpaid) -> None:
    asked = {"last_day": last_day, "full_days": full, "taken": taken, "joined": joined}
    answers("annual_leave", {"elapsed_calendar_days": gone, "unpaid_days": unpaid, "clawback_days": 0}, **asked)


def test_untaken_days_are_paid_threefold_of_which_one_is_the_ordinary_wage() -> None:
    expected = {"day_wage": "183.91", "extra_pay": "1839.08", "total_pay": "2758.62"}
    answers("annual_leave", expected, untaken_days=5, avg_wage_12m="4000")
    answers("annual_leave", expected, untaken_days=5, wages=["5000", "4000"], overtime_pay=["600", "400"])
    answers(
        "annual_leave", {"extra_pay": "0.00", "total_pay": "919.54"}, untaken_days=5, avg_wage_12m="4000", waived=True
    )


@pytest.mark.parametrize(
    ("months", "sick", "personal", "days"), [(119, 2, 0, 0), (119, "1.9", 0, 5), (120, 2, 0, 10),
    (120, 3, 0, 0), (240, 4, 0, 0), (240, 0, 20, 0), (240, 0, 19, 15)]
)  # fmt: skip
def test_long_sick_or_personal_leave_loses_the_year(months, sick, personal, days) -> None:
    asked = {"total_months": months, "sick_months": sick, "paid_personal_days": personal}
    answers("annual_leave", {"days": days, "lost": days == 0}, **asked)


def test_several_people_are_asked_at_once_each_by_their_own_question() -> None:
    people = [{"joined": "2025-07-01", "full_days": 5}, {"last_day": "2025-09-30", "full_days": 10, "taken": 3}]
    answers("annual_leave", {"days": [2, None], "unpaid_days": [None, 4]}, persons=people)
    assert refused("annual_leave", persons=[{"joined": "2025-07-01"}]).keys() == {"persons[0].full_days"}


@pytest.mark.parametrize(
    ("place", "child", "start", "days", "local", "months", "end"),
    [
        ("CN", 1, "2026-01-10", 98, 0, 0, "2026-04-17"),
        ("CN-440300", 1, "2026-01-10", 98, 80, 0, "2026-07-06"),
        ("CN-510000", 1, "2025-11-25", 98, 60, 0, "2026-05-01"),
        ("CN-510000", 2, "2025-11-26", 98, 120, 0, "2026-07-01"),
        ("CN-510000", 4, "2025-11-26", 98, 150, 0, "2026-07-31"),
        ("CN-410000", 1, "2026-01-10", 98, 0, 3, "2026-07-17"),
        ("CN-310000", 1, "2026-01-10", 98, 60, 0, "2026-06-16"),
    ],
)
def test_a_place_lengthens_maternity_leave(place, child, start, days, local, months, end) -> None:
    expected = {"days": days, "local_days": local, "local_months": months, "ends_on": end}
    answers("maternity", expected, case="birth", place=place, child=child, starts_on=start)


def test_what_was_not_read_of_a_place_is_said_and_may_be_entered() -> None:
    asked = {"case": "birth", "starts_on": "2026-01-10", "place": "CN-510000"}
    assert any("draft of June 2025" in note for note in notes("maternity", **asked))
    assert sureness("maternity", **asked) == "medium"
    assert any("Enter it" in note for note in notes("maternity", case="birth", place="CN-340000"))
    answers("maternity", {"local_days": 60, "total_days": 158}, case="birth", place="CN-340000", local_days=60)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("triplets", 128), ("difficult birth and triplets", 143), ("难产双胞胎", 128), ("怀孕5个月流产", 42),
        ("miscarriage at 4 months", 42), ("miscarriage under 4 months", 15), ("miscarriage at 3 months", 15),
    ],
)  # fmt: skip
def test_a_case_in_words_is_understood(text, days) -> None:
    assert ask("maternity", cases=text)["days"] == [days]


def test_a_case_that_is_not_understood_is_refused_kindly() -> None:
    assert "Not understood: something" in refused("maternity", cases=["something"])["cases"]
    assert refused("maternity", case="miscarriage").keys() == {"pregnancy_months"}


def test_the_allowance_is_the_average_wage_of_the_unit_by_days() -> None:
    answers("maternity", {"allowance": "19600.00"}, case="birth", unit_average="6000")
    assert sureness("maternity", case="birth", unit_average="6000") == "low"


@pytest.mark.parametrize(
    ("kind", "place", "more", "days", "months"),
    [
        ("marriage", "CN", {}, 3, 0), ("marriage", "CN-310000", {}, 10, 0), ("marriage", "CN-410000", {}, 21, 0),
        ("marriage", "CN-410000", {"checked": True}, 28, 0), ("marriage", "CN-510000", {"on": "2025-11-25"}, 5, 0),
        ("marriage", "CN-510000", {"on": "2025-11-26", "checked": True}, 25, 0), ("bereavement", "CN-310000", {}, 3, 0),
        ("partner", "CN-440000", {}, 15, 0), ("partner", "CN-410000", {}, 0, 1), ("parental", "CN-310000", {}, 5, 0),
    ],
)  # fmt: skip
def test_family_leave_follows_the_place(kind, place, more, days, months) -> None:
    answers("family_leave", {"days": days, "months": months}, kind=kind, place=place, **more)


@pytest.mark.parametrize(
    ("work", "unit", "months", "window"),
    [
        ("9.9", "4.9", 3, 6), ("9.9", 5, 6, 12), (10, "4.9", 6, 12), (10, 5, 9, 15), (10, 10, 12, 18), (15, "14.9", 12, 18),
        (15, 15, 18, 24), (20, "19.9", 18, 24), (20, 20, 24, 30), (0, 0, 3, 6), (40, 1, 6, 12),
    ],
)  # fmt: skip
def test_the_medical_period_by_years(work, unit, months, window) -> None:
    answers("medical_period", {"months": months, "window_months": window}, total_years=work, unit_years=unit)


def test_one_unbroken_leave_ends_by_calendar_months() -> None:
    expected = {"ends_on": "2027-02-27", "window_to": "2027-08-30", "used_days": 31, "remaining_days": 150}
    answers("medical_period", expected, total_years=9, unit_years=5, sick_from="2026-08-31", on="2026-09-30")


def test_interrupted_leave_adds_up_within_its_window_and_then_begins_anew() -> None:
    spells = [
        ["2026-01-05", "2026-02-03"],
        ["2026-03-01", "2026-03-30"],
        ["2026-05-01", "2026-06-20"],
        ["2026-08-01", "2026-08-10"],
    ]
    asked = {"total_years": 3, "unit_years": 1, "spells": spells}
    expected = {"used_days": 90, "remaining_days": 0, "ends_on": "2026-05-30", "window_to": "2026-07-04"}
    answers("medical_period", expected, **asked, on="2026-06-10")
    later = {"window_from": "2026-08-01", "used_days": 10, "remaining_days": 82}
    answers("medical_period", later, **asked, on="2026-08-31")
    assert any("thirty is the usual reading" in note for note in notes("medical_period", **asked, on="2026-06-10"))


def test_more_years_in_the_unit_than_of_all_work_are_refused() -> None:
    assert refused("medical_period", total_years=3, unit_years=4).keys() == {"unit_years"}
    assert refused(
        "medical_period", total_years=3, unit_years=1, sick_from="2026-05-02", sick_to="2026-05-01"
    ).keys() == {"sick_to"}
