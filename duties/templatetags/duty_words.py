"""Names of duties in the reader's language, and how a state of an assignment is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from duties.life import Status
from duties.models import Assignment
from duties.selectors import shown
from duties.selectors.assignments import named_duties

register = template.Library()

KINDS = {Status.APPROVED: "on", Status.UNDER_WAY: "on", Status.COMPLETED: "done", Status.STOPPED: "wrong"}
KINDS |= dict.fromkeys((Status.REJECTED, Status.WITHDRAWN, Status.EXPIRED), "off")


@register.filter
def duty_called(duty: Mapping[str, Any]) -> str:
    return shown.duty_name(duty)


@register.filter
def duties_named(assignment: Assignment) -> list[Mapping[str, Any]]:
    """The duties of an assignment whose parts were fetched with it."""
    return named_duties(assignment)


@register.filter
def members_named(assignment: Assignment) -> str:
    """The auxiliaries of an assignment, by name."""
    return ", ".join(member.auxiliary.person.name for member in assignment.members.all()) or "–"


@register.filter
def state_kind(assignment: Assignment) -> str:
    """How the state is marked; never in the colours of verdicts."""
    return KINDS.get(Status(assignment.status), "plain")
