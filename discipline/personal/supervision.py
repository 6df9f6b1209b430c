"""What supervision keeps about an auxiliary: for which findings they were named, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.registries import PersonalData, not_personal_data, personal_data
from discipline.models.supervision import Responsibility

OFFICE = "an act of office of whoever inspected, led or put right; an auxiliary's part is discipline.Responsibility"


def rows(person: int) -> Iterator[Mapping[str, Any]]:
    """The findings that name the person; what was found may speak of others and stays out."""
    found = Responsibility.objects.filter(auxiliary__person=person).select_related("finding__unit").order_by("pk")
    for row in found:
        yield {
            "number": row.finding.number,
            "unit": str(row.finding.unit),
            "found_at": row.finding.found_at,
            "kind": str(row.get_kind_display()),
            "stands": str(row.get_stands_display()),
            "reason": row.reason,
            "settled_at": row.settled_at,
        }


personal_data.add(
    PersonalData("discipline.Responsibility", _("Findings that name me"), "auxiliary__person", rows=rows, order=300)
)
not_personal_data.update(
    dict.fromkeys(
        (
            "discipline.Draw",
            "discipline.Finding",
            "discipline.FindingPhoto",
            "discipline.FindingStep",
            "discipline.Inspection",
        ),
        OFFICE,
    )
)
