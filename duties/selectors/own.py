"""What the auxiliary reads of himself: what is planned, what to keep to, what he may and may not do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from duties.life import BINDING, Status
from duties.models import Assignment
from duties.selectors.assignments import named_duties, with_people
from regulations import packs
from regulations import selectors as law
from roster.models import Auxiliary

GROUPS_ALWAYS_TOLD = ("always-forbidden-conduct", "decisions-and-secrets")
PAST = 10


@dataclass(frozen=True)
class OwnAssignment:
    """One planned piece of work, who else goes, its obligations, and what lies close to it and is forbidden."""

    assignment: Assignment
    team: Sequence[str]
    duties: Sequence[Mapping[str, Any]]
    obligations: Sequence[Mapping[str, Any]]
    forbidden: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Nameless:
    """A duty of the day as it may be kept on a phone: hours, kinds, what to keep to, what is forbidden. Nothing typed."""

    starts_at: datetime
    ends_at: datetime
    duties: Sequence[Mapping[str, Any]]
    obligations: Sequence[Mapping[str, Any]]
    forbidden: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class OwnDuties:
    """What the law of the unit says on a day of every duty of the auxiliary's category."""

    alone: Sequence[Mapping[str, Any]]
    led: Sequence[Mapping[str, Any]]
    never: Sequence[Mapping[str, Any]]


def own_assignments(auxiliary: Auxiliary, day: date) -> list[OwnAssignment]:
    """Approved work of an auxiliary from a day on, the next first."""
    rows = Assignment.objects.of_auxiliary(auxiliary.pk).filter(status__in=BINDING, last_day__gte=day)
    found = list(with_people(rows).order_by("starts_at", "pk"))
    jurisdictions = law.jurisdictions({number for row in found for number in law.numbers(row.unit.path)})
    return [
        _own(row, auxiliary, jurisdictions.pack_of(row.unit.path, max(day, row.first_day)), max(day, row.first_day))
        for row in found
    ]


def own_stopped(auxiliary: Auxiliary, moment: datetime) -> list[Assignment]:
    """Approved work that was stopped and whose hours are not over: nobody goes there."""
    rows = Assignment.objects.of_auxiliary(auxiliary.pk).filter(status=Status.STOPPED, ends_at__gte=moment)
    return list(with_people(rows).order_by("starts_at", "pk"))


def own_past(auxiliary: Auxiliary) -> list[Assignment]:
    """The newest work that was completed."""
    rows = Assignment.objects.of_auxiliary(auxiliary.pk).filter(status=Status.COMPLETED)
    return list(rows.select_related("unit").order_by("-starts_at", "-pk")[:PAST])


def nameless(auxiliary: Auxiliary, day: date) -> list[Nameless]:
    """The duties of one day without anybody's name, number, place or words: the law's own sentences only."""
    return [
        Nameless(
            starts_at=item.assignment.starts_at,
            ends_at=item.assignment.ends_at,
            duties=item.duties,
            obligations=item.obligations,
            forbidden=item.forbidden,
        )
        for item in own_assignments(auxiliary, day)
        if item.assignment.first_day <= day
    ]


def _own(assignment: Assignment, auxiliary: Auxiliary, pack: str, day: date) -> OwnAssignment:
    members = [member.auxiliary for member in assignment.members.all()]
    codes = {duty.code for duty in assignment.duties.all()}
    return OwnAssignment(
        assignment=assignment,
        team=[one.person.name for one in members if one.pk != auxiliary.pk],
        duties=named_duties(assignment),
        obligations=assignment.decision.get("obligations", ()),
        forbidden=forbidden_beside(codes, pack, day),
    )


def forbidden_beside(codes: set[str], pack: str, day: date) -> list[Mapping[str, Any]]:
    """Prohibited duties of the same groups as the planned ones, and those everybody is told of."""
    groups = {packs.duty(code).group for code in codes} | set(GROUPS_ALWAYS_TOLD)
    return [said for said in _catalogue(pack, day) if said["group"] in groups and said["verdict"] == packs.PROHIBITED]


def own_duties(auxiliary: Auxiliary, day: date) -> OwnDuties:
    """Every duty of the catalogue that concerns the auxiliary's category, by what the law of the unit says of it."""
    pack = law.unit_pack(auxiliary.unit, day)
    banned = {ban.duty for ban in law.bans_for(auxiliary.unit, day)}
    sides: dict[str, list[Mapping[str, Any]]] = {verdict: [] for verdict in packs.STRICTNESS}
    for said in _catalogue(pack, day):
        verdict = packs.PROHIBITED if said["code"] in banned else said["verdict"]
        if verdict == packs.PROHIBITED or said["category"] in ("both", auxiliary.category):
            sides[verdict].append(said)
    return OwnDuties(sides[packs.PERMITTED], sides[packs.REQUIRES_POLICE_LEAD], sides[packs.PROHIBITED])


def _catalogue(pack: str, day: date) -> list[dict[str, Any]]:
    said = []
    for duty in packs.duties():
        row = packs.verdict(duty.code, day=day, pack=pack)
        said.append(
            {
                "code": duty.code,
                "name_en": duty.name_en,
                "name_zh": duty.name_zh,
                "group": duty.group,
                "category": duty.category,
                "verdict": row.verdict,
                "cites": [packs.cite(cite).as_dict() for cite in row.cites],
            }
        )
    return said
