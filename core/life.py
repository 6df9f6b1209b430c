"""A record's life as a table: which act leads from where to where, and whose right it is (design 6).

The same table stands in PostgreSQL as a trigger where the law or the house's word depends on it; a test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import TextChoices

S = TypeVar("S", bound=TextChoices)


@dataclass(frozen=True)
class Act(Generic[S]):
    """One act: from which states, to which, and the right it needs ("" is the program's or the person's own)."""

    name: str
    starts: tuple[S, ...]
    ends: tuple[S, ...]
    right: str = ""


class Life(dict[str, Act[S]]):
    """The acts of a kind of record by their names."""

    def __init__(self, *acts: Act[S]) -> None:
        super().__init__({act.name: act for act in acts})

    def moves(self) -> set[tuple[str, str]]:
        """Every change of state that an act makes."""
        return {(start.value, end.value) for act in self.values() for start in act.starts for end in act.ends}

    def offered(self, status: str) -> tuple[str, ...]:
        """The acts that start where a record stands."""
        return tuple(act.name for act in self.values() if status in act.starts)
