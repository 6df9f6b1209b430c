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


@consumer("account.changed", name="reminders.told")
def tell_owner(payload: Mapping[str, Any]) -> None:
    """What changed about signing in is told to whose account it is: whoever did not do it raises the alarm."""
    key = f"account {payload['what']} {payload['at']}"
    services.tell_users(users=[payload["user"]], kind=f"account.{payload['what']}", words={}, key=key, url="/account/")
