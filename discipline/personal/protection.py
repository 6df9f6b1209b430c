"""What the room keeps about people in incidents and on the care list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.registries import PersonalData, not_personal_data, personal_data
from discipline.models.protection import Care, Incident

TOLD_WITH = "told with the incident or the care list it belongs to"


def incidents(person: int) -> Iterator[Mapping[str, Any]]:
    """What happened to me, what was done, what came of it."""
    for row in Incident.objects.of_person(person).prefetch_related("steps").order_by("pk"):
        yield {
            "number": row.number,
            "happened_on": row.happened_on,
            "what": row.what,
            "status": str(row.get_status_display()),
            "steps": [f"{step.on} {step.get_kind_display()} {step.words}" for step in row.steps.all()],
            "result": row.result,
        }


def cares(person: int) -> Iterator[Mapping[str, Any]]:
    """On which ground I am looked after, and the visits."""
    for row in Care.objects.filter(auxiliary__person=person).prefetch_related("visits").order_by("pk"):
        visits = [f"{visit.on} {visit.words}" for visit in row.visits.all()]
        yield {"ground": str(row.get_ground_display()), "since": row.since, "until": row.until, "visits": visits}


personal_data.add(
    PersonalData("discipline.Incident", _("Incidents on duty"), "auxiliary__person", rows=incidents, order=315)
)
personal_data.add(PersonalData("discipline.Care", _("Care list"), "auxiliary__person", rows=cares, order=316))
not_personal_data.update(dict.fromkeys(("discipline.IncidentStep", "discipline.CareVisit"), TOLD_WITH))
