"""What this room keeps about a person: where they were sent. Who asked, approved and led is told by function only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.registries import PersonalData, not_personal_data, personal_data
from duties.models import Member

OFFICE = "an act of office of whoever asked, approved or led; the auxiliary's part is duties.Member"


def rows(person: int) -> Iterator[Mapping[str, Any]]:
    """The work of each assignment, without the others on it; free text may name them and stays out."""
    found = Member.objects.filter(auxiliary__person=person).select_related("assignment__unit", "assignment")
    for member in found.prefetch_related("assignment__duties").order_by("assignment__starts_at"):
        work = member.assignment
        yield {
            "number": work.number,
            "unit": str(work.unit),
            "starts_at": work.starts_at,
            "ends_at": work.ends_at,
            "place": work.place,
            "duties": [duty.code for duty in work.duties.all()],
            "status": str(work.get_status_display()),
            "came_at": member.came_at,
            "left_at": member.left_at,
            "approved_by": str(_("Supervising officer")) if work.approver_id else "",
        }


personal_data.add(PersonalData("duties.Member", _("My assignments"), "auxiliary__person", rows=rows, order=200))
not_personal_data.update(
    dict.fromkeys(("duties.Assignment", "duties.Lead", "duties.RefusedAttempt", "duties.Ruling"), OFFICE)
)
