"""The ends: links after an hour, makers that died, requests nobody decided, bytes nobody knows."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_noop

from core.actors import Actor
from core.audit import record
from exports import store
from exports.models import Export
from exports.querysets import ExportQuerySet
from exports.services.common import LONGEST, UNDECIDED, Status, forget_after_commit, settle, tell, words
from regulations.rules import in_both

STRAY_SECONDS = 3600
AT_ONCE = 200
STUCK = gettext_noop(
    "It took longer than ten minutes and was given up. Ask for it again; if that fails too, choose fewer people."
)


def end_old(*, now: dt.datetime, by: Actor) -> int:
    """Delete files whose hour is over, give up what is stuck, let undecided requests lapse. Answers how many files went.

    Runs every few minutes; safe to run twice and at the same time as anything else.
    """
    with transaction.atomic():
        for export in _held(Export.objects.overdue(now, LONGEST)):
            export.status, export.message = Status.FAILED, in_both(STUCK, {})
            export.save(update_fields=["status", "message"])
            record("export.failed", export, by=by, success=False, after=words(export), reason=STUCK)
            tell(export, [export.by_id], "exports.failed")
        for export in _held(Export.objects.filter(status=Status.WAITING, requested_at__lt=now - UNDECIDED)):
            export.status = Status.EXPIRED
            export.save(update_fields=["status"])
            settle(export)
            record("export.lapsed", export, by=by, after=words(export))
    gone = _delete_ended(now, by)
    known = set(Export.objects.exclude(stored_name="").values_list("stored_name", flat=True))
    store.forget_strays(known, older_than=STRAY_SECONDS, now=now.timestamp())
    return gone


@transaction.atomic
def _delete_ended(now: dt.datetime, by: Actor) -> int:
    gone = 0
    for export in _held(Export.objects.ended(now)):
        forget_after_commit(export.stored_name)
        export.stored_name, export.deleted_at = "", now
        if export.status == Status.READY:
            export.status = Status.EXPIRED
        export.save(update_fields=["stored_name", "deleted_at", "status"])
        record("export.deleted", export, by=by, after={"serial": export.serial, "sha256": export.sha256})
        gone += 1
    return gone


def _held(rows: ExportQuerySet) -> list[Export]:
    return list(rows.select_for_update(skip_locked=True, of=("self",)).select_related("by__person", "unit")[:AT_ONCE])
