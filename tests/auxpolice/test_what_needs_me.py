"""The desks: the first line says what waits, each number leads to its list, few queries, and badges that are never stale."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from django.test import Client

from auxpolice.refreshing import EVENT
from core import clock
from core.registries import desk_cards
from duties import services
from reminders.models import Message
from tests.cast import Cast, sign_in
from tests.duties.stage import Stage

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def stage() -> Stage:
    return Stage()


def desk(user) -> dict:
    return sign_in(Client(), user).get("/").context


def keys(cards) -> list[str]:
    return [card.key for card in cards]


def test_what_waits_for_the_supervisor_comes_first_and_leads_to_the_queue(stage):
    later = stage.submitted()
    page = sign_in(Client(), stage.supervisor).get("/")
    assert keys(page.context["act"])[0] == "duties.approvals"
    (waiting,) = [card for card in page.context["counted"] if card.key == "duties.approvals"]
    assert waiting.count == 1 and waiting.content["url"] == "/duties/approvals/"
    text = page.content.decode()
    needs = text[text.index('id="needs"') :]
    assert needs.index("/duties/approvals/") < needs.index("desk-card")
    assert later.text[:20] in text


def test_who_is_out_is_told_with_whoever_leads(stage, monkeypatch):
    assignment = stage.approved()
    during = assignment.starts_at + dt.timedelta(minutes=5)
    monkeypatch.setattr(clock, "now", lambda: during)
    context = desk(stage.supervisor)
    (out,) = [card for card in context["know"] if card.key == "duties.out"]
    (row,) = out.content["rows"]
    assert row.members_count == assignment.members.count()
    assert row.lead_names == [lead.officer.person.name for lead in assignment.leads.all()]
    assert row.commander_name == assignment.commander.officer.person.name
    lead = desk(stage.user_of(stage.gao))
    assert "duties.leading" in keys(lead["act"]) or not lead["cards"]


def test_what_was_stopped_is_told_with_its_reason(stage, monkeypatch):
    assignment = services.stop(assignment=stage.approved(), reason="警情解除", by=stage.supervisor)
    page = sign_in(Client(), stage.supervisor).get("/")
    assert "duties.stopped" in keys(page.context["know"]) and "警情解除" in page.content.decode()
    later = assignment.closed_at + dt.timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "duties.stopped" not in keys(desk(stage.supervisor)["cards"])


def test_my_requests_that_came_back_wait_for_me_and_those_to_come_are_good_to_know(stage):
    returned, pending = stage.submitted(), stage.submitted(text="广场夜间治安巡逻")
    services.return_(assignment=returned, reason="人太多", by=stage.supervisor)
    context = desk(stage.requester)
    mine = {card.key: card for card in context["cards"]}
    assert [row.pk for row in mine["duties.mine"].content["rows"]] == [returned.pk]
    assert [row.pk for row in mine["duties.open"].content["rows"]] == [pending.pk]
    assert mine["duties.mine"] in context["act"] and mine["duties.open"] in context["know"]


def test_where_nothing_waits_it_is_said_kindly_and_quiet_places_are_named_in_one_line():
    cast = Cast()
    page = sign_in(Client(), cast.user("secadmin")).get("/")
    assert page.context["act"] == [] and "今天没有需要您办理的事项" in page.content.decode()
    assert {"accounts.emergencies", "evidence.alarms"} <= set(keys(page.context["silent"]))


def test_the_system_administrator_is_told_that_no_backup_is_made(settings):
    settings.BACKUP_DIR = ""
    context = desk(Cast().user("sysadmin"))
    assert "system.backups" in keys(context["act"])


def test_messages_are_read_in_one_act_and_one_comes_back_to_the_desk(stage):
    Message.objects.create(
        user=stage.supervisor, kind="exports.ready", words={"serial": "X-1"}, made_at=clock.now(), key="k"
    )
    client = sign_in(Client(), stage.supervisor)
    assert "messages" in keys(client.get("/").context["know"])
    answer = client.post("/reminders/messages/seen/", {"then": "desk"})
    assert answer["Location"] == "/"
    assert "messages" not in keys(client.get("/").context["cards"])


def badge(client: Client, name: str = "badge-duties-approvals") -> str:
    answer = client.get("/desk/badges/", headers=HTMX)
    return re.search(f'id="{name}"[^>]*>([^<]*)<', answer.content.decode()).group(1)


def test_badges_are_counted_when_they_are_asked_for(stage):
    client = sign_in(Client(), stage.supervisor)
    assert badge(client) == ""
    waiting = stage.submitted()
    assert badge(client) == "1" and badge(client, "thumb-duties-approvals") == "1"
    services.approve(assignment=waiting, by=stage.supervisor)
    assert badge(client) == ""
    page = client.get("/").content.decode()
    assert 'hx-trigger="badges from:body"' in page and 'id="badge-duties-approvals"' in page


def test_a_page_that_only_says_no_lets_the_badges_be_asked_for_afterwards(stage):
    stage.submitted()
    client = sign_in(Client(), stage.supervisor)
    page = client.get("/no-such-page/").content.decode()
    assert (
        'hx-trigger="load, badges from:body"' in page
        and '<span class="badge" id="badge-duties-approvals"></span>' in page
    )


def test_an_act_on_a_part_of_a_page_lets_the_badges_be_counted_again(stage):
    waiting, client = stage.submitted(), sign_in(Client(), stage.supervisor)
    answer = client.post(f"/duties/assignments/{waiting.pk}/approve/", {"revision": waiting.revision}, headers=HTMX)
    waiting.refresh_from_db()
    assert waiting.status == "approved" and answer.status_code < 400
    assert EVENT in json.loads(answer["HX-Trigger-After-Settle"])


def test_looking_and_trying_tell_nothing(stage):
    client = sign_in(Client(), stage.supervisor)
    assert "HX-Trigger-After-Settle" not in client.get("/duties/approvals/", headers=HTMX)
    assert "HX-Trigger-After-Settle" not in client.post("/search/at-once/", {"q": "a"}, headers=HTMX)
    whole = client.post(f"/duties/assignments/{stage.submitted().pk}/approve/", {"revision": 1})
    assert "HX-Trigger-After-Settle" not in whole


def test_every_card_says_where_it_stands():
    assert {card.part for card in desk_cards.all()} == {"act", "know", "figures"}
