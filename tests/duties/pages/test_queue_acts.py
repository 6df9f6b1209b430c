"""The cards of the approval queue: one touch, and a kind word where somebody else was first."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from duties import services
from duties.models import Assignment
from tests.cast import sign_in
from tests.duties.stage import Stage

pytestmark = pytest.mark.django_db


def touch(user: Any, act: str, row: Assignment, **data: Any) -> Any:
    client = sign_in(Client(), user)
    return client.post(reverse(f"duties:{act}", args=[row.pk]), data, headers={"HX-Request": "true"})


def test_an_approval_takes_the_card_away_and_calls_for_new_badges(stage: Stage) -> None:
    row = stage.submitted()
    answer = touch(stage.supervisor, "approve", row, revision=row.revision)
    said = answer.content.decode()
    assert (answer.status_code, answer["HX-Trigger"]) == (200, "badges")
    assert 'class="job"' not in said
    assert "<html" not in said
    row.refresh_from_db()
    assert row.status == "approved"


@pytest.mark.parametrize(("act", "status"), [("return", "returned"), ("reject", "rejected")])
def test_a_no_needs_its_reason_and_then_takes_the_card_away(stage: Stage, act: str, status: str) -> None:
    row = stage.submitted()
    said = touch(stage.supervisor, act, row, reason=" ").content.decode()
    assert f'id="job-{row.pk}"' in said
    assert 'aria-invalid="true"' in said
    row.refresh_from_db()
    assert row.status == "pending"
    touch(stage.supervisor, act, row, reason="人手不够")
    row.refresh_from_db()
    assert (row.status, row.reason) == (status, "人手不够")


def test_who_comes_second_is_told_kindly_who_was_first(stage: Stage) -> None:
    row = stage.submitted()
    services.approve(assignment=row, by=stage.second_supervisor())
    answer = touch(stage.supervisor, "approve", row, revision=row.revision)
    assert answer.status_code == 200
    said = answer.content.decode()
    assert "马队长" in said
    assert 'class="job"' not in said


def test_what_is_no_longer_lawful_stays_with_its_new_card_and_cannot_be_approved_from_it(stage: Stage) -> None:
    row = stage.submitted()
    stage.lin.qualifications.update(valid_until=stage.day - dt.timedelta(days=1))
    said = touch(stage.supervisor, "approve", row, revision=row.revision).content.decode()
    assert 'class="decision refuse"' in said
    assert reverse("duties:approve", args=[row.pk]) not in said
    row.refresh_from_db()
    assert row.status == "pending"
    assert row.refused_attempts.count() == 1


def test_all_that_is_clean_is_offered_at_once_and_nothing_else(stage: Stage) -> None:
    clean = stage.submitted()
    step = dt.timedelta(days=2)
    soiled = stage.submitted(starts_at=stage.starts_at + step, ends_at=stage.starts_at + step * 1.1)
    Assignment.objects.filter(pk=soiled.pk).update(
        decision={**soiled.decision, "findings": [{"code": "DU-16", "says": {"en": "?"}, "about": {}}]}
    )
    told = sign_in(Client(), stage.supervisor).get(reverse("duties:chosen"), {"all": 1}).content.decode()
    assert f'name="chosen" value="{clean.pk}"' in told
    assert f'name="chosen" value="{soiled.pk}"' not in told


def test_whoever_leads_on_the_spot_leaves_it_to_somebody_else(stage: Stage) -> None:
    bai = stage.user_of(stage.bai, group="supervisor")
    row = stage.submitted()
    queue = sign_in(Client(), bai).get(reverse("duties:approvals")).content.decode()
    assert f'id="job-{row.pk}"' in queue
    assert reverse("duties:approve", args=[row.pk]) not in queue
    assert (
        f'name="chosen" value="{row.pk}"'
        not in sign_in(Client(), bai).get(reverse("duties:chosen"), {"all": 1}).content.decode()
    )


def test_without_scripts_a_reason_given_on_the_card_leads_back_to_the_queue(stage: Stage) -> None:
    row = stage.submitted()
    client = sign_in(Client(), stage.supervisor)
    answer = client.post(reverse("duties:return", args=[row.pk]) + "?then=approvals", {"reason": "时间不对"})
    assert (answer.status_code, answer.url) == (302, reverse("duties:approvals"))
