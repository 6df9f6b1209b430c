"""Alarms: raised once for a matter, told to the security and audit administrators, closed with a note of what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Role, User
from core import clock
from core.actors import SYSTEM
from core.audit import record
from core.errors import BadInput, NotNow
from core.periods import on
from evidence.models import SecurityAlarm
from reminders.services import tell_users

TOLD = ("auditor", "secadmin")


@transaction.atomic
def raise_alarm(
    *, kind: str, subject: str, detail: Mapping[str, Any], at: dt.datetime, key: str = "", unit_path: str = ""
) -> SecurityAlarm | None:
    """Keep the alarm and tell the administrators; None when this matter (`key`) was raised before."""
    key = (key or f"{kind}:{subject}:{at:%Y%m%d%H}")[:160]
    values = {"kind": kind[:60], "subject": subject[:200], "detail": dict(detail), "at": at, "unit_path": unit_path}
    alarm, made = SecurityAlarm.objects.get_or_create(key=key, defaults={**values, "noted_at": clock.now()})
    if not made:
        return None
    record("alarm.raised", alarm, by=SYSTEM, after={"kind": kind, "subject": subject, "detail": detail})
    tell_users(
        users=administrators(clock.today(), unit_path),
        kind=f"alarm.{kind}" if f"alarm.{kind}" in _worded() else "alarm",
        words={"subject": subject, "kind": kind},
        key=f"alarm:{alarm.pk}",
        url=reverse("evidence:alarm", args=[alarm.pk]),
    )
    return alarm


def _worded() -> Mapping[str, Any]:
    from reminders.wording import message_words

    return message_words


def administrators(day: dt.date, unit_path: str = "") -> set[int]:
    """The security and audit administrators over the unit; of what belongs to no unit, those at the top.

    Where nobody stands above it, all of them: an alarm is never told to nobody.
    """
    held = Role.objects.filter(on(day), group__in=TOLD, applied=True, user__is_active=True)
    found = list(held.values_list("user_id", "unit__path"))
    over = {user for user, path in found if (unit_path.startswith(path) if unit_path else path.count(".") == 1)}
    return over or {user for user, _path in found}


@transaction.atomic
def answer_alarm(*, alarm: SecurityAlarm, by: User, answer: str) -> SecurityAlarm:
    """Close the alarm with what came of it. Raises BadInput without a note, NotNow when somebody else was first."""
    alarm = SecurityAlarm.objects.select_for_update().get(pk=alarm.pk)
    if not (answer := answer.strip()):
        raise BadInput({"answer": _("Say what came of it.")})
    if alarm.answered_at is not None:
        raise NotNow(_("Somebody has already said what came of this."))
    alarm.answered_at, alarm.answered_by, alarm.answer = clock.now(), by, answer[:500]
    alarm.save(update_fields=["answered_at", "answered_by", "answer"])
    record("alarm.answered", alarm, by=by, reason=alarm.answer)
    return alarm
