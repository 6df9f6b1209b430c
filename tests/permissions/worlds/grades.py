"""A grade proposed in public, of the unit that is looked at."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from accounts.models import User
from core import clock
from discipline.models import GradeObjection, GradeProposal
from organisation.models import Unit
from roster.models import Auxiliary
from tests.cast import Cast
from tests.permissions.world import Place


def objects(cast: Cast) -> dict[str, Any]:
    row = _public(cast.auxiliary("晋升人", grade="七级"), "1", cast["first"], cast.user("hr"))
    against = _public(cast.auxiliary("争议人", grade="七级"), "2", cast["first"], cast.user("hr"))
    return {"grade_proposal": row, "grade_objection": _contested(against, cast.user("inspector"))}


def everywhere(cast: Cast, at: Place) -> dict[str, Any]:
    """One with an objection, of the unit; among the archived it was closed."""
    row = _public(cast.auxiliary(f"climber-{at.name}", unit=at.code, grade="七级"), at.name, at.unit, at.desk)
    said = _contested(row, cast.user("inspector"))
    if at.left:
        GradeProposal.objects.filter(pk=row.pk).update(status="rejected", reason="异议成立", revision=4)
    return {"grade_proposal": row, "grade_objection": said}


def _contested(row: GradeProposal, by: User) -> GradeObjection:
    """With an objection that waits for its answer."""
    said = GradeObjection.objects.create(
        proposal=row, text="任职年限不足", raised_on=row.published_from, entered_by=by, entered_person=by.person,
        entered_at=clock.now(),
    )  # fmt: skip
    GradeProposal.objects.filter(pk=row.pk).update(status="contested", revision=3)
    return said


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
