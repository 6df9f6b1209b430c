"""What only the passing of time does: requests expire, and work that nobody confirmed is flagged as unled."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from core.actors import SYSTEM, Actor
from core.audit import record
from core.outbox import emit
from duties.life import Status
from duties.models import Assignment

BATCH = 500


def expire(*, moment: datetime, by: Actor = SYSTEM) -> int:
    """Close requests which nobody decided before they were to start. Returns how many."""
    done = 0
    while count := _expire_batch(moment, by):
        done += count
    return done


@transaction.atomic
def _expire_batch(moment: datetime, by: Actor) -> int:
    late = list(
        Assignment.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        .overdue(moment)
        .select_related("unit")
        .order_by("pk")[:BATCH]
    )
    for assignment in late:
        before = assignment.status
        assignment.status, assignment.closed_at = Status.EXPIRED, moment
        assignment.revision += 1
        assignment.save(update_fields=["status", "closed_at", "revision"])
        record("assignment.expired", assignment, by=by, before={"status": before})
        emit("duties.expired", {"assignment": assignment.pk, "unit": assignment.unit_id})
    return len(late)


@transaction.atomic
def flag_unled(*, moment: datetime, by: Actor = SYSTEM) -> int:
    """Flag approved work that should have begun and that no lead or commander has confirmed. Once for each."""
    silent = list(
        Assignment.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        .filter(status=Status.APPROVED, starts_at__lte=moment, flagged_unled_at__isnull=True)
        .select_related("unit")
        .order_by("pk")[:BATCH]
    )
    for assignment in silent:
        assignment.flagged_unled_at = moment
        assignment.save(update_fields=["flagged_unled_at"])
        record("assignment.unled", assignment, by=by)
        emit("duties.unled", {"assignment": assignment.pk, "unit": assignment.unit_id})
    return len(silent)
