"""From the request to the auxiliary's own page, through the browser's addresses."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from duties.models import Assignment, RefusedAttempt
from tests.cast import sign_in
from tests.duties.pages.asking import typed
from tests.duties.stage import Stage

pytestmark = pytest.mark.django_db


def page(user: Any, name: str, *args: Any, **query: Any) -> Any:
    return sign_in(Client(), user).get(reverse(f"duties:{name}", args=args), query)


def post(user: Any, name: str, *args: Any, **data: Any) -> Any:
    return sign_in(Client(), user).post(reverse(f"duties:{name}", args=args), data)


def test_a_lawful_patrol_goes_from_request_to_the_auxiliarys_own_page(stage: Stage) -> None:
    answer = post(stage.requester, "new", **typed(stage))
    assert answer.status_code == 302, answer.content.decode()
    assignment = Assignment.objects.get()
    assert assignment.status == "pending"

    assert assignment.number in page(stage.supervisor, "approvals").content.decode()
    assert post(stage.supervisor, "approve", assignment.pk).status_code == 302
    assignment.refresh_from_db()
    assert assignment.status == "approved"

    lin = stage.user_of_auxiliary(stage.lin)
    own = sign_in(Client(), lin).get("/me/").content.decode()
    assert "人民广场治安巡逻" in own
    assert "白警官" in own
    assert "May not be done" in own or "不得从事" in own


def test_a_patrol_with_fines_is_refused_with_its_article_and_kept_for_the_inspector(stage: Stage) -> None:
    answer = post(stage.requester, "new", **typed(stage, text="人民广场治安巡逻，并开具罚单"))
    assert answer.status_code == 409
    said = answer.content.decode()
    attempt = RefusedAttempt.objects.get()
    assert "/law/instruments/" in said or "cites" in said
    assert f'value="{stage.lin.pk}"' in said  # nothing typed is lost
    assert Assignment.objects.get().status == "draft"
    assert reverse("duties:edit", args=[Assignment.objects.get().pk]) in said

    listed = page(stage.inspector, "refused")
    assert reverse("duties:attempt", args=[attempt.pk]) in listed.content.decode()
    assert "开具罚单" in page(stage.inspector, "attempt", attempt.pk).content.decode()


def test_after_a_refusal_the_same_page_submits_the_corrected_request(stage: Stage) -> None:
    post(stage.requester, "new", **typed(stage, text="人民广场治安巡逻，并开具罚单"))
    draft = Assignment.objects.get()
    answer = post(stage.requester, "edit", draft.pk, **typed(stage, revision=draft.revision))
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.status == "pending"


def test_a_stale_page_does_not_overwrite_what_was_changed_meanwhile(stage: Stage) -> None:
    post(stage.requester, "new", **typed(stage, act="save"))
    draft = Assignment.objects.get()
    old = draft.revision
    post(stage.requester, "edit", draft.pk, **typed(stage, act="save", place="火车站", revision=old))
    answer = post(stage.requester, "edit", draft.pk, **typed(stage, act="save", place="河边", revision=old))
    assert answer.status_code == 409
    assert "河边" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.place == "火车站"


def test_finding_people_keeps_everything_typed_and_saves_nothing(stage: Stage) -> None:
    answer = post(stage.requester, "new", **typed(stage, act="find", find="吴强", text="写到一半"))
    said = answer.content.decode()
    assert answer.status_code == 200
    assert "写到一半" in said
    assert not Assignment.objects.exists()


def test_the_live_card_answers_before_everything_is_filled_in(stage: Stage) -> None:
    answer = post(stage.requester, "preview", **typed(stage, text="开具罚单", auxiliaries=[], leads=[], commander=""))
    assert answer.status_code == 200
    assert 'class="decision refuse"' in answer.content.decode()
    assert not RefusedAttempt.objects.exists()


def test_another_bureaus_supervisor_does_not_find_it(stage: Stage) -> None:
    assignment = stage.submitted()
    other = stage.cast.user("supervisor2")
    assert page(stage.supervisor, "assignment", assignment.pk).status_code == 200
    assert page(other, "assignment", assignment.pk).status_code == 404
    assert post(other, "approve", assignment.pk).status_code == 404
    assignment.refresh_from_db()
    assert assignment.status == "pending"
