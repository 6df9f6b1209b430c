"""What is asked, as plain values: from a saved assignment, from a form before it is saved, or from the API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from duties.decision import Named, Request
from duties.decision.request import days_between
from duties.models import Assignment, AssignmentDuty, local_day


@dataclass(frozen=True)
class Proposal:
    """Who is to do what, where, when, with whom, on which papers. `key` tells several apart."""

    unit_id: int
    text: str
    place: str
    starts_at: datetime
    ends_at: datetime
    codes: tuple[str, ...] = ()
    auxiliaries: tuple[int, ...] = ()
    leads: tuple[int, ...] = ()
    commander: int | None = None
    parties: tuple[str, ...] = ()
    party_sex: str = ""
    recorder_number: str = ""
    approval_number: str = ""
    approval_by: str = ""
    emergency_by: int | None = None
    emergency_at: datetime | None = None
    emergency_reason: str = ""
    key: int = 0
    assignment_id: int | None = None
    number: str = ""
    named: tuple[Named, ...] | None = None
    unclear: bool = False
    denied: tuple[tuple[str, str], ...] = ()

    @cached_property
    def days(self) -> tuple[date, ...]:
        """Every day the work touches, in local time."""
        return days_between(local_day(self.starts_at), local_day(self.ends_at))

    def request(self, *, since: date | None = None) -> Request:
        """What the decision is asked; days before `since` are history and not decided again."""
        days = tuple(day for day in self.days if since is None or day >= since) or self.days[-1:]
        return Request(self.number, self.text, self.codes, days, self.named, self.unclear, self.denied)


COLUMNS = (
    "text",
    "place",
    "starts_at",
    "ends_at",
    "party_sex",
    "recorder_number",
    "approval_number",
    "approval_by",
    "emergency_at",
    "emergency_reason",
)


def of_assignment(
    assignment: Assignment, duties: list[AssignmentDuty], members: list[int], leads: list[int], commander: int | None
) -> Proposal:
    """The proposal which a saved assignment makes; its parts were fetched by the caller."""
    chosen = tuple(duty.code for duty in duties if duty.source != AssignmentDuty.Source.TEXT)
    named = tuple(Named(duty.code, duty.words) for duty in duties if duty.source == AssignmentDuty.Source.TEXT)
    screening: Mapping[str, Any] = assignment.screening
    return Proposal(
        unit_id=assignment.unit_id,
        codes=chosen,
        auxiliaries=tuple(members),
        leads=tuple(leads),
        commander=commander,
        parties=tuple(assignment.parties),
        emergency_by=assignment.emergency_by_id,
        key=assignment.pk,
        assignment_id=assignment.pk,
        number=assignment.number,
        named=named if screening else None,
        unclear=bool(screening.get("unclear", False)),
        denied=tuple((fact, words) for fact, words in screening.get("denied", ())),
        **{name: getattr(assignment, name) for name in COLUMNS},
    )
