"""Named filters of nominations and awards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from core.perms import Perms
from core.scope import ScopedQuerySet, under
from discipline.rules.commendations import Status

if TYPE_CHECKING:
    from accounts.models import User

CONDUCT = (Perms.COMMEND, Perms.VIEW_CONDUCT)


class CommendationQuerySet(ScopedQuerySet):
    """Nominations and awards: seen by those who commend, and by those who see conduct."""

    scope_path = "unit__path"
    view_permission = Perms.COMMEND

    def scope(self, user: User, permission: str | None = None) -> Q:
        if permission is not None:
            return super().scope(user, permission)
        paths = {path for right in CONDUCT for path in user.unit_paths(right)}
        return under(tuple(sorted(paths)), self.scope_path)

    def open(self) -> Self:
        """Neither decided nor withdrawn."""
        return self.filter(status__in=(Status.NOMINATED, Status.PUBLIC))

    def awarded(self, year: int) -> Self:
        return self.filter(status=Status.AWARDED, year=year)


class ObjectionQuerySet(CommendationQuerySet):
    """Objections to a nomination, seen with it."""

    scope_path = "commendation__unit__path"
