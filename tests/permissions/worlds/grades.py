"""A grade proposed in public, of the unit that is looked at."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from accounts.models import User
from core import clock
from discipline.models import GradeProposal
from organisation.models import Unit
from roster.models import Auxiliary
from tests.cast import Cast
from tests.permissions.world import Place


def objects(cast: Cast) -> dict[str, Any]:
    return {"grade_proposal": _public(cast.auxiliary("晋升人", grade="七级"), "1", cast["first"], cast.user("hr"))}


def everywhere(cast: Cast, at: Place) -> dict[str, Any]:
    """The same of the unit; among the archived it was withdrawn."""
    row = _public(cast.auxiliary(f"climber-{at.name}", unit=at.code, grade="七级"), at.name, at.unit, at.desk)
    if at.left:
        GradeProposal.objects.filter(pk=row.pk).update(status="withdrawn", revision=3)
    return {"grade_proposal": row}


def _public(someone: Auxiliary, name: str, shown_in: Unit, hr: User) -> GradeProposal:
    row = GradeProposal(
        number=f"CJ-{name}"[:20], auxiliary=someone, unit=someone.unit, from_grade="七级", to_grade="六级", appraisal="称职",
        proposed_by=hr, proposed_person=hr.person, proposed_at=clock.now(),
    )  # fmt: skip
    row.save()
    row.status, row.published_in, row.revision = "public", shown_in, 2
    row.published_from, row.published_until = clock.today(), clock.today() + timedelta(days=9)
    row.basis = {"workdays": 7, "cites": ["HOUSE"], "calendar_known": True}
    row.save()
    return row
