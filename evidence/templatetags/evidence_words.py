"""Alarms by name."""

from __future__ import annotations

from typing import Any

from django import template

from evidence.words import title_of

register = template.Library()


@register.filter
def alarm_title(kind: str) -> Any:
    """What this kind of alarm is called."""
    return title_of(kind)
