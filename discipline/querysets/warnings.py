"""Named filters of what was done about warnings: seen by who supervises, puts right, or sees conduct."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Q

from core.perms import Perms
from core.scope import ScopedQuerySet, under

if TYPE_CHECKING:
    from accounts.models import User

READERS: Final = (Perms.SUPERVISE, Perms.RECTIFY, Perms.VIEW_CONDUCT)


def in_sight(user: User, lookup: str) -> Q:
    """Rows of the units in which the user holds one of the rights that open warnings."""
    return under(tuple(path for right in READERS for path in user.unit_paths(right)), lookup)


class WarningNoteQuerySet(ScopedQuerySet):
    """What was done about warnings 预警处置."""

    scope_path = "auxiliary__unit__path"
    view_permission = Perms.VIEW_CONDUCT

    def scope(self, user: User, permission: str | None = None) -> Q:
        return super().scope(user, permission) if permission else in_sight(user, self.scope_path)
