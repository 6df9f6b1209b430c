"""Named filters of assignments, refused attempts and rulings."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from core.periods import on
from core.perms import Perms
from core.scope import ScopedQuerySet, under
from duties.life import BINDING, OPEN, Status

if TYPE_CHECKING:
    from accounts.models import User


class AssignmentQuerySet(ScopedQuerySet):
    """Assignments 任务派遣."""

    scope_path = "unit__path"
    view_permission = Perms.VIEW_ASSIGNMENTS

    def scope(self, user: User, permission: str | None = None) -> Q:
        """Those of the units held; the legal reviewer's: referred or ruled on; and those one leads or commands."""
        if permission is not None:
            return super().scope(user, permission)
        everything = self.model._base_manager
        seen = super().scope(user)
        if for_law := user.unit_paths(Perms.RULE_ON_LAW):
            ruled = Q(pk__in=everything.filter(rulings__isnull=False).values("pk"))
            seen |= under(for_law, self.scope_path) & (Q(status=Status.REFERRED) | ruled)
        if user.person_id is not None and user.may(self.view_permission):
            for role in ("leads", "commander"):
                named = everything.filter(**{f"{role}__officer__person": user.person_id})
                seen |= Q(pk__in=named.values("pk"))
        return seen

    def awaiting_approval(self) -> Self:
        """Pending ones, the next to start first."""
        return self.filter(status=Status.PENDING).order_by("starts_at", "pk")

    def awaiting_ruling(self) -> Self:
        """Referred ones, the next to start first."""
        return self.filter(status=Status.REFERRED).order_by("starts_at", "pk")

    def open(self) -> Self:
        """Everything on which a decision still has an effect."""
        return self.filter(status__in=OPEN)

    def binding(self) -> Self:
        """Approved or under way: it takes the time of its people."""
        return self.filter(status__in=BINDING)

    def on_day(self, day: date) -> Self:
        """Those which touch a day, in local time."""
        return self.filter(first_day__lte=day, last_day__gte=day)

    def overdue(self, moment: datetime) -> Self:
        """Not approved when their start time had passed."""
        return self.filter(status__in=(Status.PENDING, Status.REFERRED, Status.RETURNED), starts_at__lte=moment)

    def of_auxiliary(self, auxiliary: int) -> Self:
        """Those on which an auxiliary is named."""
        return self.filter(members__auxiliary=auxiliary)


class PartQuerySet(ScopedQuerySet):
    """Whatever belongs to one assignment: seen by whoever sees the assignment."""

    scope_path = "assignment__unit__path"
    view_permission = Perms.VIEW_ASSIGNMENTS


class RefusedAttemptQuerySet(ScopedQuerySet):
    """Refused attempts 违规派遣拦截."""

    scope_path = "unit__path"
    view_permission = Perms.VIEW_REFUSED


class RulingQuerySet(ScopedQuerySet):
    """Rulings 法制意见."""

    scope_path = "unit__path"
    view_permission = Perms.RULE_ON_LAW

    def in_force(self, day: date) -> Self:
        """Those that count on a day."""
        return self.filter(on(day, starts="since", ends="until"))
