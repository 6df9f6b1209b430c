"""Which stages of a deadline have come by a day?"""

from datetime import date, timedelta

import pytest

from reminders.rules import stages

LADDER = (90, 60, 30, 15, 7, 1, -1, -30)
END = date(2028, 3, 31)  # worked case CT-10: 2028 is a leap year


@pytest.mark.parametrize(
    ("stage", "day"),
    [
        (90, date(2028, 1, 1)), (60, date(2028, 1, 31)), (30, date(2028, 3, 1)), (15, date(2028, 3, 16)),
        (7, date(2028, 3, 24)), (-1, date(2028, 4, 1)),
    ],
)  # fmt: skip
def test_a_stage_comes_on_its_day_and_not_before(stage, day):
    assert stages.moment(END, stage) == day
    assert stage in stages.passed(LADDER, END, day)
    assert stage not in stages.passed(LADDER, END, day - timedelta(days=1))


def test_what_has_come_stays_and_the_newest_stands_last():
    assert stages.passed(LADDER, END, date(2027, 12, 31)) == ()
    assert stages.passed(LADDER, END, date(2028, 3, 20)) == (90, 60, 30, 15)
    assert stages.passed(LADDER, END, date(2030, 1, 1)) == LADDER


def test_the_horizon_is_the_last_due_day_with_a_stage_that_has_come():
    day = date(2028, 1, 1)
    last = stages.horizon(LADDER, day)
    assert stages.passed(LADDER, last, day) == (90,)
    assert stages.passed(LADDER, last + timedelta(days=1), day) == ()


def test_silence_is_counted_from_the_due_day():
    assert stages.escalates_on(END, 7) == date(2028, 4, 7)
