"""The facts of one request or of a hundred thousand, in the same number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from duties import models
from duties.decision import Ban, Decision, Facts, Lead, Member, PackSpan, Restriction, RuledDuty, decide
from duties.decision.request import Request
from duties.proposal import Proposal, of_assignment
from duties.rules.facts import Spans
from duties.selectors.known import LONGEST_REST, REST, Booking, Known, by_key, fetch, others_of
from organisation.models import Officer, Unit
from regulations import packs
from roster.models import Auxiliary

CERTIFICATE_KINDS = ("driving_licence", "vehicle_inspector", "driving_examiner")
TRAININGS = ("pre_post", "annual")


def proposals_of(assignments: Sequence[models.Assignment]) -> list[Proposal]:
    """The proposals of saved assignments: four queries, however many they are."""
    keys = [assignment.pk for assignment in assignments]
    duties = by_key(models.AssignmentDuty.objects.filter(assignment__in=keys).order_by("pk"), "assignment_id")
    members = by_key(models.Member.objects.filter(assignment__in=keys).order_by("pk"), "assignment_id")
    leads = by_key(models.Lead.objects.filter(assignment__in=keys).order_by("pk"), "assignment_id")
    commanders = dict(models.Commander.objects.filter(assignment__in=keys).values_list("assignment_id", "officer_id"))
    return [
        of_assignment(
            assignment,
            duties.get(assignment.pk, []),
            [member.auxiliary_id for member in members.get(assignment.pk, [])],
            [lead.officer_id for lead in leads.get(assignment.pk, [])],
            commanders.get(assignment.pk),
        )
        for assignment in assignments
    ]


def facts_for(proposals: Sequence[Proposal]) -> list[Facts]:
    """The facts of each proposal, in their order. The number of queries does not depend on how many there are."""
    known = fetch(proposals)
    return [_facts(proposal, known) for proposal in proposals]


def decide_many(
    proposals: Sequence[Proposal], *, since: date | None = None, requests: Sequence[Request] | None = None
) -> list[Decision]:
    """Decide each proposal with the facts of this moment; days before `since` are history."""
    loaded = packs.load()
    asked = requests if requests is not None else [proposal.request(since=since) for proposal in proposals]
    return [decide(request, facts, loaded) for request, facts in zip(asked, facts_for(proposals), strict=True)]


def _facts(proposal: Proposal, known: Known) -> Facts:
    unit = known.units[proposal.unit_id]
    members = tuple(_member(number, proposal, unit, known) for number in proposal.auxiliaries)
    return Facts(
        packs=_packs(proposal, unit, known),
        members=members,
        leads=tuple(_lead(number, proposal, known) for number in proposal.leads),
        commander=_officer(proposal.commander, known) if proposal.commander else None,
        commander_stated=True,
        recording=bool(proposal.recorder_number),
        same_sex=_same_sex(proposal, known),
        approval=bool(proposal.approval_number and proposal.approval_by),
        emergency=bool(proposal.emergency_by and proposal.emergency_reason),
        bans=_bans(proposal, unit, known),
        rulings=tuple(_ruling(row) for row in known.rulings.get(unit.pk, [])),
        papers=_papers(proposal),
    )


def _packs(proposal: Proposal, unit: Unit, known: Known) -> tuple[PackSpan, ...]:
    named = ((known.jurisdictions.pack_of(unit.path, day), day) for day in proposal.days)
    spans = []
    for pack, group in groupby(named, key=lambda pair: pair[0]):
        days = [day for _pack, day in group]
        spans.append(PackSpan(pack, days[0], days[-1]))
    return tuple(spans)


def _member(number: int, proposal: Proposal, unit: Unit, known: Known) -> Member:
    auxiliary = known.auxiliaries[number]
    return Member(
        name=auxiliary.name,
        category=auxiliary.category,
        strength=tuple(
            (row.starts_on, _earlier(row.ends_on, auxiliary.left_on))
            for row in known.postings.get(number, [])
            if row.unit__path.startswith(unit.path)
        ),
        contract=tuple((row.starts_on, row.last_day) for row in known.contracts.get(number, [])),
        card=tuple(
            (row.valid_from, _earlier(row.valid_until, _day_before(row.returned_on)))
            for row in known.cards.get(number, [])
        ),
        training=_valid(known.qualifications.get(number, []), TRAININGS),
        certificates={kind: _valid(known.qualifications.get(number, []), (kind,)) for kind in CERTIFICATE_KINDS},
        restrictions=tuple(
            Restriction(row.starts_on, row.last_day, _when(row), tuple(row.duty_codes))
            for row in known.restrictions.get(number, [])
        ),
        tied_to=_ties(auxiliary, proposal, known),
        **_times(others_of(known.bookings, number, proposal, LONGEST_REST), proposal, unit, known),
    )


def _when(row: Any) -> str:
    """A decision tells from when to when somebody is restricted; why is read in the file, by those who may."""
    until = row.last_day.isoformat() if row.last_day is not None else ""
    return f"{row.starts_on.isoformat()} – {until}".rstrip()


def _ties(auxiliary: Auxiliary, proposal: Proposal, known: Known) -> tuple[str, ...]:
    """The persons concerned who are the auxiliary himself or a relative of his on the first day."""
    day = proposal.days[0]
    kin = {
        row.name.strip()
        for row in known.relatives.get(auxiliary.pk, [])
        if row.starts_on <= day and (row.ends_on is None or row.ends_on >= day)
    }
    return tuple(name for name in proposal.parties if name.strip() in kin | {auxiliary.name})


def _times(others: Sequence[Booking], proposal: Proposal, unit: Unit, known: Known) -> dict[str, tuple[str, ...]]:
    """Which other assignments stand in the way, and which leave too little rest."""
    if not others:
        return {"booked": (), "short_rest": ()}
    rest = dt.timedelta(hours=known.rest.at(REST, path=unit.path, day=proposal.days[0]).value)
    booked = [other for other in others if _overlap(other, proposal)]
    close = [
        other
        for other in others
        if other not in booked
        and other.starts_at < proposal.ends_at + rest
        and other.ends_at > proposal.starts_at - rest
    ]
    return {
        "booked": tuple(other.number for other in booked),
        "short_rest": tuple(other.number for other in close),
    }


def _lead(number: int, proposal: Proposal, known: Known) -> Lead:
    officer = _officer(number, known)
    elsewhere = tuple(
        other.number
        for other in others_of(known.leading, number, proposal)
        if other.place.strip() != proposal.place.strip() and _overlap(other, proposal)
    )
    return Lead(officer.name, officer.serving, elsewhere)


def _officer(number: int, known: Known) -> Lead:
    officer = known.officers[number]
    serving = ((officer.starts_on, officer.ends_on),) if officer.status == Officer.Status.SERVING else ()
    return Lead(officer.person.name, serving)


def _same_sex(proposal: Proposal, known: Known) -> bool:
    """Whether the sex of the person concerned is stated and every member is of it."""
    sexes = {known.auxiliaries[number].person.sex for number in proposal.auxiliaries}
    return bool(proposal.party_sex) and sexes == {proposal.party_sex}


def _bans(proposal: Proposal, unit: Unit, known: Known) -> tuple[Ban, ...]:
    found = {ban.id: ban for day in proposal.days for ban in known.bans.of(unit.path, day)}
    return tuple(Ban(ban.duty, ban.since, ban.until, f"{ban.unit_name}: {ban.reason}") for ban in found.values())


def _ruling(row: models.Ruling) -> RuledDuty:
    return RuledDuty(row.code, row.allows, row.number, row.text, row.cites, row.person.name, row.since, row.until)


def _papers(proposal: Proposal) -> dict[str, str]:
    papers = {
        "recorder": proposal.recorder_number,
        "approval": f"{proposal.approval_number} {proposal.approval_by}".strip(),
        "emergency": proposal.emergency_reason,
        "party_sex": proposal.party_sex,
    }
    return {name: said for name, said in papers.items() if said}


def _valid(rows: Iterable[Any], subjects: Sequence[str]) -> Spans:
    return tuple((row.obtained_on, row.valid_until) for row in rows if row.subject in subjects)


def _overlap(one: Booking, other: Proposal) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)


def _day_before(day: date | None) -> date | None:
    return day - dt.timedelta(days=1) if day else None
