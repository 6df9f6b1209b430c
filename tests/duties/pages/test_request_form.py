"""Asking for work: what the form begins with, who may be picked, and what its small buttons do."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from duties.forms.beginning import next_hours
from duties.models import Assignment, local_day
from duties.selectors.suggesting import suggestions
from roster.models import Restriction
from tests.cast import sign_in
from tests.duties.pages.asking import typed
from tests.duties.stage import Stage

pytestmark = pytest.mark.django_db


def opened(stage: Stage, user: Any = None, **query: Any) -> str:
    answer = sign_in(Client(), user or stage.requester).get(reverse("duties:new"), query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def pressed(stage: Stage, **more: Any) -> str:
    answer = sign_in(Client(), stage.requester).post(reverse("duties:new"), typed(stage, act="", **more))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def ticked(page: str, name: str) -> set[int]:
    return {int(found) for found in re.findall(rf'name="{name}" value="(\d+)" checked', page)}


def test_a_new_request_begins_with_the_hours_recorder_and_commander_of_the_last_one(stage: Stage) -> None:
    stage.submitted(recorder_number="ZF-909")
    page = opened(stage)
    assert 'value="ZF-909"' in page
    assert f'value="{stage.gao.pk}" selected' in page
    assert f"{stage.starts_at.astimezone():%H:%M}" in page


def test_the_hours_of_a_repeated_request_always_lie_ahead(stage: Stage) -> None:
    then = clock.now() - dt.timedelta(days=30)
    past = stage.draft(starts_at=then, ends_at=then + dt.timedelta(hours=3))
    start, end = next_hours(past)
    assert clock.now() < start <= clock.now() + dt.timedelta(days=1, hours=1)
    assert end - start == dt.timedelta(hours=3)


def test_a_copy_brings_work_and_people_and_leaves_the_papers_of_its_case(stage: Stage) -> None:
    earlier = stage.draft(parties=("赵六",), approval_number="批字1号", approval_by="陈")
    page = opened(stage, copy=earlier.pk)
    assert earlier.text in page
    assert ticked(page, "auxiliaries") == {stage.lin.pk, stage.wu.pk}
    assert ticked(page, "leads") == {stage.bai.pk, stage.gao.pk}
    assert "批字1号" not in page
    assert "赵六" not in page
    assert 'class="decision allow"' in page


def test_nothing_is_copied_from_another_bureau(stage: Stage) -> None:
    earlier = stage.draft()
    client = sign_in(Client(), stage.cast.user("hr2"))
    assert client.get(reverse("duties:new"), {"copy": earlier.pk}).status_code == 404


def test_a_duty_of_the_law_library_and_words_of_the_checker_begin_a_request(stage: Stage) -> None:
    assert 'value="patrol-street" id="id_duties' in opened(stage, duty="patrol-street").replace(" checked", "")
    assert "夜市看守摊位" in opened(stage, text="夜市看守摊位")


def test_whoever_cannot_be_sent_is_marked_with_the_reason(stage: Stage) -> None:
    stage.approved()
    held = stage.another("郑新")
    Restriction.objects.create(
        auxiliary=held, kind="suspension", reason="调查中", source="督察", starts_on=stage.day - dt.timedelta(days=9)
    )
    stage.wu.qualifications.update(valid_until=stage.day - dt.timedelta(days=1))
    page = opened(stage)
    rows = {
        name: row
        for row in re.findall(r'<li class="choice.*?</li>', page)
        for name in ("林晓", "吴强", "郑新", "白警官")
        if name in row
    }
    number = Assignment.objects.get().number
    assert "hindered" in rows["林晓"]
    assert number in rows["林晓"]
    assert "hindered" in rows["吴强"]
    assert "hindered" in rows["郑新"]
    assert "调查中" not in page  # why somebody is suspended is read in the file


def test_who_is_taken_off_the_request_is_no_longer_ticked_and_all_else_stays(stage: Stage) -> None:
    page = pressed(stage, without="林晓\n谁也不是", text="写到一半")
    assert ticked(page, "auxiliaries") == {stage.wu.pk}
    assert "写到一半" in page
    assert not Assignment.objects.exists()


def test_the_next_day_moves_both_hours(stage: Stage) -> None:
    page = pressed(stage, later="1")
    moved = local_day(stage.starts_at + dt.timedelta(days=1))
    assert page.count(f'value="{moved.isoformat()}T') == 2


def test_a_suggested_duty_is_ticked_and_one_that_is_none_is_not(stage: Stage) -> None:
    page = pressed(stage, tick="scene-order")
    assert re.search(r'value="scene-order"[^>]*checked', page)
    assert "no-such-duty" not in pressed(stage, tick="no-such-duty")


@pytest.mark.parametrize(
    ("text", "code"), [("夜市巡一巡", "patrol-street"), ("write traffic tickets", "traffic-penalty-issue")]
)
def test_plain_words_find_their_duty(text: str, code: str) -> None:
    assert code in [duty.code for duty in suggestions(text)]


def test_words_that_mean_nothing_suggest_nothing() -> None:
    assert suggestions("") == suggestions("？？？") == []


def test_unclear_work_is_answered_with_duties_it_may_mean(stage: Stage) -> None:
    answer = sign_in(Client(), stage.requester).post(
        reverse("duties:preview"), typed(stage, text="社区活动", duties=[])
    )
    assert 'name="tick"' in answer.content.decode()


def test_the_form_costs_the_same_however_many_people_there_are(stage: Stage) -> None:
    def cost() -> int:
        client = sign_in(Client(), stage.requester)
        client.get(reverse("duties:new"))
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("duties:new"))
        return len(seen)

    few = cost()
    for name in ("郑新", "孙立", "周平", "冯远"):
        stage.another(name)
    assert cost() == few
