"""The trail and what looked unusual."""

from __future__ import annotations

from typing import Any

from core import clock
from core.actors import SYSTEM
from core.audit import record
from evidence.services import raise_alarm
from tests.cast import Cast
from tests.permissions.world import Place


def objects(cast: Cast) -> dict[str, Any]:
    path = cast["north"].path
    return {
        "audit_entry": record("thing.done", by=SYSTEM, unit_path=path),
        "alarm": raise_alarm(kind="reading.many", subject="somebody", detail={}, at=clock.now(), unit_path=path),
    }


def everywhere(cast: Cast, at: Place) -> dict[str, Any]:
    """The same of the unit."""
    return {
        "audit_entry": record("thing.done", by=SYSTEM, unit_path=at.unit.path, label=at.name),
        "alarm": raise_alarm(
            kind="reading.many", subject=f"somebody {at.name}", detail={}, at=clock.now(), unit_path=at.unit.path
        ),
    }
