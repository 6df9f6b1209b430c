"""Who is told what becomes of a nomination: the nominee, whoever nominated, those who decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.outbox import consumer
from core.perms import Perms
from discipline.models import Commendation
from discipline.rules.commendations import Status
from reminders.recipients import nearest_holders
from reminders.services import tell_users
from reminders.wording import message_words

Payload = Mapping[str, Any]
OWN = "own-conduct:commendations"

message_words.update(
    {
        "discipline.published": _("You are nominated for an award; it is shown in public: %(number)s"),
        "discipline.awarded": _("You are awarded: %(number)s"),
        "discipline.award_revoked": _("An award was revoked: %(number)s"),
        "discipline.objected": _("Somebody objects to %(number)s: settle it before the award is decided."),
        "discipline.nomination_closed": _("%(number)s is closed without award."),
        "discipline.nomination_awarded": _("%(number)s is awarded."),
    }
)


def _row(payload: Payload) -> Commendation:
    rows = Commendation.objects.select_related("auxiliary", "unit")
    return rows.get(pk=payload["commendation"])


def _users(people: Iterable[int]) -> set[int]:
    return set(User.objects.filter(person__in=people, is_active=True).values_list("pk", flat=True))


def _tell(kind: str, row: Commendation, users: set[int], url: str, *, again: str = "") -> None:
    tell_users(users=users, kind=kind, words={"number": row.number}, key=f"{kind}:{row.pk}:{again}", url=url)


def _desk(row: Commendation) -> str:
    return reverse("discipline:commendation", args=[row.pk])


@consumer("discipline.published", name="discipline.tell")
def published(payload: Payload) -> None:
    """The nominee learns of it."""
    row = _row(payload)
    _tell("discipline.published", row, _users([row.auxiliary.person_id]), reverse(OWN))


@consumer("discipline.objected", name="discipline.tell")
def objected(payload: Payload) -> None:
    """Those who commend there settle it."""
    row = _row(payload)
    holders = set(nearest_holders(Perms.COMMEND, row.unit.path))
    _tell("discipline.objected", row, holders, _desk(row), again=str(payload["objection"]))


@consumer("discipline.awarded", name="discipline.tell")
def awarded(payload: Payload) -> None:
    """The one who is awarded, and whoever nominated."""
    row = _row(payload)
    if row.status == Status.AWARDED:
        _tell("discipline.awarded", row, _users([row.auxiliary.person_id]), reverse(OWN))
        _tell("discipline.nomination_awarded", row, _users([row.nominated_person_id]), _desk(row))


@consumer("discipline.award_revoked", name="discipline.tell")
def revoked(payload: Payload) -> None:
    """The person it was taken from."""
    row = _row(payload)
    _tell("discipline.award_revoked", row, _users([row.auxiliary.person_id]), reverse(OWN))


@consumer("discipline.nomination_closed", name="discipline.tell")
def closed(payload: Payload) -> None:
    """Whoever nominated; and the nominee where it had been shown in public."""
    row = _row(payload)
    _tell("discipline.nomination_closed", row, _users([row.nominated_person_id]), _desk(row))
    if row.published_from is not None and row.status == Status.REJECTED:
        _tell("discipline.nomination_closed", row, _users([row.auxiliary.person_id]), reverse(OWN))
