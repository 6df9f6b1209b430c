"""The API of duties: the same law, scope and rules as the pages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from duties import services
from duties.models import Assignment, RefusedAttempt
from tests.cast import sign_in
from tests.duties.stage import Stage

pytestmark = pytest.mark.django_db

HOME = "/api/v1/"


def call(user: Any, method: str, path: str, data: Any = None, **headers: str) -> Any:
    client = sign_in(Client(), user)
    if method == "get":
        return client.get(HOME + path)
    send = getattr(client, method)
    return send(HOME + path, json.dumps(data), content_type="application/json", headers=headers)


def wanted(stage: Stage, **more: Any) -> dict[str, Any]:
    content = stage.content()
    return {
        "unit": "north",
        "text": content.text,
        "place": content.place,
        "starts_at": content.starts_at.isoformat(),
        "ends_at": content.ends_at.isoformat(),
        "auxiliaries": [stage.lin.pk, stage.wu.pk],
        "leads": [stage.bai.pk],
        "commander": stage.gao.pk,
        "duties": ["patrol-street"],
        **more,
    }


def test_a_thousand_questions_are_answered_at_once_and_a_bad_one_names_its_errors(stage: Stage) -> None:
    asked = [
        {"id": "a", "text": "街面治安巡逻"},
        {"id": "b", "text": "开具罚单"},
        {"id": "c", "duty_codes": ["no-such"]},
    ]
    told = call(stage.requester, "post", "duty-decisions/", asked).json()
    assert [one.get("decision", one.get("error")) for one in told] == ["allow", "refuse", "bad_input"]
    assert call(stage.requester, "post", "duty-decisions/", asked[2]).status_code == 400
    assert call(stage.requester, "post", "duty-decisions/", asked[:1] * 1001).status_code == 400


def test_what_is_posted_is_submitted_once_whatever_the_network_does(stage: Stage) -> None:
    first = call(stage.requester, "post", "assignments/", wanted(stage), **{"Idempotency-Key": "k1"})
    again = call(stage.requester, "post", "assignments/", wanted(stage), **{"Idempotency-Key": "k1"})
    assert first.status_code == 201, first.content
    assert first.json() == again.json()
    assert first.json()["status"] == "pending"
    assert Assignment.objects.count() == 1


def test_a_refusal_carries_its_findings_and_the_kept_attempt_even_under_a_key(stage: Stage) -> None:
    body = wanted(stage, text="治安巡逻，并开具罚单")
    told = call(stage.requester, "post", "assignments/", body, **{"Idempotency-Key": "k2"})
    assert told.status_code == 409
    attempt = RefusedAttempt.objects.get()
    assert told.json()["refused_attempt"] == attempt.pk
    assert told.json()["findings"][0]["cites"]
    listed = call(stage.inspector, "get", "refused-attempts/?reason=prohibited_duty").json()["results"]
    assert [row["id"] for row in listed] == [attempt.pk]


def test_a_draft_is_changed_only_at_the_revision_that_was_read(stage: Stage) -> None:
    draft = call(stage.requester, "post", "assignments/?draft=1", wanted(stage)).json()
    path = f"assignments/{draft['id']}/"
    tag = f'"{draft["revision"]}"'
    assert call(stage.requester, "patch", path, {"place": "火车站"}, **{"If-Match": tag}).status_code == 200
    assert call(stage.requester, "patch", path, {"place": "河边"}, **{"If-Match": tag}).status_code == 409
    assert Assignment.objects.get().place == "火车站"
    assert [member.auxiliary_id for member in Assignment.objects.get().members.all()] == [stage.lin.pk, stage.wu.pk]


def test_what_is_approved_is_what_was_read(stage: Stage) -> None:
    """Returned, written anew and submitted again meanwhile: the approval of the old text does not count for the new."""
    assignment = stage.submitted()
    path = f"assignments/{assignment.pk}/"
    tag = call(stage.supervisor, "get", path)["ETag"]
    services.return_(assignment=assignment, reason="时间不对", by=stage.supervisor)
    services.save_draft(content=stage.content(place="河边"), by=stage.requester, assignment=assignment)
    services.submit(assignment=assignment, by=stage.requester)
    stale = call(stage.supervisor, "post", path + "approve/", {}, **{"If-Match": tag})
    assert (stale.status_code, Assignment.objects.get().status) == (409, "pending")
    number = tag.strip('"')
    page = sign_in(Client(), stage.supervisor).post(
        f"/duties/assignments/{assignment.pk}/approve/", {"revision": number}
    )
    assert (page.status_code, Assignment.objects.get().status) == (409, "pending")
    body = {"chosen": assignment.pk, f"revision-{assignment.pk}": number}
    sign_in(Client(), stage.supervisor).post("/duties/approvals/chosen/", body)
    assert Assignment.objects.get().status == "pending"
    assert call(stage.supervisor, "post", path + "reject/", {"reason": "x"}, **{"If-Match": tag}).status_code == 409
    tag = call(stage.supervisor, "get", path)["ETag"]
    told = call(stage.supervisor, "post", path + "approve/", {}, **{"If-Match": tag, "Idempotency-Key": "k3"})
    again = call(stage.supervisor, "post", path + "approve/", {}, **{"If-Match": tag, "Idempotency-Key": "k3"})
    assert told.json()["status"] == "approved" and again.json() == told.json()


def test_a_mistake_in_what_is_posted_leaves_no_draft_behind(stage: Stage) -> None:
    past = wanted(stage, starts_at="2020-01-01T08:00:00+08:00", ends_at="2020-01-01T12:00:00+08:00")
    assert call(stage.requester, "post", "assignments/", past).status_code == 400
    assert not Assignment.objects.exists()


def test_each_act_follows_its_right(stage: Stage) -> None:
    assignment = stage.submitted()
    path = f"assignments/{assignment.pk}/"
    assert call(stage.requester, "post", path + "approve/", {}).status_code == 403
    assert call(stage.cast.user("supervisor2"), "post", path + "approve/", {}).status_code == 404
    assert call(stage.supervisor, "post", path + "return/", {}).status_code == 400
    told = call(stage.supervisor, "post", path + "approve/", {})
    assert told.json()["status"] == "approved"
    assert call(stage.supervisor, "post", path + "approve/", {}).status_code == 409
    assert call(stage.supervisor, "post", path + "stop/", {"reason": "大雨"}).json()["status"] == "stopped"
