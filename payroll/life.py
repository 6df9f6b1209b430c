"""The states of a pay run and the way from one to the next. The database knows the same table (migration 0004)."""

from typing import Final

MOVES: Final = frozenset(
    {
        ("draft", "calculating"),
        ("calculated", "calculating"),
        ("reviewed", "calculating"),
        ("calculating", "calculated"),
        ("calculating", "draft"),
        ("calculated", "reviewed"),
        ("reviewed", "released"),
        ("released", "issued"),
        ("draft", "cancelled"),
        ("calculated", "cancelled"),
        ("reviewed", "cancelled"),
    }
)
