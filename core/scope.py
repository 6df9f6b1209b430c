"""Whose records: `.visible_to(user)` on every model. A right is held on a unit and reaches everything below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db.models import Q

from core.sealed import SealedQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class ScopedQuerySet(SealedQuerySet):
    """A queryset that knows by which unit its rows are seen.

    `scope_path`: lookup to the path of the unit. `view_permission`: the right that opens the rows.
    """

    scope_path: ClassVar[str] = "unit__path"
    view_permission: ClassVar[str] = ""

    def visible_to(self, user: User, permission: str | None = None) -> Self:
        """Rows in the units on which the user holds the right (or the one named), and below them; nothing for anybody else."""
        return self.filter(self.scope(user, permission))

    def scope(self, user: User, permission: str | None = None) -> Q:
        paths = user.unit_paths(permission or self.view_permission)
        return under(paths, self.scope_path)


def under(paths: tuple[str, ...], lookup: str) -> Q:
    """Condition: the path at `lookup` is one of these or below it. No path, no row."""
    if not paths:
        return Q(pk__in=[])
    condition = Q()
    for path in paths:
        condition |= Q(**{f"{lookup}__startswith": path})
    return condition
