"""The sheet of a day and the words of an assignment: what all say alike is told once, hours as one says them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from duties.selectors.assignments import daily_sheet
from duties.selectors.sheet import lines, set_apart
from duties.templatetags.duty_words import hours_on, hours_words, life_steps
from tests.duties.stage import Stage

pytestmark = pytest.mark.django_db


def test_what_holds_for_every_assignment_is_told_once(stage: Stage) -> None:
    stage.approved()
    stage.approved(
        "capture-assist", text="协助抓捕", auxiliaries=(stage.another("郑新").pk,), place="火车站", leads=_two(stage)
    )
    told = lines(daily_sheet(stage.supervisor, stage.cast["north"], stage.day), stage.day)
    left, shared = set_apart(told)
    assert len(told) == 2
    assert shared.obligations
    assert shared.forbidden
    for before, after in zip(told, left, strict=True):
        assert [*after.obligations, *shared.obligations] != []
        assert all(said not in after.obligations for said in shared.obligations)
        assert {str(o["code"]) for o in before.obligations} == {
            str(o["code"]) for o in (*after.obligations, *shared.obligations)
        }


def _two(stage: Stage) -> tuple[int, ...]:
    return tuple(stage.cast.officer(name).pk for name in ("马警官", "丁警官"))


def test_a_single_assignment_keeps_everything_it_says(stage: Stage) -> None:
    stage.approved()
    told = lines(daily_sheet(stage.supervisor, stage.cast["north"], stage.day), stage.day)
    assert set_apart(told)[0] == told


def test_hours_name_tomorrow_and_the_last_day_only_where_it_is_another(stage: Stage) -> None:
    start = stage.starts_at.astimezone(dt.timezone(dt.timedelta(hours=8))).replace(hour=22, minute=0, second=0)
    row = stage.draft(starts_at=start, ends_at=start + dt.timedelta(hours=1))
    night = stage.draft(starts_at=start, ends_at=start + dt.timedelta(hours=8))
    with translation.override("en"):
        assert hours_words(row) == "Tomorrow 22:00–23:00"
        assert hours_words(night).startswith("Tomorrow 22:00 – ")
        assert hours_on(night, start.date()).startswith("22:00 – ")


def test_a_stopped_assignment_ends_with_its_stop_and_shows_no_step_that_never_came(stage: Stage) -> None:
    from duties import services

    row = services.stop(assignment=stage.approved(), reason="暴雨", by=stage.supervisor)
    steps = life_steps(row)
    assert [bool(step["done"]) for step in steps] == [True, True, True]
    assert steps[-1]["label"] == row.get_status_display()
