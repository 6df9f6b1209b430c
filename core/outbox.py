"""Events between rooms: a row for each consumer in the same transaction, done by the sweeper, woken by Celery."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from core import clock, faults, queue
from core.context import RequestContext, request_context
from core.models import OutboxEvent

log = logging.getLogger(__name__)

Handler = Callable[[Mapping[str, Any]], None]
_consumers: dict[str, dict[str, Handler]] = {}
# How long after a sweeper was killed its event is taken up. Short is safe: while it works it holds the row's lock, and
# claiming skips locked rows, so nobody else takes an event that is being done.
LEASE = dt.timedelta(minutes=1)
LONGEST_LEASE = dt.timedelta(hours=1)
SLOWEST_RETRY = 600
CLOCK_WAS_MOVED = LONGEST_LEASE + dt.timedelta(minutes=1)  # nothing of ours is due so far ahead
_quiet_until = 0.0  # no wake-up is tried before: the queue did not take the last one


def consumer(kind: str, *, name: str) -> Callable[[Handler], Handler]:
    """Register a function for an event. It runs in a transaction of its own and must be safe to run twice."""

    def register(handler: Handler) -> Handler:
        _consumers.setdefault(kind, {})[name] = handler
        return handler

    return register


def consumers() -> Mapping[str, Mapping[str, Handler]]:
    return _consumers


def emit(kind: str, payload: Mapping[str, Any]) -> None:
    """Write the event for each of its consumers; nothing is lost if the process dies right after the commit."""
    emit_many(kind, [payload])


def emit_many(kind: str, payloads: Iterable[Mapping[str, Any]]) -> None:
    """The same for many events at once, with one wake-up."""
    if not connection.in_atomic_block:
        raise RuntimeError(f"emit({kind!r}) outside a transaction: the event must stand or fall with the change.")
    from core.context import current

    now, request_id = clock.now(), current().request_id
    rows = [
        OutboxEvent(kind=kind, consumer=name, payload=dict(payload), created_at=now, due_at=now, request_id=request_id)
        for payload in payloads
        for name in _consumers.get(kind, {})
    ]
    if rows:
        OutboxEvent.objects.bulk_create(rows, batch_size=1000)
        transaction.on_commit(wake, robust=True)


def wake() -> None:
    """Tell a worker that there is something to do. If the queue is down the sweeper finds it all the same."""
    global _quiet_until
    from core.tasks import sweep_outbox

    faults.point("after-commit-before-publish")
    if time.monotonic() < _quiet_until:
        return
    try:
        sweep_outbox.apply_async(ignore_result=True, retry=False)
    except Exception as error:  # whatever the client library raises: a wake-up is a hint, the event is safe
        _quiet_until = time.monotonic() + queue.QUIET
        log.warning("nobody was woken: the queue does not answer (%s)", type(error).__name__)


def sweep(*, limit: int = 100) -> int:
    """Do open events, oldest first; several sweepers may run at once. Returns how many were done."""
    done = 0
    for _ in range(limit):
        event = _claim()
        if event is None:
            break
        done += _do(event)
    return done


def _claim() -> OutboxEvent | None:
    """Take one event for the length of a lease; a dead sweeper's events come back when it ends."""
    now = clock.now()
    with transaction.atomic():
        event = (
            OutboxEvent.objects.select_for_update(skip_locked=True)
            .filter(Q(attempts=0) | Q(due_at__lte=now) | Q(due_at__gt=now + CLOCK_WAS_MOVED), done_at__isnull=True)
            .order_by("due_at", "id")
            .first()
        )
        if event is None:
            return None
        event.attempts += 1
        event.claimed_until = event.due_at = now + _lease(event.attempts)
        event.save(update_fields=["claimed_until", "due_at", "attempts"])
        return event


def _lease(attempts: int) -> dt.timedelta:
    """A minute; longer and longer for an event whose doers keep dying, lest it ends every worker every minute."""
    return min(LEASE * 2 ** max(0, attempts - 3), LONGEST_LEASE)


def _do(event: OutboxEvent) -> int:
    handler = _consumers.get(event.kind, {}).get(event.consumer)
    context = RequestContext(request_id=event.request_id or "", entrance="task")
    try:
        if handler is None:
            raise LookupError(f"no consumer {event.consumer!r} for {event.kind!r}")
        with request_context(context), transaction.atomic():
            faults.point("before-lock")
            locked = OutboxEvent.objects.select_for_update().get(pk=event.pk)
            faults.point("after-lock")
            if locked.done_at is None:
                handler(locked.payload)
                faults.point("mid-task")
                locked.done_at = clock.now()
                locked.save(update_fields=["done_at"])
            faults.point("before-commit")
    except Exception as error:  # every failure of a consumer is kept on the row and tried again later
        log.exception("event %s failed", event.pk)
        wait = min(2**event.attempts, SLOWEST_RETRY)
        OutboxEvent.objects.filter(pk=event.pk, done_at__isnull=True).update(
            due_at=clock.now() + dt.timedelta(seconds=wait), claimed_until=None, last_error=str(error)[:2000]
        )
        return 0
    return 1
