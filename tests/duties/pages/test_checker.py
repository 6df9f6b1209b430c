"""“May they do this?”: one box, from the desk and the search, answered at once, in either language."""

from __future__ import annotations

import time

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import sign_in
from tests.duties.stage import Stage

pytestmark = pytest.mark.django_db


def asked(stage: Stage, text: str, **more: str) -> str:
    answer = sign_in(Client(), stage.requester).get(reverse("duties:check"), {"text": text, **more})
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    ("text", "outcome"),
    [("夜市徒步巡逻", "allow"), ("foot patrol in the night market", "allow"), ("write traffic tickets", "refuse")],
)
def test_one_field_is_enough_in_either_language(stage: Stage, text: str, outcome: str) -> None:
    assert f'class="decision {outcome}"' in asked(stage, text)


def test_the_answer_comes_in_under_a_second(stage: Stage) -> None:
    client = sign_in(Client(), stage.requester)
    client.get(reverse("duties:check"))  # the law is read once for all
    before = time.thread_time()
    client.get(reverse("duties:check"), {"text": "协助民警抓捕盗窃嫌疑人，并看守现场，维持秩序"})
    assert time.thread_time() - before < 1


def test_missing_officers_are_a_link_that_asks_with_them(stage: Stage) -> None:
    page = asked(stage, "协助抓捕", officers="0")
    assert "officers=2" in page
    assert 'class="decision allow"' in asked(stage, "协助抓捕", officers="2")


def test_unclear_work_leads_to_duties_it_may_mean(stage: Stage) -> None:
    page = asked(stage, "社区活动")
    assert 'class="decision refer"' in page
    assert page.count('<li><a href="?') >= 3


def test_before_anything_is_asked_there_are_examples_to_press(stage: Stage) -> None:
    page = " ".join(sign_in(Client(), stage.requester).get(reverse("duties:check")).content.decode().split())
    assert 'class="decision' not in page
    assert page.count('<li><a href="?text=') >= 4


def test_what_may_be_done_leads_on_to_a_request_for_it_and_what_may_not_does_not(stage: Stage) -> None:
    onward = f'href="{reverse("duties:new")}?'
    assert onward in asked(stage, "夜市徒步巡逻")
    assert onward not in asked(stage, "开具罚单")


def test_the_search_box_says_what_the_law_says_of_the_work(stage: Stage) -> None:
    client = sign_in(Client(), stage.requester)
    found = client.get("/search/", {"q": "开具罚单"}).content.decode()
    assert f"{reverse('duties:check')}?text=" in found
    assert reverse("duties:check") + "?text=" not in client.get("/search/", {"q": "林晓"}).content.decode()
