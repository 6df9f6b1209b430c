"""The people picker: who may be ticked, who is ticked already, and who cannot be sent at those hours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from duties.selectors.availability import Hindrance
from organisation.models import Officer
from roster.models import Auxiliary


@dataclass(frozen=True)
class Choice:
    """One person of the picker. `words` is what a few typed letters are looked for in."""

    name: str  # of the field
    value: int
    label: str
    note: str
    words: str
    ticked: bool
    hindrances: Sequence[Hindrance] = ()

    @property
    def is_free(self) -> bool:
        return not self.hindrances


@dataclass(frozen=True)
class Picker:
    """The people of one field: ticked ones first, then the free ones; `more` says that not everybody is offered."""

    name: str
    chosen: Sequence[Choice]
    offered: Sequence[Choice]
    more: bool = False


def picker_of(name: str, choices: Iterable[Choice], *, more: bool = False) -> Picker:
    """Ticked people apart; among the others whoever is free comes first, each in the order given."""
    everybody = list(choices)
    offered = [choice for choice in everybody if not choice.ticked]
    offered.sort(key=lambda choice: not choice.is_free)
    return Picker(name, [choice for choice in everybody if choice.ticked], offered, more)


def of_auxiliary(row: Auxiliary, ticked: bool, hindrances: Sequence[Hindrance]) -> Choice:
    """Name, badge, post and, of a unit below, where he serves."""
    note = (row.badge_number, str(row.post or ""), row.unit.short_name or row.unit.name)
    return Choice(
        "auxiliaries", row.pk, row.person.name, _joined(note), _words(row.person, row.badge_number), ticked, hindrances
    )


def of_officer(row: Officer, ticked: bool, hindrances: Sequence[Hindrance]) -> Choice:
    """Name, police number and unit."""
    note = (row.police_number, row.unit.short_name or row.unit.name)
    return Choice(
        "leads", row.pk, row.person.name, _joined(note), _words(row.person, row.police_number), ticked, hindrances
    )


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)


def _words(person: Any, number: str) -> str:
    """The name in characters, in pinyin with and without spaces, its initials, and the number."""
    pinyin = str(person.pinyin or "").lower()
    return " ".join(
        part
        for part in (person.name, pinyin, pinyin.replace(" ", ""), str(person.initials).lower(), number.lower())
        if part
    )
