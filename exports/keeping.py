"""How long this room keeps things: files, an hour; a day is the outermost."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext_lazy as _

from core import clock
from core.actors import SYSTEM
from core.registries import Retention, retention
from exports.models import Export
from exports.services import end_old


def due(before: date, held: Collection[int]) -> int:
    return Export.objects.exclude(stored_name="").filter(made_at__lt=clock.start_of(before)).count()


def forget(before: date, held: Collection[int]) -> int:
    """The clockwork of every two minutes does it long before; this is the second pair of hands."""
    return end_old(now=clock.now(), by=SYSTEM)


retention.add(Retention("exports.files", _("Files of exports"), due, forget, 70))
