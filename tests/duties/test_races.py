"""Two people act at once: one wins, the other is told who and what. Real threads, real commits, with a control."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from core.errors import DomainError, NotNow, Refused
from core.models import AuditEntry
from duties import services
from duties.life import Status
from duties.models import Assignment
from duties.services import approving, locking
from tests.duties.stage import Stage

pytestmark = pytest.mark.usefixtures("plain_text")


def all_at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """Let every act begin at the same moment, each on a connection of its own. Answers results and errors."""
    start, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        start.wait()
        try:
            answers[place] = act()
        except DomainError as error:
            answers[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def mixed_decisions(stage: Stage, assignment: Assignment) -> list[Callable[[], Any]]:
    """Twenty decisions on one request: approve, return, reject."""
    supervisor = stage.supervisor
    return [
        *[lambda: services.approve(assignment=assignment, by=supervisor)] * 7,
        *[lambda: services.return_(assignment=assignment, reason="因", by=supervisor)] * 7,
        *[lambda: services.reject(assignment=assignment, reason="因", by=supervisor)] * 6,
    ]


ENDS = ("assignment.approved", "assignment.returned", "assignment.rejected", "assignment.withdrawn")


def outcomes(assignment: Assignment) -> int:
    return AuditEntry.objects.filter(action__in=ENDS, object_id=str(assignment.pk)).count()


def test_twenty_decisions_on_one_request_have_one_outcome(fresh_db: str) -> None:
    stage = Stage()
    assignment = stage.submitted()
    # Withdrawing is played below: a returned one may be withdrawn by its requester, which would be a second act.
    answers = all_at_once(mixed_decisions(stage, assignment))
    won = [answer for answer in answers if isinstance(answer, Assignment)]
    assert len(won) == 1
    assert all(
        isinstance(answer, NotNow) and assignment.number in str(answer) for answer in answers if answer not in won
    )
    assert outcomes(assignment) == 1
    assert Assignment.objects.get(pk=assignment.pk).status == won[0].status


def test_approving_and_withdrawing_at_once_leave_one_of_the_two(fresh_db: str) -> None:
    stage = Stage()
    assignment = stage.submitted()
    approving_it = [lambda: services.approve(assignment=assignment, by=stage.supervisor)] * 10
    withdrawing_it = [lambda: services.withdraw(assignment=assignment, by=stage.requester)] * 10
    answers = all_at_once([*approving_it, *withdrawing_it])
    assert sum(isinstance(answer, Assignment) for answer in answers) == 1
    assert Assignment.objects.get(pk=assignment.pk).status in (Status.APPROVED, Status.WITHDRAWN)
    assert outcomes(assignment) == 1


def test_control_without_the_lock_more_than_one_believes_to_have_decided(fresh_db: str, monkeypatch: Any) -> None:
    stage = Stage()
    assignment = stage.submitted()
    with connections["owner"].cursor() as cursor:  # the trigger alone would stop the second one too
        cursor.execute("ALTER TABLE duties_assignment DISABLE TRIGGER USER")
    together = threading.Barrier(8, timeout=10)

    def unlocked(one: Assignment) -> Assignment:
        found = Assignment.objects.select_related("unit", "requester__person").get(pk=one.pk)
        together.wait()
        return found

    monkeypatch.setattr(approving, "lock", unlocked)
    act = lambda: services.reject(assignment=assignment, reason="因", by=stage.supervisor)  # noqa: E731
    answers = all_at_once([act] * 8)
    assert sum(isinstance(answer, Assignment) for answer in answers) > 1


def test_one_auxiliary_asked_for_twice_at_the_same_hour_is_approved_once(fresh_db: str) -> None:
    stage = Stage()
    requests = [stage.submitted(place="人民广场") for _ in range(6)]
    answers = all_at_once(
        [lambda one=one: services.approve(assignment=one, by=stage.supervisor) for one in requests],
    )
    assert sum(isinstance(answer, Assignment) for answer in answers) == 1
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(refused) == 5
    assert all(answer.decision.reasons == ("elsewhere",) for answer in refused)


def test_control_without_the_lock_of_the_people_several_are_approved(fresh_db: str, monkeypatch: Any) -> None:
    stage = Stage()
    requests = [stage.submitted(place="人民广场") for _ in range(6)]
    together = threading.Barrier(6, timeout=10)
    decide = approving.decide_many

    def decided_together(proposals: Any, **more: Any) -> Any:
        decisions = decide(proposals, **more)
        together.wait()
        return decisions

    monkeypatch.setattr(locking, "lock_people", lambda numbers: None)
    monkeypatch.setattr(approving, "decide_many", decided_together)
    answers = all_at_once(
        [lambda one=one: services.approve(assignment=one, by=stage.supervisor) for one in requests],
    )
    assert sum(isinstance(answer, Assignment) for answer in answers) > 1
