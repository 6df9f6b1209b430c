"""Housekeeping of pay."""

from __future__ import annotations

from celery import shared_task

from core.actors import SYSTEM
from payroll.services import runs


@shared_task(name="payroll.end_stuck_runs", soft_time_limit=50, time_limit=60)
def end_stuck_runs() -> int:
    """A pay run whose calculation was killed for good is a draft again, ten minutes later at most."""
    return runs.end_stuck(by=SYSTEM)
