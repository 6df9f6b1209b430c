"""Who is told what becomes of a proposal for a grade: the person, whoever proposed, those who manage grades there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.outbox import consumer
from core.perms import Perms
from discipline.models import GradeProposal
from reminders.recipients import nearest_holders
from reminders.services import tell_users
from reminders.wording import message_words

Payload = Mapping[str, Any]

message_words.update(
    {
        "discipline.grade_published": _("The grade %(grade)s is proposed for you; it is shown in public: %(number)s"),
        "discipline.grade_contested": _("Somebody objects to %(number)s: settle it before the grade is decided."),
        "discipline.graded": _("You hold the grade %(grade)s now: %(number)s"),
        "discipline.grade_closed": _("%(number)s is closed without a grade."),
    }
)


def _tell(kind: str, payload: Payload, *, people: Iterable[int] = (), holders: bool = False, own: bool = False) -> None:
    row = GradeProposal.objects.select_related("unit").get(pk=payload["proposal"])
    users = set(User.objects.filter(person__in=people, is_active=True).values_list("pk", flat=True))
    if holders:
        users |= set(nearest_holders(Perms.MANAGE_GRADES, row.unit.path))
    url = reverse("own-conduct:grades") if own else reverse("discipline:grade-proposal", args=[row.pk])
    words = {"number": row.number, "grade": row.to_grade}
    tell_users(
        users=users,
        kind=kind,
        words=words,
        key=f"{kind}:{row.pk}:{row.revision}:{payload.get('objection', '')}:{own}",
        url=url,
    )


def _row(payload: Payload) -> GradeProposal:
    rows = GradeProposal.objects.select_related("auxiliary")
    return rows.get(pk=payload["proposal"])


@consumer("discipline.grade_published", name="discipline.tell")
def published(payload: Payload) -> None:
    """The person learns of it."""
    _tell("discipline.grade_published", payload, people=[_row(payload).auxiliary.person_id], own=True)


@consumer("discipline.grade_contested", name="discipline.tell")
def contested(payload: Payload) -> None:
    """Those who manage grades settle it."""
    _tell("discipline.grade_contested", payload, holders=True)


@consumer("discipline.graded", name="discipline.tell")
def graded(payload: Payload) -> None:
    """The person who climbed; a grade that a measure lowers is told with the decision."""
    if "proposal" not in payload:
        return
    _tell("discipline.graded", payload, people=[_row(payload).auxiliary.person_id], own=True)


@consumer("discipline.grade_closed", name="discipline.tell")
def closed(payload: Payload) -> None:
    """Whoever proposed."""
    _tell("discipline.grade_closed", payload, people=[_row(payload).proposed_person_id])
