"""Named filters of cases: conduct is seen by those who hold that right, and by those who act in the case."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from core.perms import Perms
from core.scope import ScopedQuerySet, under
from discipline.rules.cases.life import ENDED, FOR_DECISION, SEEN_BY_PERSON, Status

if TYPE_CHECKING:
    from accounts.models import User

APPEALED = (Status.APPEALED, Status.CLOSED)


def in_scope(user: User, permission: str | None, path: str, before: str = "") -> Q:
    """Conduct of the units held and below; deciders: from the investigation's end on; for appeals: those appealed against."""
    if permission is not None:
        return under(user.unit_paths(permission), path)
    seen = under(user.unit_paths(Perms.VIEW_CONDUCT), path)
    if deciding := user.unit_paths(Perms.DECIDE_CASE):
        seen |= under(deciding, path) & Q(**{f"{before}status__in": FOR_DECISION})
    if appeals := user.unit_paths(Perms.HANDLE_APPEALS):
        seen |= under(appeals, path) & Q(**{f"{before}status__in": APPEALED, f"{before}appealed": True})
    return seen


class CaseQuerySet(ScopedQuerySet):
    """Cases 案件."""

    scope_path = "unit__path"
    view_permission = Perms.VIEW_CONDUCT

    def scope(self, user: User, permission: str | None = None) -> Q:
        return in_scope(user, permission, self.scope_path)

    def open(self) -> Self:
        """Neither closed nor left unopened."""
        return self.exclude(status__in=ENDED)

    def of_person(self, person: int | None) -> Self:
        """Those of one natural person, from the day the facts are put to them; the own side reads nothing else."""
        return self.filter(auxiliary__person=person, status__in=SEEN_BY_PERSON)


class OfCaseQuerySet(ScopedQuerySet):
    """Whatever belongs to one case: seen by whoever sees the case."""

    scope_path = "case__unit__path"
    view_permission = Perms.VIEW_CONDUCT

    def scope(self, user: User, permission: str | None = None) -> Q:
        return in_scope(user, permission, self.scope_path, "case__")


class WithdrawalQuerySet(OfCaseQuerySet):
    """Requests that somebody withdraw 回避申请."""

    def waiting(self) -> Self:
        return self.filter(answer="")


class SanctionQuerySet(OfCaseQuerySet):
    """Sanctions 处分."""

    def in_effect(self, day: date) -> Self:
        """Served, not taken back, and not over on that day."""
        return self.filter(revoked_on=None, starts_on__lte=day, ends_on__gte=day)


class SuspensionQuerySet(OfCaseQuerySet):
    """Suspensions 停职."""

    def running(self) -> Self:
        return self.filter(lifted_on=None)


class OfAppealQuerySet(ScopedQuerySet):
    """What belongs to an appeal: seen by whoever sees the case."""

    scope_path = "appeal__case__unit__path"
    view_permission = Perms.VIEW_CONDUCT

    def scope(self, user: User, permission: str | None = None) -> Q:
        return in_scope(user, permission, self.scope_path, "appeal__case__")
