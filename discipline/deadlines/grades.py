"""What falls due on the way up: the decision after the publicity."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from core.deadlines import Due, Source, register
from core.perms import Perms
from discipline.models import GradeProposal
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
