"""How long this room keeps things: sessions, attempts to sign in, used-up codes and tokens, answers to keys, done events."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiToken, FirstSignIn, UnitUserPermission, UserSession
from core.clock import start_of
from core.models import IdempotencyKey, OutboxEvent
from core.registries import Retention, retention

Rows = Callable[[date], list[Any]]


def sessions(before: date) -> list[Any]:
    """Sessions that ended, and what was noted of sessions that are gone."""
    ended = Session.objects.filter(expire_date__lt=start_of(before))
    alive = Session.objects.filter(expire_date__gte=start_of(before)).values("session_key")
    noted = UserSession.objects.filter(started_at__lt=start_of(before)).exclude(session_key__in=alive)
    return [ended, noted]


def attempts(before: date) -> list[Any]:
    moment = start_of(before)
    return [
        AccessAttempt.objects.filter(attempt_time__lt=moment),
        AccessLog.objects.filter(attempt_time__lt=moment),
        AccessFailureLog.objects.filter(attempt_time__lt=moment),
        FirstSignIn.objects.filter(Q(used_at__lt=moment) | Q(used_at=None), expires_at__lt=moment),
        ApiToken.objects.filter(Q(revoked_at__lt=moment) | Q(expires_at__lt=moment)),
    ]


def closed_rights(before: date) -> list[Any]:
    """Rights of accounts that may no longer sign in; the roles they came from stay on file."""
    return [UnitUserPermission.objects.filter(user__is_active=False)]


def keys(before: date) -> list[Any]:
    return [IdempotencyKey.objects.filter(created_at__lt=start_of(before))]


def events(before: date) -> list[Any]:
    """Done ones; an open event is never forgotten."""
    return [OutboxEvent.objects.filter(done_at__lt=start_of(before))]


def _policy(key: str, title: Any, rows: Rows, order: int) -> Retention:
    def due(before: date, held: Collection[int]) -> int:
        return sum(found.count() for found in rows(before))

    def forget(before: date, held: Collection[int]) -> int:
        return sum(found.delete()[0] for found in rows(before))

    return retention.add(Retention(key, title, due, forget, order))


_policy("accounts.sessions", _("Sessions that ended"), sessions, 10)
_policy("accounts.attempts", _("Attempts to sign in, used codes, ended tokens"), attempts, 20)
_policy("accounts.closed_rights", _("Rights of closed accounts"), closed_rights, 30)
_policy("core.idempotency", _("Answers kept for repeated requests"), keys, 40)
_policy("core.outbox", _("Events that are done"), events, 50)
