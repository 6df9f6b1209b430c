"""Queues, lists and one assignment, for the pages and the API. Every one asks what its reader may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import User
from core.crypto import sealed_in
from core.perms import Perms
from duties.life import ACTS, BINDING, Status
from duties.models import Assignment, Lead, Member, RefusedAttempt, Ruling
from organisation.models import Person, Unit
from regulations import packs
from roster.models import Auxiliary


def with_people(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """The assignments with everybody named on them, in a fixed number of queries; nothing sealed is opened."""
    members = Member.objects.select_related("auxiliary__person").defer(
        *sealed_in(Auxiliary, "auxiliary__"), *sealed_in(Person, "auxiliary__person__")
    )
    leads = Lead.objects.select_related("officer__person").defer(*sealed_in(Person, "officer__person__"))
    named = rows.select_related("unit", "requester_person", "commander__officer__person").defer(
        *sealed_in(Person, "requester_person__"), *sealed_in(Person, "commander__officer__person__")
    )
    return named.prefetch_related("duties", Prefetch("members", members), Prefetch("leads", leads))


def approval_queue(user: User) -> QuerySet[Assignment]:
    """What waits for this user's approval, the next to start first."""
    return with_people(Assignment.objects.visible_to(user, Perms.APPROVE_ASSIGNMENT).awaiting_approval())


def ruling_queue(user: User) -> QuerySet[Assignment]:
    """What waits for this legal reviewer, the next to start first."""
    return with_people(Assignment.objects.visible_to(user, Perms.RULE_ON_LAW).awaiting_ruling())


def refused_attempts(user: User) -> QuerySet[RefusedAttempt]:
    """What the law refused in the units of this inspector, newest first."""
    return RefusedAttempt.objects.visible_to(user).select_related("unit", "requester_person", "assignment")


@dataclass(frozen=True)
class Detail:
    """One assignment with all that belongs to it, and what its reader may do with it now."""

    assignment: Assignment
    duties: Sequence[Mapping[str, Any]]
    versions: Sequence[Any]
    rulings: Sequence[Ruling]
    attempts: Sequence[RefusedAttempt]
    acts: frozenset[str]


def detail(user: User, number: int) -> Detail | None:
    """One assignment, or None where it does not exist or is outside the reader's units."""
    rows = with_people(Assignment.objects.visible_to(user)).select_related(
        "approver_officer__person", "closed_by__person", "emergency_by"
    )
    assignment = rows.filter(pk=number).first()
    if assignment is None:
        return None
    return Detail(
        assignment=assignment,
        duties=named_duties(assignment),
        versions=list(assignment.versions.all()),
        rulings=list(assignment.rulings.select_related("person")),
        attempts=list(assignment.refused_attempts.select_related("requester_person", "unit")),
        acts=acts_of(user, assignment),
    )


def named_duties(assignment: Assignment) -> list[Mapping[str, Any]]:
    """The duties with their names, and the verdict that the stored decision copied."""
    periods = assignment.decision.get("basis", {}).get("periods", [])
    copied = {duty["code"]: duty for period in periods for duty in period["duties"]}
    named: list[Mapping[str, Any]] = []
    for row in assignment.duties.all():
        duty = packs.duty(row.code)
        verdict = copied.get(row.code, {}).get("verdict", "")
        named.append(
            {
                "code": row.code,
                "name_en": duty.name_en,
                "name_zh": duty.name_zh,
                "source": row.source,
                "source_label": row.get_source_display(),
                "words": row.words,
                "verdict": verdict,
                "refused": row.code in assignment.decision.get("duties_refused", ()),
            }
        )
    return named


def acts_of(user: User, assignment: Assignment) -> frozenset[str]:
    """The acts for which this user would be let through now: which buttons to show. The service decides again."""
    possible = {
        act.name
        for act in ACTS.values()
        if assignment.status in act.starts and (not act.right or user.may(act.right, assignment.unit))
    }
    possible -= {"expire"}
    if user.person_id != assignment.requester_person_id:
        possible -= {"submit"}
    else:
        possible -= {"approve", "rule"}
    if not _leads_or_commands(user, assignment):
        possible -= {"begin", "complete"}
    if "submit" in possible:
        possible.add("edit")
    return frozenset(possible)


def _leads_or_commands(user: User, assignment: Assignment) -> bool:
    commander = getattr(assignment, "commander", None)
    people = {lead.officer.person_id for lead in assignment.leads.all()}
    people |= {commander.officer.person_id} if commander else set()
    return user.person_id is not None and user.person_id in people


def people_told(assignment: Assignment) -> list[Person]:
    """Who is told when an assignment is stopped: requester, commander and leads, each once."""
    commander = getattr(assignment, "commander", None)
    people = [assignment.requester_person, *(lead.officer.person for lead in assignment.leads.all())]
    if commander is not None:
        people.append(commander.officer.person)
    return list({person.pk: person for person in people}.values())


def stopped_for(user: User, since: datetime) -> QuerySet[Assignment]:
    """Assignments stopped since a moment that this user asked for, commands or leads: for the desk."""
    me = user.person_id
    rows = Assignment.objects.filter(status=Status.STOPPED, closed_at__gte=since)
    mine = Q(requester_person=me) | Q(leads__officer__person=me) | Q(commander__officer__person=me)
    return with_people(rows.filter(mine).distinct()).order_by("-closed_at") if me else rows.none()


def daily_sheet(user: User, unit: Unit, day: date) -> list[Assignment]:
    """Approved work of a unit and those below it on a day, by start: the sheet that is printed."""
    rows = Assignment.objects.visible_to(user).filter(status__in=BINDING, unit__path__startswith=unit.path)
    return list(with_people(rows.on_day(day)).order_by("starts_at", "pk"))
