"""Where things stand in the tree, and what that is from where a principal stands.

The world seeds each kind of object once in every place, so that every principal meets every position: own unit, a unit
below, one beside, the one above, and something left or archived; `own` is what belongs to the principal in person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tests.cast import PRINCIPALS

# The tree of the cast with a team below North, stated here and not asked of the application.
ABOVE: Final = {
    "city": "",
    "first": "city",
    "second": "city",
    "north": "first",
    "south": "first",
    "west": "second",
    "team": "north",
}
LEFT: Final = "left"
PLACES: Final = (*ABOVE, LEFT)
LEFT_STANDS_IN: Final = "north"
OWN, NAMED, CROSSED = "own", "named", "crossed"


@dataclass(frozen=True)
class Standing:
    """Who a principal counts as in the table, and the unit held. `like` empty: nobody, sent to the sign-in page."""

    like: str
    unit: str


# Principals in a state: what the row says of `like`, at the unit they hold now.
STATES: Final = {
    "transferred": Standing("requester", "south"),  # was a requester of North until yesterday
    "demoted": Standing("requester", "north"),  # was HR of the first bureau until yesterday
    "disabled": Standing("", ""),  # signed in as HR when the account was closed
    "expired": Standing("hr", "first"),  # HR who has to choose a new password first
    "unproved": Standing("hr", "first"),  # HR who has not shown the second factor
    "unenrolled": Standing("hr", "first"),  # HR who has no second factor yet
}
STANDINGS: Final = {name: Standing(name, unit) for name, (_group, unit) in PRINCIPALS.items()} | STATES


def unit_of(place: str) -> str:
    return LEFT_STANDS_IN if place == LEFT else place


def covers(unit: str, place: str) -> bool:
    """Does a right held on the unit reach the place? It reaches the unit itself and all below."""
    return unit in chain(unit_of(place))


def chain(unit: str) -> Iterator[str]:
    """The unit and those above it."""
    while unit:
        yield unit
        unit = ABOVE[unit]


def position(unit: str, place: str) -> str:
    """What the place is from the unit: own, child, parent, sibling, or left."""
    if place in (OWN, NAMED, CROSSED, LEFT):
        return place
    if place == unit:
        return "own unit"
    if unit in chain(place):
        return "child unit"
    return "parent unit" if place in chain(unit) else "sibling unit"
