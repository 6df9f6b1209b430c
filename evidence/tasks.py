"""Wake-ups of the evidence: beat calls them; losing one is made good by the next."""

from __future__ import annotations

from celery import shared_task

from core import clock
from core.errors import NotNow
from evidence import services


@shared_task(name="evidence.anchor", soft_time_limit=50, time_limit=60)
def anchor() -> None:
    services.anchor()


@shared_task(name="evidence.close_day", soft_time_limit=280, time_limit=290)
def close_day() -> None:
    """Close of day: the anchor of the day, and a verification of everything."""
    services.anchor(kind="close")
    try:
        services.ask_verification()
    except NotNow:  # one is under way: it covers the day as well
        return


@shared_task(name="evidence.watch", soft_time_limit=100, time_limit=120)
def watch() -> None:
    services.watch(now=clock.now())


@shared_task(name="evidence.verify", soft_time_limit=280, time_limit=290)
def verify_trail() -> None:
    services.verify_waiting()
