"""Named filters of appraisals: seen by those who appraise, those who see conduct, and, once contested, who hears objections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from core.perms import Perms
from core.scope import ScopedQuerySet, under
from discipline.rules.appraisals import APPEALED, TAKES_MARKS, Status

if TYPE_CHECKING:
    from accounts.models import User

SEEN = (Perms.APPRAISE, Perms.VIEW_CONDUCT)


class RoundQuerySet(ScopedQuerySet):
    """Rounds of appraisal."""

    scope_path = "unit__path"
    view_permission = Perms.APPRAISE

    def scope(self, user: User, permission: str | None = None) -> Q:
        if permission is not None:
            return super().scope(user, permission)
        paths = {path for right in SEEN for path in user.unit_paths(right)}
        return under(tuple(sorted(paths)), self.scope_path)

    def with_progress(self) -> Self:
        """How many people, how many whose marks are open, how many results that are final."""
        return self.annotate(
            people=self._how_many(~Q(status=Status.LEFT_OUT)),
            waiting=self._how_many(Q(status__in=TAKES_MARKS)),
            done=self._how_many(Q(status=Status.FINAL)),
        )

    def _how_many(self, which: Q) -> Coalesce:
        """Counted for the rows that are shown, not for all rounds before they are sorted."""
        rows = self.model._meta.get_field("appraisals").related_model._default_manager.filter(which)
        counted = rows.filter(round=OuterRef("pk")).order_by().values("round").annotate(n=Count("pk"))
        return Coalesce(Subquery(counted.values("n")), 0)


class AppraisalQuerySet(ScopedQuerySet):
    """Appraisals of people, by the unit they served in."""

    scope_path = "unit__path"
    view_permission = Perms.APPRAISE

    def scope(self, user: User, permission: str | None = None) -> Q:
        if permission is not None:
            return super().scope(user, permission)
        paths = {path for right in SEEN for path in user.unit_paths(right)}
        seen = under(tuple(sorted(paths)), self.scope_path)
        if appeals := user.unit_paths(Perms.HANDLE_APPEALS):
            seen |= under(appeals, self.scope_path) & Q(status__in=APPEALED, contested=True)
        return seen


class MarkQuerySet(AppraisalQuerySet):
    """Marks, seen with the appraisal."""

    scope_path = "appraisal__unit__path"

    def scope(self, user: User, permission: str | None = None) -> Q:
        paths = {path for right in SEEN for path in user.unit_paths(right)}
        return under(tuple(sorted(paths)), self.scope_path)
