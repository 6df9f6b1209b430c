"""Housekeeping of the roster."""

from __future__ import annotations

from celery import shared_task

from core import clock
from core.actors import SYSTEM
from roster import services
from roster.importing import runs


@shared_task(name="roster.forget_sheets", soft_time_limit=110, time_limit=120)
def forget_sheets() -> int:
    """Copies of sheets that nobody applied are deleted after a day."""
    return runs.expire_old(by=SYSTEM)


@shared_task(name="roster.end_stuck_imports", soft_time_limit=50, time_limit=60)
def end_stuck_imports() -> int:
    """An import whose process was killed is told to have failed, ten minutes later at most."""
    return runs.end_stuck(by=SYSTEM)


@shared_task(name="roster.apply_suspensions", time_limit=120, soft_time_limit=110)
def apply_suspensions() -> int:
    """Suspensions that begin or end with this day show as the status."""
    return services.apply_due_suspensions(on=clock.today(), by=SYSTEM)
