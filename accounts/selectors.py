"""Reads of the accounts room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, Q

from accounts.models import BreakGlass, Role, SealedCode, User
from core import clock
from core.models import AuditEntry
from core.periods import on
from core.perms import Perms
from core.scope import under
from organisation.pinyin import search_keys

Switch = Callable[..., User]
MOMENT = timedelta(seconds=2)


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


def emergencies(by: User, *, state: str = "") -> Any:
    """Emergency rights this user sees, newest first; `state` is waiting, running or review."""
    rows, now = BreakGlass.objects.visible_to(by), clock.now()
    if state == "waiting":
        rows = rows.filter(status=BreakGlass.Status.ASKED)
    elif state == "running":
        rows = rows.running(now)
    elif state == "review":
        rows = rows.to_review(now)
    return rows.select_related("unit", "user__person").order_by("-asked_at", "-pk")


def running_emergencies(user: User) -> list[BreakGlass]:
    """What this user has been given for now: shown on every page. No query for the many who have nothing."""
    if not user.audit_roles[len(user.group_codes) :]:
        return []
    rows = BreakGlass.objects.running(clock.now()).filter(user=user)  # rule: unscoped, one's own
    return list(rows.select_related("unit").order_by("ends_at"))


def may_decide(user: User, row: BreakGlass) -> bool:
    other = user.person_id not in (None, row.person_id)
    return row.status == BreakGlass.Status.ASKED and other and user.may(Perms.APPROVE_BREAK_GLASS, row.unit)


def may_review(user: User, row: BreakGlass) -> bool:
    opened = row.status == BreakGlass.Status.OPENED and not row.is_running(clock.now()) and row.reviewed_at is None
    third = user.person_id not in (None, row.person_id, row.decider_id)
    return opened and third and user.may(Perms.REVIEW_BREAK_GLASS, row.unit)


def acts_during(row: BreakGlass) -> Any:
    """What its holder did with these rights: entries that bear the mark of the emergency."""
    mark = f"break-glass:{row.group}"
    rows = AuditEntry.objects.filter(actor_id=row.user_id, roles__contains=mark)  # rule: unscoped, all acts of one use
    if row.opened_at is None or row.ends_at is None:
        return []
    # A moment longer: ending it is itself an act.
    return rows.filter(at__gte=row.opened_at, at__lt=row.ends_at + MOMENT).order_by("at", "pk")[:500]


def envelopes(by: User) -> Any:
    """Sealed codes that still work, in the units of this administrator."""
    rows = SealedCode.objects.filter(under(by.unit_paths(Perms.APPROVE_BREAK_GLASS), "unit__path"))
    return (
        rows.filter(used_at=None, withdrawn_at=None).select_related("holder", "unit").order_by("unit__path", "made_at")
    )
