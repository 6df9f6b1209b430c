"""Named filters of incidents and of the care list: seen by who handles incidents and who sees conduct."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from core.perms import Perms
from core.scope import ScopedQuerySet, under
from discipline.rules.protection import OPEN, Status

if TYPE_CHECKING:
    from accounts.models import User


class _Protected(ScopedQuerySet):
    view_permission = Perms.HANDLE_INCIDENTS

    def scope(self, user: User, permission: str | None = None) -> Q:
        seen = super().scope(user, permission)
        return seen if permission else seen | under(user.unit_paths(Perms.VIEW_CONDUCT), self.scope_path)


class IncidentQuerySet(_Protected):
    """Incidents on duty 执勤事件."""

    scope_path = "unit__path"

    def open(self) -> Self:
        """Those that are not settled, the next to fall due first."""
        return self.filter(status__in=OPEN).order_by("due_on", "pk")

    def untaken(self) -> Self:
        return self.filter(status=Status.REPORTED).order_by("take_by", "pk")

    def overdue(self, day: date) -> Self:
        return self.open().filter(due_on__lt=day)

    def of_person(self, person: int | None) -> Self:
        return self.filter(auxiliary__person=person)


class StepQuerySet(_Protected):
    """What was done about an incident."""

    scope_path = "incident__unit__path"


class CareQuerySet(_Protected):
    """The care list 慰问帮扶名单."""

    scope_path = "auxiliary__unit__path"

    def running(self) -> Self:
        return self.filter(until=None)


class VisitQuerySet(_Protected):
    """Visits to people on the care list."""

    scope_path = "care__auxiliary__unit__path"
