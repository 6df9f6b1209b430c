"""Who is told of an incident: the nearest who handle incidents, by its number; then the person it happened to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.outbox import consumer
from core.perms import Perms
from discipline.models.protection import Incident
from reminders.recipients import nearest_fit
from reminders.services import tell_users
from reminders.wording import message_words

message_words.update(
    {
        "discipline.incident_reported": _("%(number)s: an incident was reported; to be taken in hand by %(day)s."),
        "discipline.incident_moved": _("%(number)s: what you reported moved on; your page says who deals with it."),
    }
)


@consumer("discipline.incident_reported", name="discipline.tell")
def tell_reported(payload: Mapping[str, Any]) -> None:
    """The nearest who may deal with it (BZ-01): neither the person nor whoever led; not whoever reported it and knows."""
    row = Incident.objects.select_related("unit", "auxiliary", "lead").get(pk=payload["incident"])
    involved = {None, row.auxiliary.person_id, row.lead.person_id if row.lead else None}
    near = nearest_fit(Perms.HANDLE_INCIDENTS, row.unit.path, lambda user: user.person_id not in involved)
    users = [one for one in near if one != row.reported_by_id]
    words = {"number": row.number, "day": row.take_by.isoformat()}
    kind, url = "discipline.incident_reported", reverse("discipline:incident", args=[row.pk])
    tell_users(users=users, kind=kind, words=words, key=f"{kind}:{row.pk}", url=url)


@consumer("discipline.incident_moved", name="discipline.tell")
def tell_moved(payload: Mapping[str, Any]) -> None:
    """The person it happened to."""
    row = Incident.objects.select_related("auxiliary").get(pk=payload["incident"])
    users = [*User.objects.filter(person=row.auxiliary.person_id, is_active=True).values_list("pk", flat=True)]
    kind, words = "discipline.incident_moved", {"number": row.number}
    tell_users(users=users, kind=kind, words=words, key=f"{kind}:{row.pk}:{row.status}", url=reverse("me-mine"))
