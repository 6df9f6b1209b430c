"""What complaints keep about a person: one's own complaints. Who was complained of is told by what comes of it, a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.registries import PersonalData, not_personal_data, personal_data
from discipline.selectors.complaints import own

OFFICE = "an act of office of whoever deals with complaints; a reporter's part is told with discipline.Complaint"
PROTECTED = "tells that somebody complained: given out, it would lead to the reporter (HA 30, GX 33)"


def rows(person: int) -> Iterator[Mapping[str, Any]]:
    """The complaints that this person made from the own pages, and their answers."""
    for row in own(person):
        yield {
            "number": row.number,
            "received_at": row.received_at,
            "what": row.what,
            "status": str(row.get_status_display()),
            "answer": row.answer,
        }


personal_data.add(PersonalData("discipline.Complaint", _("My complaints"), "handler_person", rows=rows, order=310))
not_personal_data.update(dict.fromkeys(("discipline.ReporterOpening", "discipline.RetaliationCheck"), OFFICE))
not_personal_data.update(dict.fromkeys(("discipline.Subject", "discipline.ComplaintFile"), PROTECTED))
