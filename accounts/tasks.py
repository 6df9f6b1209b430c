"""Wake-ups of the accounts room."""

from __future__ import annotations

from celery import shared_task

from accounts import services
from core import clock
from core.actors import SYSTEM


@shared_task(name="accounts.end_roles", time_limit=120)
def end_roles() -> int:
    return services.apply_due_roles(today=clock.today(), by=SYSTEM)
