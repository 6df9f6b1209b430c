"""Housekeeping of the roster."""

from __future__ import annotations

from celery import shared_task

from core.actors import SYSTEM
from roster.importing import runs


@shared_task(name="roster.forget_sheets", time_limit=120)
def forget_sheets() -> int:
    """Copies of sheets that nobody applied are deleted after a day."""
    return runs.expire_old(by=SYSTEM)
