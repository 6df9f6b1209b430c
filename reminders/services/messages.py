"""Telling users what happened: each once for each matter, shown until read, and in the next mail of the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from accounts.models import User
from core import clock
from reminders.models import Message


@transaction.atomic
def tell_users(*, users: Iterable[int], kind: str, words: Mapping[str, Any], key: str, url: str = "") -> int:
    """Tell these users; whoever was told of this `key` before is left alone. Returns how many were asked to be told."""
    rows = [
        Message(user_id=user, kind=kind, words=dict(words), key=key[:120], url=url, made_at=clock.now())
        for user in sorted(set(users))
    ]
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def settle_messages(*, users: Iterable[int], kind: str, url: str) -> int:
    """What these messages asked for has been done, by whomever: nobody need read of it any more. Returns how many."""
    asked = Message.objects.filter(user__in=sorted(set(users)), kind=kind, url=url, seen_at__isnull=True)
    return asked.update(seen_at=clock.now())


@transaction.atomic
def mark_messages_seen(*, messages: Any, by: User) -> int:
    """Only one's own, and only once."""
    return int(messages.filter(user=by, seen_at__isnull=True).update(seen_at=clock.now()))
