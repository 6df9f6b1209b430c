"""The second look at retaliation: when the period is over, the one who dealt with the complaint is told, and nobody else.

It is no deadline that others read: that there is something to look at tells that the reporter works here.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.urls import reverse

from discipline.selectors.complaints import second_looks
from reminders.services import tell_users

KIND: Final = "discipline.second_look"
STAGES: Final = (timedelta(0), timedelta(days=14), timedelta(days=60))  # after the end of the period, each told once


def remind_of_second_looks(*, on: date) -> int:
    """Tell whoever dealt with each of them; safe to run as often as one likes. Answers how many are to be looked at."""
    found = second_looks(on)
    for look in found:
        row, late = look.complaint, on - look.due_on
        stage = sum(late >= begun for begun in STAGES)
        tell_users(
            users=[row.handler_id] if row.handler_id is not None else [],
            kind=KIND,
            words={"number": row.number, "day": look.due_on.isoformat()},
            key=f"{KIND}:{row.pk}:{stage}",
            url=reverse("discipline:complaint", args=[row.pk]),
        )
    return len(found)
