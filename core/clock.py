"""The one place that asks what day and time it is; everything else is told."""

from __future__ import annotations

import os
from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    return timezone.now()


def today() -> date:
    """The day in Asia/Shanghai. `AUXPOLICE_TODAY` moves it in tests and in trials of the reminders, never on a server."""
    if settings.DAY_MAY_MOVE and (moved := os.environ.get("AUXPOLICE_TODAY")):
        return date.fromisoformat(moved)
    return timezone.localdate()


def start_of(day: date) -> datetime:
    """The first moment of a day, in Asia/Shanghai."""
    return timezone.make_aware(datetime.combine(day, time.min))
