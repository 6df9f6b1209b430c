"""The system administrator's cards of the desk: are there backups, is everything alive?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from auxpolice.backing_up import schedule
from core import clock, health
from core.perms import Perms
from core.registries import DeskCard, desk_cards

PARTS = {
    "database": _("Database"),
    "queue": _("Queue"),
    "worker": _("Worker"),
    "beat": _("Beat"),
    "sweeper": _("Sweeper"),
}


def backups(user: Any, day: date) -> Mapping[str, Any]:
    """When the last backup was made; something to do when none is made or it is late."""
    state = schedule.state(clock.now())
    calm = state.enabled and not state.late
    return {"backups": state, "count": None, "calm": calm, "url": reverse("system")}


def well(user: Any, day: date) -> Mapping[str, Any]:
    """Which parts of the house answer."""
    parts = [(PARTS.get(name, name), works) for name, works in health.parts().items()]
    silent = [name for name, works in parts if not works]
    return {"parts": parts, "count": len(silent) or None, "calm": not silent, "url": reverse("system")}


desk_cards.add(
    DeskCard("system.backups", _("Backups"), "auxpolice/_desk_backups.html", backups, Perms.MANAGE_SETTINGS, 20)
)
desk_cards.add(DeskCard("system.well", _("Is it well?"), "auxpolice/_desk_well.html", well, Perms.MANAGE_SETTINGS, 10))
