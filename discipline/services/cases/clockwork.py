"""What the day itself does: effects end on their day, and suspensions that ran out or were lifted elsewhere are noted."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q

from core.actors import Actor
from core.audit import record
from core.outbox import emit
from discipline.models import Sanction, Suspension
from discipline.services.cases import common

MOST = 2000  # a run; what is left over comes with the next


def end_effects(*, on: date, by: Actor) -> int:
    """Sanctions whose last day is over have no effect any more; safe to run as often as one likes. Answers how many ended."""
    over = Sanction.objects.filter(ended_on=None, revoked_on=None, ends_on__lt=on)
    rows = list(over.order_by("ends_on", "pk").select_related("case__auxiliary")[:MOST])
    return sum(_end_effect(row, on, by) for row in rows)


@transaction.atomic
def _end_effect(row: Sanction, on: date, by: Actor) -> bool:
    case = common.lock(row.case)
    row = Sanction.objects.get(pk=row.pk)
    if row.ended_on is not None or row.revoked_on is not None:
        return False
    row.ended_on = row.ends_on
    row.save(update_fields=["ended_on"])
    record("case.effect_ended", case, by=by, after={"kind": row.kind, "on": row.ended_on})
    emit("discipline.sanction_ended", {"sanction": row.pk, "auxiliary": case.auxiliary_id})
    return True


def note_ended_suspensions(*, on: date, by: Actor, auxiliary: int | None = None) -> int:
    """Suspensions whose restriction ran out, or was lifted in the file. Answers how many."""
    found = Suspension.objects.running().filter(Q(ends_on__lt=on) | Q(restriction__lifted_on__isnull=False))
    if auxiliary is not None:
        found = found.filter(case__auxiliary=auxiliary)
    rows = list(found.order_by("ends_on", "pk").select_related("case__auxiliary")[:MOST])
    return sum(_note_end(row, by) for row in rows)


@transaction.atomic
def _note_end(row: Suspension, by: Actor) -> bool:
    case = common.lock(row.case)
    row = Suspension.objects.select_related("restriction").get(pk=row.pk)
    if row.lifted_on is not None:
        return False
    row.lifted_on = row.restriction.lifted_on or row.ends_on
    row.save(update_fields=["lifted_on"])
    record("case.suspension_lifted", case, by=by, after={"on": row.lifted_on})
    emit("discipline.suspension_lifted", {"case": case.pk, "auxiliary": case.auxiliary_id})
    return True
