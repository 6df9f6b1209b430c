"""Whoever an assignment concerns is told what became of it: once, in their language, with the way there."""

from __future__ import annotations

import pytest
from django.utils import translation

from core.errors import Refused
from core.outbox import sweep
from duties import services
from reminders.models import Message
from tests.duties.stage import Stage

pytestmark = pytest.mark.django_db


def told(user: object) -> list[str]:
    return list(Message.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def sweep_all() -> None:
    while sweep(limit=200):
        pass


def test_request_approval_and_stop_reach_everybody_concerned_and_nobody_else(stage: Stage) -> None:
    lin, bai = stage.user_of_auxiliary(stage.lin), stage.user_of(stage.bai)
    stranger = stage.cast.user("supervisor2")
    assignment = stage.submitted()
    sweep_all()
    assert told(stage.supervisor) == ["duties.submitted"]
    assert told(lin) == []
    services.approve(assignment=assignment, by=stage.supervisor)
    services.stop(assignment=assignment, reason="暴雨", by=stage.supervisor)
    sweep_all()
    for user in (stage.requester, lin, bai):
        assert told(user) == ["duties.approved", "duties.stopped"]
    assert told(stranger) == []
    assert Message.objects.filter(user=lin).first().url == "/me/"
    with translation.override("zh-hans"):
        said = Message.objects.filter(user=lin, kind="duties.stopped").get().text
    assert assignment.number in said
    assert "暴雨" in said
    assert "was stopped" not in said


def test_the_inspector_is_told_of_a_refusal_once_though_the_event_comes_twice(stage: Stage) -> None:
    from duties.notices import refused

    with pytest.raises(Refused) as caught:
        stage.submitted("traffic-penalty-issue", text="开具罚单")
    sweep_all()
    refused({"attempt": caught.value.attempt.pk})
    assert told(stage.inspector) == ["duties.refused"]


def unread(user: object) -> list[str]:
    return list(Message.objects.filter(user=user, seen_at=None).order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize("decide", ["approve", "return_", "reject", "withdraw"])
def test_what_was_decided_waits_on_nobodys_desk(stage: Stage, decide: str) -> None:
    """The request that one approver decided is no news for the others, nor in their mail."""
    assignment = stage.submitted()
    sweep_all()
    assert unread(stage.supervisor) == ["duties.submitted"]
    by = stage.requester if decide == "withdraw" else stage.supervisor
    more = {} if decide == "approve" else {"reason": "人太多"}
    getattr(services, decide)(assignment=assignment, by=by, **more)
    sweep_all()
    assert unread(stage.supervisor) == []


def test_nobody_is_asked_for_what_was_decided_before_they_could_be_told(stage: Stage) -> None:
    services.approve(assignment=stage.submitted(), by=stage.supervisor)
    sweep_all()
    assert "duties.submitted" not in told(stage.supervisor)
    assert told(stage.requester) == ["duties.approved"]
