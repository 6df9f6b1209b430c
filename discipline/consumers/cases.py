"""What cases do when something changes elsewhere: a suspension that personnel lifted in the file has ended here too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core import clock
from core.actors import SYSTEM
from core.outbox import consumer
from discipline.services.cases import note_ended_suspensions


@consumer("roster.restriction_lifted", name="discipline.suspensions")
def note_lifting(payload: Mapping[str, Any]) -> None:
    """The restriction of a suspension was lifted in the person's file."""
    note_ended_suspensions(on=clock.today(), by=SYSTEM, auxiliary=payload["auxiliary"])
