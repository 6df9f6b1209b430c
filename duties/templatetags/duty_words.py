"""Names of duties in the reader's language, and how a state of an assignment is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core import clock
from core.templatetags.show import listed
from duties.life import Status
from duties.models import Assignment
from duties.selectors import shown
from duties.selectors.assignments import named_duties

register = template.Library()
SOON = dt.timedelta(hours=2)

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
    return listed(member.auxiliary.person.name for member in assignment.members.all()) or "–"


@register.filter
def hours_words(assignment: Assignment) -> str:
    """From when to when, as one says it: today and tomorrow by name, the last day only where it is another."""
    start, end = localtime(assignment.starts_at), localtime(assignment.ends_at)
    words = {"day": _day_words(start.date()), "from": f"{start:%H:%M}", "to": f"{end:%H:%M}"}
    if start.date() == end.date():
        return _("%(day)s %(from)s–%(to)s") % words
    return _("%(day)s %(from)s – %(last)s %(to)s") % {**words, "last": _day_words(end.date())}


def _day_words(day: dt.date) -> str:
    days = (day - clock.today()).days
    return {0: _("Today"), 1: _("Tomorrow")}.get(days) or date_format(day, "SHORT_DATE_FORMAT")


@register.filter
def hours_on(assignment: Assignment, day: dt.date) -> str:
    """From when to when on the sheet of a day: the date only where it is another."""
    ends = (localtime(assignment.starts_at), localtime(assignment.ends_at))
    return " – ".join(f"{end:%H:%M}" if end.date() == day else f"{_day_words(end.date())} {end:%H:%M}" for end in ends)


@register.filter
def starts_soon(assignment: Assignment) -> bool:
    """Whether it begins within two hours."""
    return clock.now() <= assignment.starts_at <= clock.now() + SOON


@register.filter
def life_steps(assignment: Assignment) -> list[Mapping[str, Any]]:
    """The way an assignment goes, with when each step was taken; where it ended otherwise, that is its last step."""
    ended = assignment.status in (Status.REJECTED, Status.WITHDRAWN, Status.EXPIRED, Status.STOPPED)
    completed = assignment.closed_at if assignment.status == Status.COMPLETED else None
    way = [
        (_("Submitted"), assignment.submitted_at),
        (Status.APPROVED.label, assignment.approved_at),
        (Status.UNDER_WAY.label, assignment.began_at),
        (Status.COMPLETED.label, completed),
    ]
    steps: list[Mapping[str, Any]] = [
        {"label": label, "at": at, "done": at is not None} for label, at in way if at or not ended
    ]
    if ended:
        steps.append({"label": assignment.get_status_display(), "at": assignment.closed_at, "done": True, "end": True})
    return steps


@register.filter
def state_kind(assignment: Assignment) -> str:
    """How the state is marked; never in the colours of verdicts."""
    return KINDS.get(Status(assignment.status), "plain")
