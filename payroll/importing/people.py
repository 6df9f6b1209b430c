"""Whose row it is: by the identity number or the badge number, and the name must be theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.crypto import find
from organisation.models import Person, Unit
from payroll.importing.columns import NAMED
from roster.importing.apply import be_patient
from roster.importing.findings import Findings
from roster.importing.rows import Draft
from roster.importing.vocabulary import plain
from roster.models import Auxiliary


@dataclass
class People:
    """The people of the unit and below whom the sheet names."""

    unit: Unit
    day: date
    by_identity: Mapping[str, Auxiliary]
    by_badge: Mapping[str, Auxiliary]
    seen: dict[tuple[object, ...], int] = field(default_factory=dict)  # what may stand once → the first row

    @property
    def keys(self) -> set[int]:
        return {one.pk for one in (*self.by_identity.values(), *self.by_badge.values())}

    def first_row(self, draft: Draft, *what: object) -> int | None:
        """The row where the same stands already; None for the first."""
        first = self.seen.setdefault(what, draft.number)
        return None if first == draft.number else first


def gather(drafts: Sequence[Draft], unit: Unit, day: date) -> People:
    """Everybody named, in three queries."""
    numbers = find(Person, "identity_number", [one.identity.number for one in drafts if one.identity is not None])
    rows = Auxiliary.objects.filter(unit__path__startswith=unit.path).select_related("person", "unit")
    of_person = {one.person_id: one for one in rows.filter(person_id__in=list(numbers.values()))}
    badges = {str(draft.get("badge_number")) for draft in drafts if draft.get("badge_number")}
    return People(
        unit=unit,
        day=day,
        by_identity={number: of_person[key] for number, key in numbers.items() if key in of_person},
        by_badge={one.badge_number: one for one in rows.filter(badge_number__in=badges)} if badges else {},
    )


def lock(unit: Unit, day: date) -> None:
    """One sheet at a time for a unit, and nobody enters anything for its people while the sheet is tried and written."""
    be_patient()
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    rows = Auxiliary.objects.filter(unit__path__startswith=unit.path).order_by("pk")
    list(rows.select_for_update(of=("self",), no_key=True).values_list("pk"))


def named(found: Findings) -> bool:
    """Does the sheet have a column that names people? Says so once when it has none."""
    if any(key in found.table.places for key in NAMED):
        return True
    found.column_missing(NAMED[1])
    return False


def person_of(draft: Draft, people: People, found: Findings) -> Auxiliary | None:
    """The person of the row; None with the reason among the findings."""
    if found.has_error(draft.number, *NAMED):
        return None
    key = NAMED[0] if draft.identity is not None else NAMED[1]
    badge = str(draft.get("badge_number") or "")
    if draft.identity is None and not badge:
        found.problem("pay_nobody_named", draft.number, NAMED[1], draft.cells.get(NAMED[1]))
        return None
    by_badge = people.by_badge.get(badge)
    someone = by_badge if draft.identity is None else people.by_identity.get(draft.identity.number)
    if someone is None:
        found.problem("pay_unknown", draft.number, key, draft.cells.get(key))
        return None
    if badge and by_badge != someone:
        found.problem("pay_two_people", draft.number, NAMED[1], draft.cells.get(NAMED[1]))
        return None
    if plain(str(draft.get("name") or "")) != plain(someone.person.name):
        found.problem("pay_other_name", draft.number, "name", draft.cells.get("name"))
        return None
    return someone


def missing(draft: Draft, found: Findings, *keys: str) -> bool:
    """Name the cells that must not be empty and are."""
    empty = [key for key in keys if draft.get(key) in (None, "") and not found.has_error(draft.number, key)]
    for key in empty:
        if key in found.table.places:
            found.problem("missing_value", draft.number, key, draft.cells.get(key))
    return bool(empty) or found.has_error(draft.number, *keys)
