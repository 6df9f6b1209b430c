"""The look at everything that falls due: what beat wakes, and what makes up for a time when nothing ran."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction

from core import clock, deadlines, faults
from core.actors import SYSTEM, Actor
from core.audit import record
from reminders.models import Run
from reminders.recipients import holders
from reminders.services.scanning import Counts, scan
from reminders.services.telling import escalate, make_digests, tell

log = logging.getLogger(__name__)
EVERY = dt.timedelta(hours=1)  # records change during the day
DEAD_AFTER = dt.timedelta(seconds=45)  # an unfinished run that showed no sign of life for so long was killed


def run(*, on: dt.date, by: Actor) -> Run:
    """Make, close, tell, escalate and mail everything up to the day. May run at any time, twice, or at once with another.

    A source that fails keeps its notices as they are and is named in `failed`; the others go on.
    """
    now = clock.now()
    row = Run.objects.create(day=on, started_at=now, alive_at=now)
    counts = Counts()
    for source in deadlines.sources():
        try:
            counts.add(scan(source, on))
        except Exception:  # whatever one source raises, the other deadlines are still told
            log.exception("reminders: source %s failed", source.code)
            row.failed.append(source.code)
        _still_alive(row)
    found = holders()
    tell(found)
    row.escalated = escalate(found, on)
    row.made, row.closed, row.reopened = counts.made, counts.closed, counts.reopened
    row.digests = make_digests(on)
    return _finish(row, by)


def run_if_due(*, on: dt.date, now: dt.datetime) -> Run | None:
    """Run unless the day's look was finished within the hour, or another is at work and alive."""
    # What lies ahead of the clock was written before somebody set it back, and says nothing.
    recent = Run.objects.filter(day=on, finished_at__range=(now - EVERY, now + DEAD_AFTER), failed=[])
    at_work = Run.objects.filter(day=on, finished_at__isnull=True, alive_at__range=(now - DEAD_AFTER, now + DEAD_AFTER))
    if recent.exists() or at_work.exists():
        return None
    return run(on=on, by=SYSTEM)


def _still_alive(row: Run) -> None:
    faults.point("mid-task")
    row.alive_at = clock.now()
    row.save(update_fields=["alive_at"])


@transaction.atomic
def _finish(row: Run, by: Actor) -> Run:
    row.finished_at = row.alive_at = clock.now()
    row.save()
    done = {name: getattr(row, name) for name in ("made", "closed", "reopened", "escalated", "digests", "failed")}
    if any(done.values()):
        record("reminders.run", row, by=by, after={"day": row.day, **done})
    return row
