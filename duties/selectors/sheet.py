"""The sheet of a day as plain lines: each assignment with its people, what must be kept to and what is forbidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from duties.models import Assignment
from duties.selectors.assignments import named_duties
from duties.selectors.own import forbidden_beside
from regulations import selectors as law


@dataclass(frozen=True)
class Line:
    """One assignment on the sheet."""

    assignment: Assignment
    duties: Sequence[Mapping[str, Any]]
    obligations: Sequence[Mapping[str, Any]]
    forbidden: Sequence[Mapping[str, Any]]


def lines(assignments: Sequence[Assignment], day: date) -> list[Line]:
    """The lines of a day; the law is that of each unit on that day."""
    jurisdictions = law.jurisdictions({number for row in assignments for number in law.numbers(row.unit.path)})
    return [
        Line(
            assignment=row,
            duties=named_duties(row),
            obligations=row.decision.get("obligations", ()),
            forbidden=forbidden_beside(
                {d.code for d in row.duties.all()}, jurisdictions.pack_of(row.unit.path, day), day
            ),
        )
        for row in assignments
    ]
