"""What does not explain itself: by the name of the guard, statements written for the world of the permission table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.guards.attacks.typing import Table

Tables = dict[str, Table]


@dataclass(frozen=True)
class Attack:
    """Statements that only the guard refuses.

    `behind`: guards of the table that refuse the same and more, taken away first; the guard is the last one standing.
    `want`: the guard refuses nothing but does something; this query answers true after the statements, false without it.
    """

    statements: list[str]
    behind: tuple[str, ...] = ()
    want: str = ""


Making = Callable[[Tables], Attack]
