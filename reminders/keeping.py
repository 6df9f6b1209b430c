"""How long this room keeps things: mails and messages that were read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.clock import start_of
from core.registries import Retention, retention
from reminders.models import Delivery, Digest, Message


def rows(before: date) -> list[Any]:
    """Messages, who was told of what, and the mails that said so, in this order."""
    moment = start_of(before)
    told = Delivery.objects.filter(notice__closed_at__lt=moment)
    empty = Digest.objects.filter(made_at__lt=moment, messages=None).exclude(
        pk__in=Delivery.objects.exclude(notice__closed_at__lt=moment).values("digest")
    )
    return [Message.objects.filter(made_at__lt=moment), told, empty]


def due(before: date, held: Collection[int]) -> int:
    return sum(found.count() for found in rows(before)[:2])


def forget(before: date, held: Collection[int]) -> int:
    return sum(found.delete()[0] for found in rows(before))


retention.add(Retention("reminders.mails", _("Messages, and who was told of reminders put right"), due, forget, 60))
