"""Once a day: what is due is forgotten."""

from __future__ import annotations

from celery import shared_task

from core import clock
from core.actors import SYSTEM
from privacy.services import run_retention


@shared_task(name="privacy.forget", time_limit=280, soft_time_limit=270)
def forget() -> int:
    """Every policy once; safe to run twice."""
    return sum(run.done for run in run_retention(on=clock.today(), by=SYSTEM))
