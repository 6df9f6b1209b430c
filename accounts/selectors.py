"""Reads of the accounts room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, Q

from accounts.models import Role, User
from core import clock
from core.periods import on
from organisation.pinyin import search_keys

Switch = Callable[..., User]


def accounts(by: User, *, words: str = "", state: str = "") -> Any:
    """Accounts that this administrator sees, with the roles of today; `state` is open or closed."""
    held = Role.objects.visible_to(by).filter(on(clock.today())).select_related("unit")
    rows = User.objects.visible_to(by).select_related("person").prefetch_related(Prefetch("roles", held, "held"))
    for word in words.split():
        rows = rows.filter(Q(username__icontains=word) | Q(person__search__contains=search_keys(word)))
    if state in {"open", "closed"}:
        rows = rows.filter(is_active=state == "open")
    return rows.order_by("username")


def live_sessions(user: User) -> Any:
    """Sessions that can still be used, newest first; older rows are leftovers of browsers that were just closed."""
    oldest = clock.now() - timedelta(seconds=settings.SESSION_ABSOLUTE_SECONDS)
    return user.sessions.filter(started_at__gt=oldest).order_by("-started_at")
