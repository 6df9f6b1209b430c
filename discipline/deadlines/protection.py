"""What falls due of incidents and of the care list: to be taken in hand, to be settled, to be visited."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from core.deadlines import Due, Source, register
from core.perms import Perms
from discipline.models.protection import Care, Incident


def untaken(day: date, until: date) -> Iterator[Due]:
    """Incidents that nobody deals with."""
    rows = Incident.objects.untaken().filter(take_by__lte=until)
    for pk, number, unit, due_on in rows.values_list("pk", "number", "unit_id", "take_by"):
        yield Due(f"discipline.incident_take:{pk}", due_on, unit, number, None, f"/discipline/incidents/{pk}/")


def unsettled(day: date, until: date) -> Iterator[Due]:
    """Incidents that are not settled."""
    rows = Incident.objects.open().filter(due_on__lte=until)
    for pk, number, unit, due_on in rows.values_list("pk", "number", "unit_id", "due_on"):
        yield Due(f"discipline.incident:{pk}", due_on, unit, number, None, f"/discipline/incidents/{pk}/")


def visits(day: date, until: date) -> Iterator[Due]:
    """People on the care list who are to be visited."""
    rows = Care.objects.running().filter(visit_by__lte=until)
    for pk, unit, name, due_on in rows.values_list("pk", "auxiliary__unit_id", "auxiliary__person__name", "visit_by"):
        yield Due(f"discipline.care:{pk}", due_on, unit, name, None, f"/discipline/care/{pk}/")


register(
    Source(
        code="incident_take",
        title=_("Incident to be taken in hand"),
        stages=(1, 0, -1),
        find=untaken,
        advice=_("Take it in hand: the person waits for help."),
        cites=("HA 4", "GX 38", "ST 31"),
        right=Perms.HANDLE_INCIDENTS,
    )
)
register(
    Source(
        code="incident_settle",
        title=_("Incident to be settled"),
        stages=(7, 1, 0, -1, -7),
        find=unsettled,
        advice=_("Settle it, and say to the person what came of it."),
        cites=("HA 34", "GX 40", "ST 31"),
        right=Perms.HANDLE_INCIDENTS,
    )
)
register(
    Source(
        code="care_visit",
        title=_("Visit to somebody on the care list"),
        stages=(30, 7, 0, -7),
        find=visits,
        advice=_("Visit the person or the family and write it down."),
        cites=("GX 39", "ST 20"),
        right=Perms.HANDLE_INCIDENTS,
    )
)
