"""Named filters of complaints: whoever is complained of sees none of it, whatever right they hold."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from core.perms import Perms
from core.scope import ScopedQuerySet
from discipline.rules.complaints import OPEN, Status

if TYPE_CHECKING:
    from accounts.models import User


def _not_against(user: User, prefix: str) -> Q:
    """Condition: this person is not complained of."""
    found = Q()
    if user.person_id is None:
        return found
    from discipline.models.complaints import Subject

    # One after the other: each finds its few rows by an index, both at once would read every subject of the house.
    for person in ("officer__person", "auxiliary__person"):
        against = Subject.objects.filter(**{person: user.person_id})
        found &= ~Q(**{f"{prefix}in": against.values("complaint")})
    return found


class ComplaintQuerySet(ScopedQuerySet):
    """Complaints 投诉举报."""

    scope_path = "unit__path"
    view_permission = Perms.HANDLE_COMPLAINTS

    def scope(self, user: User, permission: str | None = None) -> Q:
        return super().scope(user, permission) & _not_against(user, "pk__")

    def open(self) -> Self:
        """Those that are not answered yet, the next to fall due first."""
        return self.filter(status__in=OPEN).order_by("due_on", "pk")

    def unacknowledged(self) -> Self:
        return self.filter(status=Status.RECEIVED).order_by("acknowledge_by", "pk")

    def overdue(self, day: date) -> Self:
        return self.open().filter(due_on__lt=day)


class OfComplaintQuerySet(ScopedQuerySet):
    """Whatever belongs to one complaint: seen by whoever sees the complaint."""

    scope_path = "complaint__unit__path"
    view_permission = Perms.HANDLE_COMPLAINTS

    def scope(self, user: User, permission: str | None = None) -> Q:
        return super().scope(user, permission) & _not_against(user, "complaint__")


class ReporterQuerySet(OfComplaintQuerySet):
    """Who reported: in sight of the one who deals with it, and of nobody else."""

    def scope(self, user: User, permission: str | None = None) -> Q:
        own = Q(complaint__handler_person=user.person_id) if user.person_id is not None else Q(pk__in=[])
        return super().scope(user, permission) & own
