"""When law, training, contract or conduct changes, what is open is decided again; what is no longer lawful is stopped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core import clock
from core.actors import Actor
from core.audit import record
from core.outbox import emit
from duties.decision import Decision
from duties.life import BINDING, OPEN, Status
from duties.models import Assignment
from duties.selectors.facts import decide_many, proposals_of

BATCH = 1000


@dataclass(frozen=True)
class Redecided:
    """What a run did: how many it looked at, stopped, and marked with a new decision."""

    looked_at: int
    stopped: tuple[str, ...]
    changed: int


def redecide(*, on: date, by: Actor, only: Q | None = None) -> Redecided:
    """Decide open and future assignments again, in batches; `only` narrows to those a change concerns."""
    rows: QuerySet[Assignment] = Assignment.objects.filter(status__in=OPEN, last_day__gte=on)
    if only is not None:
        rows = rows.filter(only)
    numbers = _by_start(rows)
    looked_at, stopped, changed = 0, [], 0
    for batch in _batches(numbers):
        one = _redecide_batch(batch, on=on, by=by)
        looked_at += one.looked_at
        stopped += one.stopped
        changed += one.changed
    return Redecided(looked_at, tuple(stopped), changed)


@transaction.atomic
def _redecide_batch(numbers: Sequence[int], *, on: date, by: Actor) -> Redecided:
    """Lock a batch, decide it with the facts of this moment, write only what changed."""
    rows = list(
        Assignment.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=numbers, status__in=OPEN)
        .select_related("unit")
        .order_by("pk")
    )
    decisions = decide_many(proposals_of(rows), since=on)
    stopped, changed = [], 0
    for assignment, decision in zip(rows, decisions, strict=True):
        if assignment.status in BINDING:
            if not decision.allowed:
                _stop(assignment, decision, by)
                stopped.append(assignment.number)
        elif decision.outcome != assignment.outcome or list(decision.reasons) != assignment.decision.get("reasons"):
            _mark(assignment, decision, by)
            changed += 1
    return Redecided(len(rows), tuple(stopped), changed)


def _stop(assignment: Assignment, decision: Decision, by: Actor) -> None:
    """No longer lawful: stopped, with the new decision kept and everybody concerned told."""
    before = assignment.status
    reason = " ".join(finding.sentence() for finding in decision.findings)[:500]
    assignment.status = Status.STOPPED
    assignment.reason = reason or _("Decided again: no longer lawful.")
    assignment.decision, assignment.decided_at = decision.as_dict(), clock.now()
    assignment.closed_at = clock.now()
    assignment.revision += 1
    assignment.save(
        update_fields=["status", "reason", "decision", "decided_at", "closed_at", "revision"],
    )
    record(
        "assignment.stopped",
        assignment,
        by=by,
        before={"status": before},
        after={"reasons": decision.reasons, "duties": decision.duties_refused},
        reason=assignment.reason,
    )
    emit("duties.stopped", {"assignment": assignment.pk, "unit": assignment.unit_id, "by_program": True})


def _mark(assignment: Assignment, decision: Decision, by: Actor) -> None:
    """Still waiting for a person: the new decision stands beside it, so that nobody approves in the dark."""
    before = assignment.outcome
    assignment.decision, assignment.decided_at = decision.as_dict(), clock.now()
    assignment.save(update_fields=["decision", "decided_at"])
    record("assignment.redecided", assignment, by=by, before={"decision": before}, after={"decision": decision.outcome})


def _by_start(rows: QuerySet[Assignment]) -> list[int]:
    """By start, so that the other assignments to weigh in a batch lie close together."""
    found = rows.order_by("starts_at", "pk").values_list("pk", "starts_at").distinct()
    return [number for number, _start in found]


def _batches(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), BATCH):
        yield numbers[start : start + BATCH]
