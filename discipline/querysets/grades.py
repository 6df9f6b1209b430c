"""Named filters of proposals for a grade."""

from __future__ import annotations

from typing import Self

from core.perms import Perms
from core.scope import ScopedQuerySet
from discipline.rules.grades import OPEN


class GradeProposalQuerySet(ScopedQuerySet):
    """Proposals for a grade, seen by those who manage grades there."""

    scope_path = "unit__path"
    view_permission = Perms.MANAGE_GRADES

    def open(self) -> Self:
        """Neither decided nor closed."""
        return self.filter(status__in=OPEN)


class GradeObjectionQuerySet(ScopedQuerySet):
    """Objections to a proposed grade, seen with it."""

    scope_path = "proposal__unit__path"
    view_permission = Perms.MANAGE_GRADES
