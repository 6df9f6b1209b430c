"""The one place that asks what day and time it is; everything else is told."""

from __future__ import annotations

import os
from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    return timezone.now()


def today() -> date:
    """The day in Asia/Shanghai. `AUXPOLICE_TODAY` moves it in tests and trials of the reminders; it is refused outside them."""
    if moved := os.environ.get("AUXPOLICE_TODAY"):
        return date.fromisoformat(moved)
    return timezone.localdate()
