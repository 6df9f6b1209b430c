"""Signs and levels, counted by hand. Every limit is house policy, not law."""

from dataclasses import replace
from datetime import date

import pytest

from discipline.rules.warnings import Known, Level, Limits, Reason, Sign, level, months_between, reasons, unanswered

DAY = date(2026, 11, 16)
LIMITS = Limits(
    window_days=180, refused_yellow=2, refused_red=5, complaints_yellow=1, complaints_red=2, findings_yellow=1,
    findings_red=3, overtime_yellow=24, overtime_red=36, arrears_red_days=7, contract_yellow_days=60,
    contract_red_days=30, promotion_months=72, training_red_days=90, yellows_make_red=3, medical_months=12,
    top_grade="一级",
)  # fmt: skip
NOBODY = Known()


def codes(**more):
    return [one.code for one in reasons(replace(NOBODY, **more), LIMITS, DAY)]


def test_of_whom_nothing_is_known_nothing_stands_out():
    assert reasons(NOBODY, LIMITS, DAY) == () and level((), LIMITS) == Level.GREEN


@pytest.mark.parametrize(
    ("known", "found"),
    [
        ({"refused": 1}, []),
        ({"refused": 2}, ["refused:yellow"]),
        ({"refused": 4}, ["refused:yellow"]),
        ({"refused": 5}, ["refused:red"]),
        ({"complaints": 1}, ["complaints:yellow"]),
        ({"complaints": 2}, ["complaints:red"]),
        ({"findings": 2}, ["findings:yellow"]),
        ({"findings": 3}, ["findings:red"]),
        ({"overtime": 23}, []),
        ({"overtime": 24}, ["overtime:yellow"]),
        ({"overtime": 36}, ["overtime:red"]),
        ({"unpaid_since": date(2026, 11, 16)}, []),
        ({"unpaid_since": date(2026, 11, 10)}, ["arrears:yellow"]),
        ({"unpaid_since": date(2026, 11, 9)}, ["arrears:red"]),
        ({"contract_ends": date(2027, 1, 16)}, []),
        ({"contract_ends": date(2027, 1, 15)}, ["contract:yellow"]),
        ({"contract_ends": date(2026, 12, 16)}, ["contract:red"]),
        ({"contract_ends": date(2026, 11, 1)}, ["contract:red"]),
        ({"graded_on": date(2020, 11, 17)}, []),
        ({"graded_on": date(2020, 11, 16)}, ["promotion:yellow"]),
        ({"graded_on": date(2010, 1, 1), "grade": "二级"}, ["promotion:yellow"]),
        ({"graded_on": date(2010, 1, 1), "grade": "一级"}, []),  # nothing above it
        ({"lapsed_on": date(2026, 11, 15)}, ["training:yellow"]),
        ({"lapsed_on": date(2026, 8, 18)}, ["training:red"]),
        ({"medical_on": date(2025, 11, 17)}, []),
        ({"medical_on": date(2025, 11, 16)}, ["medical:yellow"]),
    ],
)
def test_each_sign_counts_from_its_limit(known, found):
    assert codes(**known) == found


def test_three_yellow_reasons_make_red_and_two_do_not():
    two = reasons(replace(NOBODY, findings=1, complaints=1), LIMITS, DAY)
    three = reasons(replace(NOBODY, findings=1, complaints=1, overtime=24), LIMITS, DAY)
    assert level(two, LIMITS) == Level.YELLOW and level(three, LIMITS) == Level.RED
    assert level(two, replace(LIMITS, yellows_make_red=2)) == Level.RED


def test_a_reason_says_its_number_its_day_and_its_limit():
    (one,) = reasons(replace(NOBODY, contract_ends=date(2026, 12, 1)), LIMITS, DAY)
    assert one == Reason(Sign.CONTRACT, Level.RED, 15, date(2026, 12, 1), 30)


def test_what_was_looked_at_comes_back_only_when_it_grows_worse():
    yellow = reasons(replace(NOBODY, findings=1), LIMITS, DAY)
    red = reasons(replace(NOBODY, findings=3), LIMITS, DAY)
    assert unanswered(yellow, ["findings:yellow"]) == ()
    assert unanswered(red, ["findings:yellow"]) == red
    assert unanswered(yellow, ["findings:red"]) == ()


def test_months_are_whole_ones():
    assert months_between(date(2026, 1, 31), date(2026, 2, 28)) == 0
    assert months_between(date(2025, 12, 16), date(2026, 11, 16)) == 11
