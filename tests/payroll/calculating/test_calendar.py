"""Every day of 2024 to 2026 by the official arrangements, and payday on a day off."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from payroll.calculating import days
from payroll.calculating.days import DayKind
from tests.payroll.calculating.asking import answers, ask, refused


def every_day(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize(("year", "statutory", "work"), [(2024, 11, 251), (2025, 13, 248), (2026, 13, 248)])
def test_a_year_has_its_statutory_days_and_its_days_of_work(year, statutory, work) -> None:
    kinds = [days.kind_of(day) for day in every_day(year)]
    assert kinds.count(DayKind.STATUTORY) == statutory
    assert sum(kind.is_worked for kind in kinds) == work
    assert sum(days.workdays(year, month) for month in range(1, 13)) == work


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_a_made_up_workday_is_a_saturday_or_sunday_and_no_statutory_day_is_worked(year) -> None:
    found = days.year_of(year)
    assert all(day.weekday() >= days.SATURDAY for day in found.makeup)
    assert not found.makeup & (found.off | found.statutory)
    assert found.statutory - found.off == set()


@pytest.mark.parametrize(
    ("day", "kind", "percent"),
    [
        ("2024-02-09", "workday", 150),  # the eve was no day off in 2024
        ("2024-02-10", "statutory_holiday", 300),
        ("2024-02-13", "rest_day", 200),
        ("2024-02-18", "makeup_workday", 150),
        ("2024-09-15", "rest_day", 200),
        ("2025-01-28", "statutory_holiday", 300),  # the eve, from 2025
        ("2025-02-04", "rest_day", 200),
        ("2025-05-02", "statutory_holiday", 300),
        ("2025-10-06", "statutory_holiday", 300),  # Mid-Autumn inside the holiday of October
        ("2025-10-04", "rest_day", 200),
        ("2025-10-11", "makeup_workday", 150),
        ("2026-01-02", "rest_day", 200),
        ("2026-01-04", "makeup_workday", 150),
        ("2026-02-15", "rest_day", 200),
        ("2026-02-16", "statutory_holiday", 300),
        ("2026-02-20", "rest_day", 200),
        ("2026-05-09", "makeup_workday", 150),
        ("2026-09-25", "statutory_holiday", 300),
        ("2026-10-08", "workday", 150),
        ("2026-11-22", "rest_day", 200),
    ],
)
def test_the_kind_of_a_day_and_what_overtime_costs_on_it(day, kind, percent) -> None:
    answers("calendar", {"kind": kind, "percent": percent, "workday": kind.endswith("workday")}, date=day)


def test_a_list_of_days_is_answered_in_its_order() -> None:
    found = ask("calendar", dates=["2026-10-01", "2026-10-04", "2026-10-10"])
    assert found["multiplier"] == ["3.0", "2.0", "1.5"]


@pytest.mark.parametrize(
    ("due", "paid"),
    [
        ("2026-05-10", "2026-05-09"),  # a Sunday; the Saturday before is worked
        ("2026-10-05", "2026-09-30"),  # through the whole holiday into the month before
        ("2026-01-01", "2025-12-31"),
        ("2026-02-15", "2026-02-14"),
        ("2026-11-20", "2026-11-20"),
        ("2026-11-22", "2026-11-20"),
    ],
)
def test_payday_on_a_day_off_moves_to_the_workday_before(due, paid) -> None:
    answers("payday", {"paid_on": paid}, paydays=due)
    answers("calendar", {"paid_on": [paid]}, paydays=[due])


def test_payday_on_the_31st_is_the_last_workday_of_a_shorter_month() -> None:
    assert ask("payday", day_of_month=31, months=["2026-02", "2026-05"])["paid_on"] == ["2026-02-28", "2026-05-29"]
    assert len(ask("payday", day_of_month=10)["paid_on"]) == 12


def test_workdays_of_a_month_and_between_days() -> None:
    answers("calendar", {"workdays": 18, "days_of_pay": 21}, month="2026-10")
    answers("calendar", {"workdays": 12, "days_of_pay": 12}, **{"from": "2026-03-16", "to": "2026-03-31"})


@pytest.mark.parametrize(
    "inputs", [{"dates": "2023-12-31"}, {"dates": ["2027-01-01"]}, {"years": [2030]}, {"month": "2027-05"}]
)
def test_a_year_without_an_arrangement_must_be_supplied(inputs) -> None:
    assert list(refused("calendar", **inputs)) == ["payroll.calendar.days_off"]


@pytest.mark.parametrize(
    ("inputs", "name"),
    [({"years": "twenty"}, "years"), ({"month": "2026-13"}, "month"), ({"dates": ["2026-02-29"]}, "dates[0]")],
)
def test_a_bad_input_of_the_calendar_is_named(inputs, name) -> None:
    assert list(refused("calendar", **inputs)) == [name]
