"""Who among those offered cannot be sent, and why, before anybody is ticked: by the same rules as the decision."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from duties.decision.law import law_of
from duties.proposal import Proposal
from duties.rules.cases import MemberCase, MemberDutyCase
from duties.rules.facts import Facts, Lead, Member, covers
from duties.rules.registry import conditions_about
from duties.selectors.facts import facts_for
from duties.selectors.shown import REASON_WORDS
from regulations import packs

MOST_DAYS = 14
"""Of a longer request the first days are looked at here; the decision looks at all of them."""


@dataclass(frozen=True)
class Hindrance:
    """Why somebody cannot be sent: in words, and where he is already."""

    words: Any
    detail: str = ""


@dataclass(frozen=True)
class Availability:
    """By number of the auxiliary and of the officer: everything that stands in the way; nothing for whoever is free."""

    auxiliaries: Mapping[int, Sequence[Hindrance]] = field(default_factory=dict)
    officers: Mapping[int, Sequence[Hindrance]] = field(default_factory=dict)


def availability(
    proposal: Proposal, *, auxiliaries: Collection[int], officers: Collection[int], codes: Iterable[str] = ()
) -> Availability:
    """For the hours and place of a proposal, in as many queries as one decision."""
    offered = replace(proposal, auxiliaries=tuple(auxiliaries), leads=tuple(officers))
    facts = facts_for([offered])[0]
    days = offered.days[:MOST_DAYS]
    named = tuple(codes)
    return Availability(
        {
            number: _of_member(member, facts, days, named)
            for number, member in zip(offered.auxiliaries, facts.members, strict=True)
        },
        {number: _of_officer(lead, days) for number, lead in zip(offered.leads, facts.leads, strict=True)},
    )


def _of_member(member: Member, facts: Facts, days: Sequence[date], codes: Sequence[str]) -> list[Hindrance]:
    """The conditions about people, asked of one who is not named yet."""
    law = law_of(packs.load())
    found: dict[str, Hindrance] = {}
    for day in days:
        person = MemberCase(member, day)
        broken = [one.reason for one in conditions_about("member") if not one.holds(person)]
        rows = [law.row(code, day, facts.pack_on(day)) for code in codes]
        broken += [
            one.reason
            for row in rows
            for one in conditions_about("member_duty")
            if not one.holds(MemberDutyCase(member, row, day))
        ]
        if not codes and _is_suspended(member, day):
            broken.append("restricted")
        for reason in broken:
            found.setdefault(reason, Hindrance(REASON_WORDS.get(reason, reason), _detail(member, reason)))
    return list(found.values())


def _is_suspended(member: Member, day: date) -> bool:
    """Whether no duty at all may be given that day."""
    return any(not held.codes and covers(((held.since, held.until),), day) for held in member.restrictions)


def _detail(member: Member, reason: str) -> str:
    details = {
        "elsewhere": member.booked,
        "rest_short": member.short_rest,
        "restricted": tuple(held.text for held in member.restrictions),
    }
    return ", ".join(details.get(reason, ()))


def _of_officer(lead: Lead, days: Sequence[date]) -> list[Hindrance]:
    found = []
    if not all(covers(lead.serving, day) for day in days):
        found.append(Hindrance(_("Not serving on these days")))
    if lead.booked:
        found.append(Hindrance(_("Leads elsewhere at that time"), ", ".join(lead.booked)))
    return found
