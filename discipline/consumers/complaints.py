"""Who is told of a complaint: those who deal with complaints, by its number alone; never whoever is complained of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.outbox import consumer
from core.perms import Perms
from discipline.models.complaints import Complaint
from discipline.rules.complaints import Status
from reminders.recipients import nearest_fit
from reminders.services import tell_users
from reminders.wording import message_words

message_words.update(
    {
        "discipline.complaint_received": _("%(number)s: a complaint came in."),
        "discipline.second_look": _(
            "%(number)s: the time in which acts against the reporter are looked at ended on %(day)s. Look once more."
        ),
        "discipline.complaint_assigned": _("%(number)s: you deal with this complaint; to be answered by %(day)s."),
    }
)


@consumer("discipline.complaint_received", name="discipline.tell")
def tell_received(payload: Mapping[str, Any]) -> None:
    """The nearest who deal with complaints of the unit and are not complained of themselves."""
    row = Complaint.objects.select_related("unit").get(pk=payload["complaint"])
    near = nearest_fit(Perms.HANDLE_COMPLAINTS, row.unit.path, lambda user: _sees(user, row))
    _tell("discipline.complaint_received", row, near)


@consumer("discipline.complaint_moved", name="discipline.tell")
def tell_moved(payload: Mapping[str, Any]) -> None:
    """Whoever it was given to."""
    row = Complaint.objects.select_related("unit").get(pk=payload["complaint"])
    if row.status == Status.IN_HAND and row.handler_id is not None:
        _tell("discipline.complaint_assigned", row, [row.handler_id])


def _tell(kind: str, row: Complaint, users: Iterable[int]) -> None:
    seen = [one.pk for one in User.objects.filter(pk__in=[*users]) if _sees(one, row)]
    words = {"number": row.number, "day": row.due_on.isoformat()}
    address = reverse("discipline:complaint", args=[row.pk])
    tell_users(users=seen, kind=kind, words=words, key=f"{kind}:{row.pk}:{row.handler_id or 0}", url=address)


def _sees(user: User, row: Complaint) -> bool:
    return bool(Complaint.objects.visible_to(user).filter(pk=row.pk).exists())
