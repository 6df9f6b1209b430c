"""What a run makes, closes and reopens: worked calendars of one invented source."""

from datetime import date, timedelta

import pytest

from core import deadlines
from core.actors import SYSTEM
from core.deadlines import Due, Source
from reminders import services
from reminders.models import Notice
from tests.reminders.conftest import STAGES

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 31)


def run(day):
    return services.run(on=day, by=SYSTEM)


def keys(**which):
    return sorted(Notice.objects.filter(**which).values_list("subject", "due_on", "stage"))


def standing():
    return sorted(Notice.objects.standing().values_list("subject", "stage"))


def test_nothing_is_told_before_the_first_stage(cases):
    cases["a"] = DUE
    run(DUE - timedelta(days=31))
    assert keys() == []
    run(DUE - timedelta(days=30))
    assert keys() == [("a", DUE, 30)]


def test_each_stage_comes_on_its_day_and_overtakes_the_one_before(cases):
    cases["a"] = DUE
    made = {}
    for days in range(35, -5, -1):
        made[days] = run(DUE - timedelta(days=days)).made
    assert {days for days, count in made.items() if count} == set(STAGES)
    assert set(made.values()) == {0, 1}
    assert standing() == [("a", -1)]


def test_a_run_after_a_time_when_nothing_ran_makes_the_rows_daily_runs_would_have_made(cases):
    cases.update({f"case{n}": DUE + timedelta(days=n) for n in range(-20, 60)})
    first, last = DUE - timedelta(days=45), DUE - timedelta(days=15)
    day = first
    while day <= last:
        run(day)
        day += timedelta(days=1)
    daily, daily_standing = keys(), standing()
    Notice.objects.all().delete()
    run(first)
    run(last)
    assert keys() == daily
    assert standing() == daily_standing
    assert len(daily) > 60


def test_running_again_on_the_same_day_makes_nothing(cases):
    cases["a"] = DUE
    assert run(DUE).made == 4
    again = run(DUE)
    assert (again.made, again.closed, again.reopened, again.digests) == (0, 0, 0, 0)


def test_a_case_put_right_closes_and_one_that_falls_back_stands_up_again_without_a_second_notice(cases):
    cases["a"] = DUE
    run(DUE)
    del cases["a"]
    assert run(DUE + timedelta(days=1)).closed == 4
    assert standing() == []
    cases["a"] = DUE
    later = run(DUE + timedelta(days=1))
    assert (later.made, later.reopened) == (1, 4)
    assert standing() == [("a", -1)]


def test_a_new_due_day_is_a_new_case(cases):
    cases["a"] = DUE
    run(DUE)
    cases["a"] = DUE + timedelta(days=1)
    run(DUE)
    assert keys(closed_at__isnull=True) == [("a", DUE + timedelta(days=1), stage) for stage in (1, 7, 30)]


def test_a_clock_that_went_back_a_day_closes_nothing(cases):
    cases["a"] = DUE
    run(DUE - timedelta(days=30))
    assert run(DUE - timedelta(days=31)).closed == 0
    assert standing() == [("a", 30)]


def test_a_source_that_fails_keeps_its_notices_and_the_others_go_on(cases, monkeypatch, cast):
    cases["a"] = DUE
    run(DUE)

    def breaks(day, until):
        yield Due("half", DUE, cast["north"].pk, "half")
        raise ValueError("not today")

    sources = {
        "test": Source("test", "Test", STAGES, breaks),
        "other": Source("other", "Other", (0,), lambda day, until: [Due("b", DUE, cast["north"].pk, "b")]),
    }
    monkeypatch.setattr(deadlines, "_sources", sources)
    row = run(DUE)
    assert row.failed == ["test"]
    assert standing() == [("a", 0), ("b", 0)]


def test_notices_follow_the_record_to_another_unit(cases, cast, monkeypatch):
    cases["a"] = DUE
    run(DUE)
    moved = Source("test", "Test", STAGES, lambda day, until: [Due("a", DUE, cast["west"].pk, "renamed")])
    monkeypatch.setattr(deadlines, "_sources", {"test": moved})
    run(DUE)
    assert set(Notice.objects.values_list("unit__code", "label")) == {("west", "renamed")}


def test_a_person_is_named_only_by_a_source_that_tells_persons(cases, cast, monkeypatch):
    person = cast.person("林晓")

    def find(day, until):
        return [Due("a", DUE, cast["north"].pk, "a", person_id=person.pk)]

    sources = {
        "quiet": Source("quiet", "Quiet", (0,), find),
        "open": Source("open", "Open", (0,), find, tells_person=True),
    }
    monkeypatch.setattr(deadlines, "_sources", sources)
    run(DUE)
    assert set(Notice.objects.values_list("source", "person_id")) == {("quiet", None), ("open", person.pk)}
