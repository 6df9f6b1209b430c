"""The mail waits in the outbox: a row in the same transaction as the digest, sent by the sweeper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.models import BreakGlass
from core.actors import SYSTEM
from core.outbox import consumer
from core.perms import Perms
from reminders import services
from reminders.recipients import nearest_holders


@consumer("reminders.digest", name="reminders.mail")
def send_digest(payload: Mapping[str, Any]) -> None:
    services.send_digest(digest=payload["digest"], by=SYSTEM)


@consumer("account.changed", name="reminders.told")
def tell_owner(payload: Mapping[str, Any]) -> None:
    """What changed about signing in is told to whose account it is: whoever did not do it raises the alarm."""
    key = f"account {payload['what']} {payload['at']}"
    services.tell_users(users=[payload["user"]], kind=f"account.{payload['what']}", words={}, key=key, url="/account/")


@consumer("break_glass.changed", name="reminders.told")
def tell_of_emergency(payload: Mapping[str, Any]) -> None:
    """Who decides, the head of the unit, the audit administrator and whoever asked know at once."""
    row, what = BreakGlass.objects.select_related("unit", "user__person").get(pk=payload["emergency"]), payload["what"]
    path = row.unit.path
    auditors = nearest_holders(Perms.REVIEW_BREAK_GLASS, path)
    told = {
        "asked": nearest_holders(Perms.APPROVE_BREAK_GLASS, path),
        "refused": (row.user_id,),
        "opened": (*auditors, *nearest_holders(Perms.APPROVE_ASSIGNMENT, path), row.user_id),
        "opened_sealed": (*auditors, *nearest_holders(Perms.APPROVE_ASSIGNMENT, path), row.user_id),
        "ended": auditors,
    }.get(what, ())
    until = timezone.localtime(row.ends_at).strftime("%H:%M") if row.ends_at else ""
    services.tell_users(
        users=told,
        kind=f"break_glass.{what}",
        words={"name": row.user.display_name, "unit": str(row.unit), "until": until},
        key=f"break-glass:{row.pk}:{what}",
        url=reverse("accounts:break-glass-show", args=[row.pk]),
    )
