"""Reads of incidents and of the care list, and the facts their rules ask for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import User
from core.crypto import sealed_in
from discipline.models.protection import Care, Incident
from discipline.rules.protection import HandlerFacts, SettlingFacts
from duties.models import Assignment
from organisation.models import Officer, Person, Unit
from organisation.selectors import subtree
from regulations.selectors import value_for
from roster.models import Auxiliary, Injury

KEYS = "discipline.protection."


def value(key: str, unit: Unit, day: date) -> int:
    """A number of house policy as the unit has it on the day."""
    return int(value_for(KEYS + key, unit=unit, day=day).value)


def lead_of(assignment: Assignment | None) -> Officer | None:
    """The officer in command of the assignment, else the first who led."""
    if assignment is None:
        return None
    first = assignment.leads.select_related("officer").order_by("pk").first()
    return first.officer if first else None


def assignments_of(auxiliary: Auxiliary) -> QuerySet[Assignment]:
    """The assignments somebody was on: where an incident may have happened."""
    return Assignment.objects.filter(members__auxiliary=auxiliary)


def incidents(user: User, query: Mapping[str, str], day: date) -> QuerySet[Incident]:
    """Incidents in sight; `state` is a status, `open` or `overdue`."""
    rows = Incident.objects.visible_to(user).filter(subtree(user, query.get("unit", "")))
    state = query.get("state", "")
    if state == "overdue":
        rows = rows.overdue(day)
    elif state == "open":
        rows = rows.open()
    elif state:
        rows = rows.filter(status=state)
    hidden = (*sealed_in(Incident), *sealed_in(Auxiliary, "auxiliary__"), *sealed_in(Person, "auxiliary__person__"))
    return rows.select_related("unit", "auxiliary__person", "handler_person").defer(
        *hidden, *sealed_in(Person, "handler_person__")
    )


def cares(user: User, query: Mapping[str, str]) -> QuerySet[Care]:
    """People on the care list in sight, the next visit first; `state=ended` those who are no longer on it."""
    under_it = subtree(user, query.get("unit", ""))
    people = Auxiliary.objects.filter(under_it) if under_it else None
    rows = Care.objects.visible_to(user)
    if people is not None:
        rows = rows.filter(auxiliary__in=people)
    rows = rows.filter(until__isnull=query.get("state", "") != "ended")
    hidden = (*sealed_in(Auxiliary, "auxiliary__"), *sealed_in(Person, "auxiliary__person__"))
    return rows.select_related("auxiliary__person", "auxiliary__unit").defer(*hidden).order_by("visit_by", "pk")


def handler_facts(incident: Incident, person: int | None) -> HandlerFacts:
    lead = incident.lead.person_id if incident.lead else None
    return HandlerFacts(person, incident.auxiliary.person_id, lead)


def settling_facts(incident: Incident, recourse: str) -> SettlingFacts:
    steps = frozenset(incident.steps.values_list("kind", flat=True))
    injuries = Injury.objects.filter(
        Q(happened_on=incident.happened_on), auxiliary=incident.auxiliary_id, reported_on__isnull=False
    )
    return SettlingFacts(incident.kind, steps, recourse, injuries.exists())
