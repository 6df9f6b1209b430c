"""The sheet of a day as plain lines: each assignment with its people, what must be kept to and what is forbidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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


@dataclass(frozen=True)
class Shared:
    """What counts for every assignment of a sheet alike, told once at its end."""

    obligations: Sequence[Mapping[str, Any]] = ()
    forbidden: Sequence[Mapping[str, Any]] = ()


def set_apart(rows: Sequence[Line]) -> tuple[list[Line], Shared]:
    """The lines without what all of them say alike, and that; with one line nothing is alike."""
    if len(rows) < 2:
        return list(rows), Shared()
    keep = [said for said in rows[0].obligations if all(said in row.obligations for row in rows)]
    never = [duty for duty in rows[0].forbidden if all(duty in row.forbidden for row in rows)]
    left = [
        replace(
            row,
            obligations=[said for said in row.obligations if said not in keep],
            forbidden=[duty for duty in row.forbidden if duty not in never],
        )
        for row in rows
    ]
    return left, Shared(keep, never)
