"""When is somebody due for the next grade? Worked by the ladder of the place; nothing is guessed where nothing was found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from discipline.rules.grades import SANCTION, TERMS, TOP, TRAINING, UNKNOWN, Held, Ladder, next_step

SEVEN = Ladder(
    names=("一级", "二级", "三级", "四级", "五级", "六级", "七级"),
    months={7: 36, 6: 36, 5: 36, 4: 48, 3: 48, 2: 48},
    by_selection=frozenset({1, 2, 3}),
    upper_share=0.3,
    needs_training=False,
    award_saves=0,
    entry=(7, 7, 6, 5, 4),
    entry_months=6,
)
SINCE = date(2023, 11, 16)


@pytest.mark.parametrize(
    ("grade", "to", "due_on"),
    [("七级", "六级", date(2026, 11, 16)), ("四级", "三级", date(2027, 11, 16)), ("二级", "一级", date(2027, 11, 16))],
)
def test_three_years_below_the_fourth_grade_four_from_it_on(grade: str, to: str, due_on: date) -> None:
    step = next_step(Held(grade, SINCE), SEVEN)
    assert (step.to, step.due_on) == (to, due_on)
    assert step.ripe(due_on) and not step.ripe(due_on.replace(day=15))


@pytest.mark.parametrize(("education", "to"), [(0, "七级"), (2, "六级"), (3, "五级"), (4, "四级"), (None, "七级")])
def test_the_first_grade_goes_by_education_after_half_a_year(education: int | None, to: str) -> None:
    step = next_step(Held("", date(2026, 5, 16), education), SEVEN)
    assert (step.to, step.due_on) == (to, date(2026, 11, 16))


def test_what_holds_somebody_back_is_said() -> None:
    assert next_step(Held("一级", SINCE), SEVEN).lacks == (TOP,)
    assert next_step(Held("队长", SINCE), SEVEN).lacks == (UNKNOWN,)
    assert next_step(Held("七级", SINCE, sanctioned=True), SEVEN).lacks == (SANCTION,)
    wants = replace(SEVEN, needs_training=True)
    assert next_step(Held("七级", SINCE), wants).lacks == (TRAINING,)
    assert next_step(Held("七级", SINCE, trained=True), wants).lacks == ()


def test_where_the_months_were_not_found_nothing_is_guessed() -> None:
    step = next_step(Held("六级", SINCE), replace(SEVEN, months={}))
    assert (step.to, step.due_on, step.lacks) == ("五级", None, (TERMS,))
    assert not step.ripe(date(2099, 1, 1))


def test_an_award_shortens_the_wait_only_where_the_office_says_so() -> None:
    assert next_step(Held("七级", SINCE, awards=1), SEVEN).due_on == date(2026, 11, 16)
    assert next_step(Held("七级", SINCE, awards=1), replace(SEVEN, award_saves=6)).due_on == date(2026, 5, 16)
