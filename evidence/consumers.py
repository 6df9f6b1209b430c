"""Alarms that other rooms give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from core.outbox import consumer
from evidence.services import raise_alarm


@consumer("security.alarm", name="evidence")
def on_alarm(payload: Mapping[str, Any]) -> None:
    raise_alarm(
        kind=payload["kind"],
        subject=payload["subject"],
        detail=payload.get("detail", {}),
        at=dt.datetime.fromisoformat(payload["at"]),
        unit_path=payload.get("unit_path", ""),
    )
