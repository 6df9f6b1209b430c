"""Counting months and years as the labour statutes do. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date
from typing import Any


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last day of a month that is too short. Beyond the calendar: its end."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def lasts_months(starts_on: date, ends_on: date | None, months: int) -> bool:
    """Whether a term (last day included) is at least so long; exactly a year is a year, no last day is any length."""
    return ends_on is None or ends_on.toordinal() + 1 >= add_months(starts_on, months).toordinal()


def band_months(bands: Sequence[Any], starts_on: date, ends_on: date | None) -> int:
    """The value of the highest band the term reaches."""
    reached = [band for band in bands if lasts_months(starts_on, ends_on, int(band["from_months"]))]
    return int(max(reached, key=lambda band: int(band["from_months"]))["max_months"]) if reached else 0


def age_on(born_on: date, day: date) -> int:
    """Full years of age: the birthday itself completes the year."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
