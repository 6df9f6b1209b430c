"""What is on file already and bears on the sheet, asked for in a fixed number of queries however long the sheet is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q

from core.crypto import find
from core.perms import Perms
from organisation.models import DispatchAgreement, Employer, Person, Unit
from regulations.selectors import Jurisdictions, jurisdictions
from roster.importing.rows import Draft
from roster.importing.vocabulary import plain
from roster.models import Auxiliary, Contract, Post, Qualification, Quota, WorkCard


@dataclass
class Facts:
    """One import's view of what is on file."""

    unit: Unit
    day: date
    units: Mapping[str, Sequence[Unit]]  # compared code or name → units in the user's scope
    posts: Mapping[int, Sequence[Post]]
    in_post: Mapping[int, int]
    quotas: Sequence[Quota]
    on_strength: Sequence[tuple[str, str, int]]  # (unit path, category, people) below the topmost quota
    employers: Sequence[Employer]
    agreements: Sequence[DispatchAgreement]
    packs: Jurisdictions
    people: Mapping[str, Person]  # by identity number
    officers: frozenset[int]  # persons who are serving officers on the day
    badges: Mapping[str, int] = field(default_factory=dict)  # number → auxiliary who has it
    cards: Mapping[str, int] = field(default_factory=dict)
    contract_numbers: Mapping[str, int] = field(default_factory=dict)
    contracts: Mapping[int, Sequence[Contract]] = field(default_factory=dict)
    held_cards: Mapping[int, WorkCard] = field(default_factory=dict)
    qualifications: Mapping[int, Sequence[Qualification]] = field(default_factory=dict)

    def person(self, number: str) -> Person | None:
        return self.people.get(number.strip().upper())

    def auxiliary(self, number: str) -> Auxiliary | None:
        person = self.person(number)
        return getattr(person, "auxiliary", None) if person is not None else None


def above_and_below(unit: Unit, lookup: str = "unit") -> Q:
    """Rows of the unit, of what is under it and of what is over it."""
    over = [int(number) for number in unit.path.strip(".").split(".")]
    return Q(**{f"{lookup}__path__startswith": unit.path}) | Q(**{f"{lookup}_id__in": over})


def gather(drafts: Sequence[Draft], unit: Unit, by: Any, day: date) -> Facts:
    """All of it: about fifteen queries."""
    people = _people(drafts)
    filed = [person.auxiliary.pk for person in people.values() if hasattr(person, "auxiliary")]
    posts = list(Post.objects.filter(above_and_below(unit)).select_related("unit").order_by("pk"))
    quotas = list(
        Quota.objects.approved()
        .filter(above_and_below(unit), year__in=(day.year, day.year + 1))
        .select_related("unit")
        .order_by("pk")
    )
    return Facts(
        unit=unit,
        day=day,
        units=_units(drafts, by, unit),
        posts=_grouped(posts, "unit_id"),
        in_post=dict(
            Auxiliary.objects.on_strength()
            .filter(post_id__in=[post.pk for post in posts])
            .values_list("post_id")
            .annotate(Count("pk"))
        ),
        quotas=quotas,
        on_strength=_on_strength(quotas),
        employers=list(Employer.objects.filter(above_and_below(unit)).order_by("pk")),
        agreements=list(
            DispatchAgreement.objects.filter(above_and_below(unit)).select_related("unit").order_by("number")
        ),
        packs=jurisdictions(),
        people=people,
        officers=_officers(people.values(), day),
        badges=_taken(Auxiliary, "badge_number", "pk", drafts, "badge_number"),
        cards=_taken(WorkCard, "number", "auxiliary_id", drafts, "card_number"),
        contract_numbers=_taken(Contract, "number", "auxiliary_id", drafts, "contract_number"),
        contracts=_grouped(Contract.objects.filter(auxiliary_id__in=filed).order_by("starts_on"), "auxiliary_id"),
        held_cards={card.auxiliary_id: card for card in WorkCard.objects.held().filter(auxiliary_id__in=filed)},
        qualifications=_grouped(Qualification.objects.filter(auxiliary_id__in=filed), "auxiliary_id"),
    )


def _people(drafts: Iterable[Draft]) -> dict[str, Person]:
    numbers = [draft.identity.number for draft in drafts if draft.identity is not None]
    found = find(Person, "identity_number", numbers)
    rows = Person.objects.select_related("auxiliary__unit", "auxiliary__post").in_bulk(list(found.values()))
    return {number: rows[key] for number, key in found.items()}


def _officers(people: Iterable[Person], day: date) -> frozenset[int]:
    from organisation.models import Officer

    return frozenset(
        Officer.objects.serving_on(day).filter(person__in=[p.pk for p in people]).values_list("person_id", flat=True)
    )


def _units(drafts: Iterable[Draft], by: Any, unit: Unit) -> dict[str, list[Unit]]:
    """Units below the chosen one, and others of the user's scope that the sheet may mean."""
    found: dict[str, list[Unit]] = defaultdict(list)
    for row in Unit.objects.visible_to(by, Perms.IMPORT_ROSTER).order_by("path"):
        for name in {plain(row.code), plain(row.name), plain(row.short_name)} - {""}:
            found[name].append(row)
    return found


def _on_strength(quotas: Sequence[Quota]) -> list[tuple[str, str, int]]:
    paths = sorted({quota.unit.path for quota in quotas})
    if not paths:
        return []
    rows = Auxiliary.objects.on_strength().filter(unit__path__startswith=paths[0])
    return list(rows.values_list("unit__path", "category").annotate(Count("pk")).order_by())


def _taken(model: Any, column: str, owner: str, drafts: Iterable[Draft], key: str) -> dict[str, int]:
    wanted = {str(draft.get(key)) for draft in drafts if draft.get(key)}
    return dict(model.objects.filter(**{f"{column}__in": wanted}).values_list(column, owner)) if wanted else {}


def _grouped(rows: Iterable[Any], name: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found
