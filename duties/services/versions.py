"""What an assignment said, as plain values, so that an old version stays readable."""

from __future__ import annotations

from typing import Any

from duties.models import Assignment
from duties.proposal import COLUMNS


def content_of(assignment: Assignment) -> dict[str, Any]:
    """Everything that was asked, with the names of the people as they were."""
    values: dict[str, Any] = {name: _plain(getattr(assignment, name)) for name in COLUMNS}
    commander = getattr(assignment, "commander", None)
    values |= {
        "unit": str(assignment.unit),
        "parties": list(assignment.parties),
        "duties": [{"code": duty.code, "source": duty.source} for duty in assignment.duties.all()],
        "members": [
            {"id": member.auxiliary_id, "name": member.auxiliary.name}
            for member in assignment.members.select_related("auxiliary__person")
        ],
        "leads": [
            {"id": lead.officer_id, "name": str(lead.officer)}
            for lead in assignment.leads.select_related("officer__person")
        ],
        "commander": {"id": commander.officer_id, "name": str(commander.officer)} if commander else None,
    }
    return values


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
