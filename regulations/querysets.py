"""Named filters of local rules and confirmations."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from core.perms import Perms
from core.scope import ScopedQuerySet, under

if TYPE_CHECKING:
    from accounts.models import User


def numbers(path: str) -> list[int]:
    """The units on a path, from the top: `1.4.9.` → [1, 4, 9]."""
    return [int(number) for number in path.strip(".").split(".") if number]


class LocalQuerySet(ScopedQuerySet):
    """Rows that bind a unit and everything below it: seen by those under them too, for it binds them."""

    scope_path = "unit__path"
    view_permission = Perms.VIEW_LAW

    def scope(self, user: User, permission: str | None = None) -> Q:
        paths = user.unit_paths(permission or self.view_permission)
        if permission is not None:  # acting, unlike reading, reaches downward only
            return under(paths, self.scope_path)
        above = {number for path in paths for number in numbers(path)}
        return under(paths, self.scope_path) | Q(unit_id__in=above)

    def binding(self, path: str) -> Self:
        """Rows of the unit with this path and of those above it."""
        return self.filter(unit_id__in=numbers(path))

    def approved(self) -> Self:
        return self.filter(approved_at__isnull=False)

    def waiting(self) -> Self:
        """Proposed, and not yet approved or declined."""
        return self.filter(approved_at__isnull=True, declined_at__isnull=True)

    def on(self, day: date) -> Self:
        """Approved and in force on the day."""
        return self.approved().filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class BanQuerySet(LocalQuerySet):
    """Bans 本单位禁止."""

    def on(self, day: date) -> Self:
        """Approved, in force on the day and not lifted before it."""
        lifted = Q(lifts__approved_at__isnull=False, lifts__last_day__lt=day)
        return super().on(day).exclude(pk__in=self.model.objects.filter(lifted).values("pk"))


class LiftQuerySet(LocalQuerySet):
    """Liftings of bans 解除禁止."""

    scope_path = "ban__unit__path"

    def scope(self, user: User, permission: str | None = None) -> Q:
        paths = user.unit_paths(permission or self.view_permission)
        if permission is not None:
            return under(paths, self.scope_path)
        above = {number for path in paths for number in numbers(path)}
        return under(paths, self.scope_path) | Q(ban__unit_id__in=above)
