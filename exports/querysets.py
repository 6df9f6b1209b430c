"""Whose exports: one's own, those a second person may decide, and all of them for the audit administrator."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db.models import Q

from core.perms import Perms
from core.scope import ScopedQuerySet


class ExportQuerySet(ScopedQuerySet):
    """Exports 导出. Seen by whoever asked, whoever may approve over the unit, and the audit administrator."""

    scope_path = "unit__path"
    view_permission = Perms.APPROVE_EXPORT

    def visible_to(self, user: Any, permission: str | None = None) -> Self:
        seen = Q(by=user) | self.scope(user, permission) | self.scope(user, Perms.VIEW_AUDIT)
        return self.filter(seen)

    def to_decide(self, user: Any) -> Self:
        """Waiting for a second person, who is not the natural person that asked, whatever the account."""
        waiting = self.filter(self.scope(user, Perms.APPROVE_EXPORT), status="waiting")
        return waiting.exclude(by=user).exclude(person_id=user.person_id)

    def overdue(self, now: dt.datetime, longest: dt.timedelta) -> Self:
        """Being made for longer than that: whoever made it is gone."""
        return self.filter(status="making", making_since__lt=now - longest)

    def ended(self, now: dt.datetime) -> Self:
        """The hour is over and the bytes are still there."""
        return self.exclude(stored_name="").filter(expires_at__lt=now)
