"""Named filters of inspections and findings: inspectors see those of their units, the unit what it has to put right."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from core.perms import Perms
from core.scope import ScopedQuerySet, under
from discipline.rules.supervision import STANDING, FindingStatus, InspectionStatus

if TYPE_CHECKING:
    from accounts.models import User


def _readers(user: User, lookup: str) -> Q:
    """Rows of the units in which the user puts right what was found, or sees conduct."""
    return under((*user.unit_paths(Perms.RECTIFY), *user.unit_paths(Perms.VIEW_CONDUCT)), lookup)


class DrawQuerySet(ScopedQuerySet):
    """Draws 抽查."""

    scope_path = "unit__path"
    view_permission = Perms.SUPERVISE


class InspectionQuerySet(ScopedQuerySet):
    """Inspections 督察."""

    scope_path = "unit__path"
    view_permission = Perms.SUPERVISE

    def scope(self, user: User, permission: str | None = None) -> Q:
        """The inspectors' own; of those who put things right: what was announced, and what has begun."""
        seen = super().scope(user, permission)
        if permission is not None:
            return seen
        told = Q(announced=True) | Q(status__in=[InspectionStatus.UNDER_WAY, InspectionStatus.CLOSED])
        return seen | (_readers(user, self.scope_path) & told)

    def open(self) -> Self:
        """Those that are still to be made, the next first."""
        return self.filter(status__in=[InspectionStatus.PLANNED, InspectionStatus.UNDER_WAY]).order_by(
            "planned_for", "pk"
        )


class FindingQuerySet(ScopedQuerySet):
    """Findings 问题."""

    scope_path = "unit__path"
    view_permission = Perms.SUPERVISE

    def scope(self, user: User, permission: str | None = None) -> Q:
        seen = super().scope(user, permission)
        return seen if permission is not None else seen | _readers(user, self.scope_path)

    def standing(self) -> Self:
        """Those that are not settled yet, the next to fall due first."""
        return self.filter(status__in=STANDING).order_by("due_on", "pk")

    def to_put_right(self) -> Self:
        return self.filter(status=FindingStatus.OPEN).order_by("due_on", "pk")

    def overdue(self, day: date) -> Self:
        """To be put right, and the day is over."""
        return self.to_put_right().filter(due_on__lt=day)

    def to_recheck(self) -> Self:
        return self.filter(status=FindingStatus.REPORTED).order_by("due_on", "pk")


class OfInspectionQuerySet(ScopedQuerySet):
    """Whatever belongs to one inspection."""

    scope_path = "inspection__unit__path"
    view_permission = Perms.SUPERVISE


class OfFindingQuerySet(ScopedQuerySet):
    """Whatever belongs to one finding: seen by whoever sees the finding."""

    scope_path = "finding__unit__path"
    view_permission = Perms.SUPERVISE

    def scope(self, user: User, permission: str | None = None) -> Q:
        seen = super().scope(user, permission)
        return seen if permission is not None else seen | _readers(user, self.scope_path)

    def about(self, auxiliary: int) -> Self:
        """Responsibilities of one auxiliary, for the own side."""
        return self.filter(auxiliary=auxiliary)
