"""The mail waits in the outbox: a row in the same transaction as the digest, sent by the sweeper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.actors import SYSTEM
from core.outbox import consumer
from reminders import services


@consumer("reminders.digest", name="reminders.mail")
def send_digest(payload: Mapping[str, Any]) -> None:
    services.send_digest(digest=payload["digest"], by=SYSTEM)
