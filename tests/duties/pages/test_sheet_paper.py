"""The sheet of the day as a paper: in one step, marked, recorded, in both languages, with what holds for all told once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from core.models import AuditEntry
from core.registries import export_kinds
from duties.pdf import sheet_data
from duties.selectors.assignments import daily_sheet
from duties.selectors.sheet import lines
from exports import models, services
from exports.models import Export, ExportedPerson
from exports.paper import words_of
from tests.cast import sign_in
from tests.duties.stage import Stage

pytestmark = pytest.mark.django_db


def ask(stage: Stage, user: Any, language: str = "zh-hans", **query: str) -> Any:
    client = sign_in(Client(headers={"Accept-Language": language}), user)
    return client.get("/duties/sheet.pdf", {"unit": "north", "day": stage.day.isoformat(), **query})


def told(stage: Stage) -> dict[str, Any]:
    rows = daily_sheet(stage.supervisor, stage.cast["north"], stage.day)
    return sheet_data(stage.cast["north"], stage.day, lines(rows, stage.day), by="张三", at=stage.starts_at)


def test_it_names_who_goes_where_led_by_whom_and_what_may_not_be_done(stage: Stage):
    assignment = stage.approved()
    answer = ask(stage, stage.supervisor)
    assert answer["Content-Type"] == "application/pdf" and "no-store" in answer["Cache-Control"]
    text = words_of(answer.content).replace("\n", "")
    for word in (
        "人民广场",
        "林晓",
        "吴强",
        "白警官",
        "高警官",
        assignment.number,
        "不得从事",
        "第1页",
        f"{stage.day.year}年",
    ):
        assert word in text, word
    assert stage.lin.person.identity_number not in text


def test_it_is_marked_and_everybody_on_it_is_listed_as_in_any_export(stage: Stage):
    stage.approved()
    text = words_of(ask(stage, stage.supervisor).content)
    export = Export.objects.get()
    assert export.serial in text and export.status == Export.Status.TAKEN and export.purpose
    people = set(ExportedPerson.objects.values_list("person_id", flat=True))
    assert people == {stage.lin.person_id, stage.wu.person_id}
    entry = AuditEntry.objects.get(action="export.downloaded")
    assert entry.after["people"] == 2 and entry.actor_id == stage.supervisor.pk and entry.reason == export.purpose


def test_english_readers_get_an_english_sheet(stage: Stage):
    stage.approved()
    text = words_of(ask(stage, stage.supervisor, "en").content)
    assert "May not be done" in text and "Page 1 of" in text and "不得从事" not in text


def test_what_holds_for_every_assignment_is_told_once(stage: Stage):
    stage.approved(auxiliaries=(stage.lin.pk,))
    alone = told(stage)
    assert alone["rows"][0]["never"] and not alone["never"]
    third = stage.another()
    more = {"auxiliaries": (third.pk,), "leads": (), "commander": stage.chief.pk}
    stage.approved(starts_at=stage.starts_at, **more)
    both = told(stage)
    assert both["never"] == alone["rows"][0]["never"] and both["keep"]
    assert [row["never"] for row in both["rows"]] == [[], []]


def test_a_day_without_work_says_so(stage: Stage):
    answer = ask(stage, stage.supervisor)
    assert answer.status_code == 200 and "没有" in words_of(answer.content)


def test_more_people_than_one_pair_of_eyes_may_give_out_go_the_long_way(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    stage.approved()
    monkeypatch.setattr("exports.services.requesting.MANY", 1)
    answer = ask(stage, stage.supervisor)
    assert answer.status_code == 302 and answer["Location"].startswith("/exports/new/duty-sheet/?unit=north")
    assert not Export.objects.exists() and models.MANY == 100


def test_only_papers_of_routine_are_handed_out(stage: Stage):
    assert [kind.key for kind in export_kinds.all() if kind.routine] == ["duty-sheet"]
    hr = stage.cast.user("hr")
    assert services.hand_out(kind="roster", filters={"unit": "north"}, by=hr, on=stage.day) is None
    assert not Export.objects.exists()


def test_the_hours_name_the_day_only_where_it_is_another(stage: Stage):
    start = dt.datetime.combine(stage.day, dt.time(20), tzinfo=dt.timezone(dt.timedelta(hours=8)))
    stage.approved(starts_at=start, ends_at=start + dt.timedelta(hours=3))
    assert told(stage)["rows"][0]["time"] == "20:00 – 23:00"
