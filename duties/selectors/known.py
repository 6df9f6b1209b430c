"""Everything that the facts of a batch of proposals are made from, fetched once: so many queries, however many they are."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from duties import models
from duties.decision.request import days_between
from duties.life import BINDING
from duties.models import local_day
from duties.proposal import Proposal
from organisation.models import Officer, Unit
from regulations import selectors as law
from roster.models import Auxiliary, Contract, Posting, Qualification, Relationship, WorkCard
from roster.models import Restriction as RestrictionRow

REST = "duties.rest.hours_between_duties"
LONGEST_REST = dt.timedelta(hours=48)

Rows = Mapping[int, list[Any]]


@dataclass(frozen=True)
class Booking:
    """Another approved assignment of an auxiliary or a leading officer."""

    assignment: int
    number: str
    place: str
    starts_at: datetime
    ends_at: datetime


Diary = Mapping[tuple[int, date], list[Booking]]


@dataclass(frozen=True)
class Known:
    """Everything fetched for a batch of proposals."""

    units: Mapping[int, Unit]
    auxiliaries: Mapping[int, Auxiliary]
    postings: Rows
    contracts: Rows
    cards: Rows
    qualifications: Rows
    restrictions: Rows
    relatives: Rows
    officers: Mapping[int, Officer]
    bookings: Diary
    leading: Diary
    jurisdictions: law.Jurisdictions
    rest: law.OwnValues
    bans: law.Bans
    rulings: Rows


def fetch(proposals: Sequence[Proposal]) -> Known:
    """Everything about the people, officers and units of these proposals."""
    people = {number for proposal in proposals for number in proposal.auxiliaries}
    officers = {number for proposal in proposals for number in proposal.leads}
    officers |= {proposal.commander for proposal in proposals if proposal.commander}
    units = Unit.objects.in_bulk({proposal.unit_id for proposal in proposals})
    above = {number for unit in units.values() for number in law.numbers(unit.path)}
    return Known(
        units=units,
        auxiliaries=_named(Auxiliary, "category", "left_on", "person__sex").in_bulk(people),
        postings=_of_people(Posting, people, "unit__path", "starts_on", "ends_on"),
        contracts=_of_people(Contract, people, "starts_on", "last_day"),
        cards=_of_people(WorkCard, people, "valid_from", "valid_until", "returned_on"),
        qualifications=_of_people(Qualification, people, "subject", "obtained_on", "valid_until"),
        restrictions=_of_people(RestrictionRow, people, "starts_on", "last_day", "duty_codes"),
        relatives=_of_people(Relationship, people, "name", "starts_on", "ends_on"),
        officers=_named(Officer, "status", "starts_on", "ends_on").in_bulk(officers),
        bookings=_bookings(models.Member, "auxiliary_id", people, proposals),
        leading=_bookings(models.Lead, "officer_id", officers, proposals),
        jurisdictions=law.jurisdictions(above),
        rest=law.own_values(above, key=REST),
        bans=law.bans(above),
        rulings=by_key(
            models.Ruling.objects.filter(unit__in=units, about=models.Ruling.About.CONTESTED)
            .select_related("person")
            .order_by("since", "pk"),
            "unit_id",
        ),
    )


def _bookings(model: Any, key: str, people: set[Any], proposals: Sequence[Proposal]) -> Diary:
    """Approved assignments of these people around the hours of the proposals, by person and day."""
    found: dict[tuple[int, date], list[Booking]] = defaultdict(list)
    if not people or not proposals:
        return found
    first = min(proposal.starts_at for proposal in proposals) - LONGEST_REST
    last = max(proposal.ends_at for proposal in proposals) + LONGEST_REST
    rows = model.objects.filter(
        **{f"{key}__in": people},
        assignment__status__in=BINDING,
        assignment__starts_at__lt=last,
        assignment__ends_at__gt=first,
    ).values_list(
        key,
        "assignment_id",
        "assignment__number",
        "assignment__place",
        "assignment__starts_at",
        "assignment__ends_at",
    )
    for who, *booked in rows:
        booking = Booking(*booked)
        for day in days_between(local_day(booking.starts_at), local_day(booking.ends_at)):
            found[who, day].append(booking)
    return found


def others_of(diary: Diary, who: int, proposal: Proposal, margin: dt.timedelta = dt.timedelta()) -> list[Booking]:
    """The other assignments of a person on the days of a proposal and within a margin of them, each once."""
    first, last = local_day(proposal.starts_at - margin), local_day(proposal.ends_at + margin)
    near = {booking.assignment: booking for day in days_between(first, last) for booking in diary.get((who, day), ())}
    near.pop(proposal.assignment_id or 0, None)
    return list(near.values())


def _named(model: Any, *columns: str) -> Any:
    """People with their names and these columns only: nothing sealed is opened for a decision."""
    return model.objects.select_related("person").only("person__name", *columns)


def _of_people(model: Any, people: set[int], *columns: str) -> Rows:
    """Some columns of everything that belongs to these auxiliaries, by auxiliary."""
    rows = model.objects.filter(auxiliary__in=people).order_by("pk")
    return by_key(rows.values_list("auxiliary_id", *columns, named=True), "auxiliary_id")


def by_key(rows: Iterable[Any], key: str) -> dict[int, list[Any]]:
    """Rows in lists by one of their columns."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found
