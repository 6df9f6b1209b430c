"""What falls due on the way up: objections to settle before the publicity ends, the decision after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from core.deadlines import Due, Source, register
from core.perms import Perms
from discipline.models import GradeObjection, GradeProposal
from discipline.rules.grades import Status


def decisions(day: date, until: date) -> Iterator[Due]:
    """Proposals whose publicity ends and that nobody decided."""
    rows = GradeProposal.objects.filter(status__in=(Status.PUBLIC, Status.CONTESTED), published_until__lte=until)
    for pk, number, name, unit, due_on in rows.values_list(
        "pk", "number", "auxiliary__person__name", "unit_id", "published_until"
    ).iterator():
        yield Due(
            f"discipline.gradeproposal:{pk}",
            due_on,
            unit,
            f"{number} {name}",
            None,
            f"/discipline/grades/proposals/{pk}/",
        )


def objections(day: date, until: date) -> Iterator[Due]:
    """Objections nobody settled, due when the publicity ends."""
    rows = GradeObjection.objects.filter(
        outcome=GradeObjection.Outcome.OPEN,
        proposal__status=Status.CONTESTED,
        proposal__published_until__lte=until,
    )
    for pk, proposal, number, unit, due_on in rows.values_list(
        "pk", "proposal_id", "proposal__number", "proposal__unit_id", "proposal__published_until"
    ).iterator():
        address = f"/discipline/grades/proposals/{proposal}/"
        yield Due(f"discipline.gradeobjection:{pk}", due_on, unit, number, None, address)


register(
    Source(
        code="grade_decision",
        title=_("Publicity of a proposed grade ends"),
        stages=(0, -3, -10),
        find=decisions,
        advice=_("Decide on the grade, or close the proposal with the reason."),
        cites=("HOUSE",),
        right=Perms.MANAGE_GRADES,
    )
)
register(
    Source(
        code="grade_objection",
        title=_("Objection to a grade not settled"),
        stages=(3, 1, 0, -3),
        find=objections,
        advice=_("Settle the objection: nothing is decided before."),
        cites=("HOUSE",),
        right=Perms.MANAGE_GRADES,
    )
)
