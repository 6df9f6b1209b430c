"""Housekeeping of exports."""

from __future__ import annotations

from celery import shared_task

from core import clock
from core.actors import SYSTEM
from exports.services import end_old


@shared_task(name="exports.end_old", time_limit=120, soft_time_limit=110)
def end_old_exports() -> int:
    """Files go when their hour is over; what is stuck is given up."""
    return end_old(now=clock.now(), by=SYSTEM)
