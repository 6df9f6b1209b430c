"""Wake-ups of the accounts room."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task

from accounts import services
from accounts.models import RateCount, SignInAttempt
from core import clock
from core.actors import SYSTEM


@shared_task(name="accounts.end_roles", soft_time_limit=110, time_limit=120)
def end_roles() -> int:
    return services.apply_due_roles(today=clock.today(), by=SYSTEM)


@shared_task(name="accounts.forget_counts", soft_time_limit=110, time_limit=120)
def forget_counts() -> int:
    """Tries to sign in are counted for an hour and looked at for a week; counts of rates end by themselves."""
    week = clock.now() - timedelta(days=7)
    tries, _by = SignInAttempt.objects.filter(at__lt=week).delete()
    counts, _by = RateCount.objects.filter(ends_at__lt=clock.now()).delete()
    return tries + counts
