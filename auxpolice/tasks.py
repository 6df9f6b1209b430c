"""Wake-up of the daily backup: beat calls it every ten minutes, a backup is made when one is due."""

from __future__ import annotations

from celery import shared_task

from auxpolice.backing_up import schedule
from core import clock


# Acknowledged at once: it may run longer than the queue waits before it hands a message out again, and a backup that
# was killed is begun anew by the next call.
@shared_task(name="auxpolice.backup", acks_late=False, soft_time_limit=4 * 3600, time_limit=4 * 3600 + 60)
def backup() -> None:
    schedule.run_if_due(clock.now())
