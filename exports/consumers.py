"""Files are made here: woken by the outbox, so that a stopped worker loses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.outbox import consumer
from exports.models import Export
from exports.services import make_export


@consumer("exports.wanted", name="exports.make")
def make(payload: Mapping[str, Any]) -> None:
    """Make the file that was asked for, and agreed to where that is needed."""
    make_export(export=Export.objects.get(pk=payload["export"]))
