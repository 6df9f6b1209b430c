"""What falls due in commendations: objections to settle before the publicity ends, the decision after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from core.deadlines import Due, Source, register
from core.perms import Perms
from discipline.models import Commendation, Objection
from discipline.rules.commendations import Status


def decisions(day: date, until: date) -> Iterator[Due]:
    """Nominations whose publicity is over, or ends soon, and that nobody decided."""
    rows = Commendation.objects.filter(status=Status.PUBLIC, published_until__lte=until)
    for pk, number, name, unit, due_on in rows.values_list(
        "pk", "number", "auxiliary__person__name", "unit_id", "published_until"
    ).iterator():
        address = f"/discipline/commendations/{pk}/"
        yield Due(f"discipline.commendation:{pk}", due_on, unit, f"{number} {name}", None, address)


def objections(day: date, until: date) -> Iterator[Due]:
    """Objections nobody settled, due when the publicity ends."""
    rows = Objection.objects.filter(
        outcome=Objection.Outcome.OPEN,
        commendation__status=Status.PUBLIC,
        commendation__published_until__lte=until,
    )
    for pk, award, number, unit, due_on in rows.values_list(
        "pk", "commendation_id", "commendation__number", "commendation__unit_id", "commendation__published_until"
    ).iterator():
        yield Due(f"discipline.objection:{pk}", due_on, unit, number, None, f"/discipline/commendations/{award}/")


register(
    Source(
        code="commendation_decision",
        title=_("Publicity of a nomination ends"),
        stages=(0, -3, -10),
        find=decisions,
        advice=_("Decide on the award, or close the nomination with the reason."),
        cites=("HOUSE",),
        right=Perms.COMMEND,
    )
)
register(
    Source(
        code="commendation_objection",
        title=_("Objection to a nomination not settled"),
        stages=(3, 1, 0, -3),
        find=objections,
        advice=_("Settle the objection: nothing is awarded before."),
        cites=("HOUSE",),
        right=Perms.COMMEND,
    )
)
