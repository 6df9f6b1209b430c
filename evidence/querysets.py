"""Whose evidence: the trail by the path copied into each entry; what belongs to no unit only from the top."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from core.perms import Perms
from core.scope import ScopedQuerySet, under

if TYPE_CHECKING:
    from accounts.models import User


def within_units(user: User, permission: str = Perms.VIEW_AUDIT) -> Q:
    """Rows of the auditor's units. Signing in, settings and the program's own acts have no unit: shown to auditors of
    a topmost unit, who watch over the whole house."""
    paths = user.unit_paths(permission)
    condition = under(paths, "unit_path")
    if any(path.count(".") == 1 for path in paths):
        condition |= Q(unit_path="")
    return condition


class AlarmQuerySet(ScopedQuerySet):
    """Alarms, seen as the trail is."""

    scope_path = "unit_path"
    view_permission = Perms.VIEW_ALARMS

    def scope(self, user: User, permission: str | None = None) -> Q:
        return within_units(user, permission or self.view_permission)

    def open(self) -> Any:
        return self.filter(answered_at__isnull=True)
