"""What falls due of complaints: to be acknowledged, to be answered. Only those who deal with complaints are told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from core.deadlines import Due, Source, register
from core.perms import Perms
from discipline.models.complaints import Complaint


def _due(rows: list[tuple[int, str, int, date]], kind: str) -> Iterator[Due]:
    for pk, number, unit, due_on in rows:
        yield Due(f"discipline.{kind}:{pk}", due_on, unit, number, None, f"/discipline/complaints/{pk}/")


def acknowledgements(day: date, until: date) -> Iterator[Due]:
    """Complaints that nobody has acknowledged."""
    rows = Complaint.objects.unacknowledged().filter(acknowledge_by__lte=until)
    yield from _due(list(rows.values_list("pk", "number", "unit_id", "acknowledge_by")), "acknowledge")


def answers(day: date, until: date) -> Iterator[Due]:
    """Complaints that nobody has answered."""
    rows = Complaint.objects.open().filter(due_on__lte=until)
    yield from _due(list(rows.values_list("pk", "number", "unit_id", "due_on")), "answer")


register(
    Source(
        code="complaint_acknowledge",
        title=_("Complaint to be acknowledged"),
        stages=(1, 0, -1),
        find=acknowledgements,
        advice=_("Acknowledge it, and give it to somebody who is not involved."),
        cites=("HA 30", "GX 33", "ST 21"),
        right=Perms.HANDLE_COMPLAINTS,
    )
)
register(
    Source(
        code="complaint_answer",
        title=_("Complaint to be answered"),
        stages=(7, 3, 0, -1, -7),
        find=answers,
        advice=_("Answer it: whoever reported has a right to learn what came of it."),
        cites=("HA 30", "GX 33", "ST 21"),
        right=Perms.HANDLE_COMPLAINTS,
    )
)
