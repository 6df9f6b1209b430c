"""Named filters of insurance."""

from __future__ import annotations

from datetime import date
from typing import Self

from core.periods import on
from core.perms import Perms
from core.scope import ScopedQuerySet


class EnrolmentQuerySet(ScopedQuerySet):
    """Insurances 参保, seen by the auxiliary's present unit."""

    scope_path = "auxiliary__unit__path"
    view_permission = Perms.VIEW_INSURANCE

    def in_force(self, day: date) -> Self:
        return self.filter(on(day))


class PolicyQuerySet(ScopedQuerySet):
    """Accident policies 意外险, seen by the unit that took them out."""

    scope_path = "unit__path"
    view_permission = Perms.VIEW_INSURANCE

    def in_force(self, day: date) -> Self:
        return self.filter(on(day))


class PolicyMemberQuerySet(ScopedQuerySet):
    """Who is covered by a policy, seen by the auxiliary's present unit."""

    scope_path = "auxiliary__unit__path"
    view_permission = Perms.VIEW_INSURANCE

    def in_force(self, day: date) -> Self:
        return self.filter(on(day))
