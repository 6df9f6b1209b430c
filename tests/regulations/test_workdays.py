"""Working days by the arrangement of the year, and honestly unsure where none is announced."""

from datetime import date

import pytest

from regulations import workdays


@pytest.mark.parametrize(
    ("first", "days", "last"),
    [
        (date(2026, 11, 16), 7, date(2026, 11, 24)),  # Monday to the Tuesday of the next week
        (date(2026, 11, 14), 7, date(2026, 11, 24)),  # a Saturday does not count
        (date(2026, 9, 28), 7, date(2026, 10, 12)),  # over the National Day, with the Saturday made up on 10 October
        (date(2026, 11, 16), 1, date(2026, 11, 16)),
    ],
)
def test_a_term_ends_on_its_last_working_day(first: date, days: int, last: date) -> None:
    assert workdays.term(first, days) == workdays.Term(last, sure=True)


def test_the_day_of_the_event_is_not_counted() -> None:
    assert workdays.within(date(2026, 11, 16), 3).last_day == date(2026, 11, 19)


def test_a_year_without_arrangement_is_counted_by_the_week_and_says_so() -> None:
    assert workdays.term(date(2026, 12, 28), 7) == workdays.Term(date(2027, 1, 5), sure=False)
    assert workdays.between(date(2026, 12, 28), date(2027, 1, 5)) == workdays.Count(7, sure=False)
    assert not workdays.is_known(2027)


def test_a_made_up_saturday_is_a_working_day_and_a_holiday_is_none() -> None:
    assert workdays.is_workday(date(2026, 10, 10))
    assert not workdays.is_workday(date(2026, 10, 8).replace(day=7))
    assert workdays.between(date(2026, 10, 1), date(2026, 10, 7)) == workdays.Count(0, sure=True)


def test_a_term_without_days_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one"):
        workdays.term(date(2026, 11, 16), 0)
