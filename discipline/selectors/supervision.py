"""Reads of supervision: the pool of a draw, lists, one inspection, one finding, what came in by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import clock
from core.crypto import sealed_in
from core.perms import Perms
from discipline.models.supervision import Draw, Finding, Inspection
from discipline.rules.supervision import InspectorFacts, Ticket, Weights, points
from duties.life import BINDING, Status
from duties.models import Assignment, RefusedAttempt
from organisation.models import Officer, Person, Unit
from organisation.selectors import subtree
from regulations.selectors import own_values
from roster.models import Auxiliary, Relationship

KEYS = "discipline.supervision."
NO_DUTY = gettext_lazy("There is no approved duty of this number among your units.")


@dataclass(frozen=True)
class Risk:
    """What happened in a unit within the days that count, and the tickets it makes."""

    unit: Unit
    attempts: int
    unled: int
    overdue: int
    tickets: int


def value(key: str, unit: Unit, day: date) -> Any:
    """A number of house policy as the unit has it on the day."""
    return own_values([int(n) for n in unit.path.strip(".").split(".")], key=KEYS + key).at(
        KEYS + key, path=unit.path, day=day
    )


def risks(unit: Unit, day: date) -> list[Risk]:
    """Every open unit at or below this one in which auxiliaries serve, by risk; a fixed number of queries."""
    names = ("points_attempt", "points_unled", "points_overdue", "risk_days")
    known = own_values([int(n) for n in unit.path.strip(".").split(".")])
    *weighed, days = (known.at(KEYS + name, path=unit.path, day=day).value for name in names)
    weights, since = Weights(*weighed), clock.start_of(day - timedelta(days=days))
    below = Q(unit__path__startswith=unit.path)
    attempts = _counted(RefusedAttempt.objects.filter(below, created_at__gte=since))
    unled = _counted(Assignment.objects.filter(below, flagged_unled_at__gte=since))
    overdue = _counted(Finding.objects.filter(below).overdue(day))
    units = Unit.objects.filter(path__startswith=unit.path).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
    serving = Auxiliary.objects.on_strength().filter(below).values("unit")
    found = []
    for one in units.filter(pk__in=serving).order_by("path"):
        happened = (attempts.get(one.pk, 0), unled.get(one.pk, 0), overdue.get(one.pk, 0))
        tickets = points(weights, attempts=happened[0], unled=happened[1], overdue=happened[2])
        found.append(Risk(one, *happened, tickets))
    return sorted(found, key=lambda risk: (-risk.tickets, risk.unit.path))


def _counted(rows: QuerySet[Any]) -> dict[int, int]:
    return dict(rows.order_by().values_list("unit_id").annotate(n=Count("pk")))


def pool(found: Sequence[Risk], *, by_risk: bool) -> list[Ticket]:
    """The tickets of the units: by risk, or one each."""
    return [Ticket(risk.unit.pk, risk.unit.code, risk.tickets if by_risk else 1) for risk in found]


def duty_numbered(user: User, number: str) -> Assignment | None:
    """The duty of that number within the inspector's units, approved or under way or done."""
    seen = Assignment.objects.visible_to(user, Perms.SUPERVISE)
    rows = seen.filter(number=number, status__in=[*BINDING, Status.COMPLETED]).select_related("unit")
    return rows.first() if number else None


def inspector_facts(assignment: Assignment | None, person: int | None) -> InspectorFacts:
    """Everybody who has a part in the duty, and the relatives on file of those who do it."""
    if assignment is None:
        return InspectorFacts(person, frozenset())
    members = set(assignment.members.values_list("auxiliary__person", flat=True))
    kin = Relationship.objects.filter(auxiliary__person__in=members, related__isnull=False, ends_on__isnull=True)
    officers = Officer.objects.filter(
        Q(led_assignments__assignment=assignment)
        | Q(commanded_assignments__assignment=assignment)
        | Q(pk=assignment.approver_officer_id)
    )
    parties = {*members, assignment.requester_person_id, *officers.values_list("person", flat=True)}
    return InspectorFacts(person, frozenset(parties), frozenset(kin.values_list("related", flat=True)))


def inspections(user: User, query: Mapping[str, str]) -> QuerySet[Inspection]:
    """Inspections in sight; `status` and `unit` narrow them."""
    rows = Inspection.objects.visible_to(user).filter(subtree(user, query.get("unit", "")))
    if query.get("status"):
        rows = rows.filter(status=query["status"])
    return _with_inspector(rows).annotate(found=Count("findings")).order_by("-planned_for", "-pk")


def _with_inspector(rows: QuerySet[Inspection]) -> QuerySet[Inspection]:
    return rows.select_related("unit", "inspector_person", "draw").defer(*sealed_in(Person, "inspector_person__"))


def findings(user: User, query: Mapping[str, str], day: date) -> QuerySet[Finding]:
    """Findings in sight; `state` is a status, `overdue` or empty for those that stand."""
    rows = Finding.objects.visible_to(user).filter(subtree(user, query.get("unit", "")))
    state = query.get("state", "")
    if state == "overdue":
        rows = rows.overdue(day)
    elif state == "standing":
        rows = rows.standing()
    elif state:
        rows = rows.filter(status=state)
    return rows.select_related("unit", "inspection").defer("what")


def came_in(user: User, day: date) -> QuerySet[RefusedAttempt]:
    """What the law refused of late and nobody made a finding of, newest first: read where it stands, never copied."""
    since = clock.start_of(day - timedelta(days=30))
    rows = RefusedAttempt.objects.visible_to(user, Perms.SUPERVISE).filter(created_at__gte=since, findings__isnull=True)
    return (
        rows.select_related("unit")
        .defer("decision", "text")
        .annotate(requester_name=F("requester_person__name"), says=Substr("text", 1, 90))
        .order_by("-created_at", "-pk")
    )


def names_of(draw: Draw) -> dict[int, str]:
    """What the units of a draw are called today."""
    return dict(Unit.objects.filter(pk__in=[unit for unit, *_more in draw.pool]).values_list("pk", "name"))
