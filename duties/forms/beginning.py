"""What a request begins with: the last one of whoever asks, an earlier one copied, or a few words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from accounts.models import User
from core import clock
from duties.forms.common import duty_title, known_codes
from duties.models import CHINA, Assignment
from organisation.models import Officer, Unit

SOON = dt.timedelta(minutes=30)
HOURS = dt.timedelta(hours=4)
MORNING = dt.time(8)
LONGEST_TEXT = 4000
LONGEST_COPY = dt.timedelta(days=2)


def beginning(user: User, unit: Unit | None, last: Assignment | None = None) -> dict[str, Any]:
    """A new request: the hours, recorder and commanding officer of the last one; else tomorrow morning."""
    starts_at, ends_at = next_hours(last)
    return {
        "unit": unit.pk if unit else None,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "commander": _commander(user, last),
        "recorder_number": last.recorder_number if last else "",
    }


def of_words(asked: Mapping[str, str]) -> dict[str, Any]:
    """What an address says of the work: `text`, or a `duty` of the catalogue, which then is the text too."""
    code, text = asked.get("duty", ""), asked.get("text", "").replace("\x00", "")[:LONGEST_TEXT]
    if code not in known_codes():
        return {"text": text} if text else {}
    return {"text": text or duty_title(code), "duties": [code]}


def of_copy(user: User, earlier: Assignment) -> dict[str, Any]:
    """An earlier request once more, at the same hours of the next day that comes; papers of a single case stay behind."""
    starts_at, ends_at = next_hours(earlier)
    commander = getattr(earlier, "commander", None)
    return {
        "unit": earlier.unit_id,
        "text": earlier.text,
        "place": earlier.place,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "duties": [duty.code for duty in earlier.duties.all() if duty.source == "chosen"],
        "auxiliaries": [member.auxiliary_id for member in earlier.members.all()],
        "leads": [lead.officer_id for lead in earlier.leads.all()],
        "commander": commander.officer_id if commander else _commander(user, None),
        "recorder_number": earlier.recorder_number,
    }


def of_draft(assignment: Assignment) -> dict[str, Any]:
    """What is stored, for the form."""
    commander = getattr(assignment, "commander", None)
    plain = ("text", "place", "party_sex", "recorder_number", "approval_number", "approval_by", "emergency_reason")
    return {
        **{name: getattr(assignment, name) for name in plain},
        "unit": assignment.unit_id,
        "starts_at": timezone.localtime(assignment.starts_at),
        "ends_at": timezone.localtime(assignment.ends_at),
        "duties": [duty.code for duty in assignment.duties.all() if duty.source == "chosen"],
        "auxiliaries": [member.auxiliary_id for member in assignment.members.all()],
        "leads": [lead.officer_id for lead in assignment.leads.all()],
        "commander": commander.officer_id if commander else None,
        "parties": "、".join(assignment.parties),
        "emergency_by": assignment.emergency_by_id,
        "emergency_at": timezone.localtime(assignment.emergency_at) if assignment.emergency_at else None,
    }


def next_hours(earlier: Assignment | None) -> tuple[dt.datetime, dt.datetime]:
    """The hours of an earlier request on the next day on which they are still to come; else tomorrow morning."""
    if earlier is None or earlier.ends_at - earlier.starts_at > LONGEST_COPY:
        tomorrow = dt.datetime.combine(clock.today() + dt.timedelta(days=1), MORNING, CHINA)
        return timezone.localtime(tomorrow), timezone.localtime(tomorrow + HOURS)
    hour = earlier.starts_at.astimezone(CHINA).time().replace(second=0, microsecond=0)
    start = dt.datetime.combine(clock.today(), hour, CHINA)
    if start < clock.now() + SOON:
        start += dt.timedelta(days=1)
    return timezone.localtime(start), timezone.localtime(start + (earlier.ends_at - earlier.starts_at))


def _commander(user: User, last: Assignment | None) -> int | None:
    """Whoever asks, if he serves as an officer; else who commanded last time."""
    serving = Officer.objects.serving_on(clock.today())
    own = serving.filter(person_id=user.person_id).values_list("pk", flat=True).first() if user.person_id else None
    former = getattr(last, "commander", None) if last else None
    if own is None and former is not None:
        own = serving.filter(pk=former.officer_id).values_list("pk", flat=True).first()
    return own
