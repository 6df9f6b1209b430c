"""Wake-up of the reminders: beat calls it every minute, a run is made when one is due."""

from __future__ import annotations

from celery import shared_task

from core import clock
from reminders import services


@shared_task(name="reminders.run", soft_time_limit=240, time_limit=270)
def run() -> None:
    services.run_if_due(on=clock.today(), now=clock.now())
