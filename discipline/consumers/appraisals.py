"""Who is told what becomes of an appraisal: the people of a round, the person, those who hear objections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.outbox import consumer
from core.perms import Perms
from discipline.models import Appraisal, AppraisalRound
from discipline.rules.appraisals import Status
from reminders.recipients import nearest_holders
from reminders.services import tell_users
from reminders.wording import message_words

Payload = Mapping[str, Any]

message_words.update(
    {
        "discipline.appraisal_report": _("Your self-report is awaited until %(day)s."),
        "discipline.appraisal_told": _(
            "The result of your appraisal is set: %(number)s. You may object until %(day)s."
        ),
        "discipline.appraisal_contested": _("Somebody objects to the result %(number)s: answer it within its term."),
        "discipline.appraisal_settled": _("Your objection is answered: %(number)s"),
    }
)


def _users(people: Iterable[int]) -> dict[int, int]:
    """Account by person."""
    rows = User.objects.filter(person__in=people, is_active=True).values_list("person_id", "pk")
    return {person: user for person, user in rows if person is not None}


@consumer("discipline.appraisal_opened", name="discipline.tell")
def opened(payload: Payload) -> None:
    """Everybody of the round who is asked for a self-report."""
    row = AppraisalRound.objects.get(pk=payload["round"])
    if row.report_until is None:
        return
    asked = Appraisal.objects.filter(round=row, status=Status.OPEN, own_report_until=None)
    people = asked.values_list("auxiliary__person_id", flat=True)
    kind, words = "discipline.appraisal_report", {"day": row.report_until.isoformat()}
    users = set(_users(people).values())
    tell_users(users=users, kind=kind, words=words, key=f"{kind}:{row.pk}", url=reverse("own-conduct:appraisals"))


@consumer("discipline.appraisal_added", name="discipline.tell")
def added(payload: Payload) -> None:
    """Whoever was added later, of the own term."""
    rows = Appraisal.objects.filter(pk__in=payload["appraisals"], own_report_until__isnull=False, status=Status.OPEN)
    found = list(rows.values_list("pk", "auxiliary__person_id", "own_report_until"))
    users, kind = _users(person for _pk, person, _until in found), "discipline.appraisal_report"
    for pk, person, until in found:
        if person in users and until is not None:
            url, words = reverse("own-conduct:appraisal", args=[pk]), {"day": until.isoformat()}
            tell_users(users={users[person]}, kind=kind, words=words, key=f"{kind}:of:{pk}", url=url)


@consumer("discipline.appraisal_told", name="discipline.tell")
def told(payload: Payload) -> None:
    """Each person the own result; nobody another's."""
    rows = Appraisal.objects.filter(round=payload["round"], told_on=payload["on"])
    found = list(rows.values_list("pk", "number", "auxiliary__person_id", "objection_until"))
    users, kind = _users(person for _pk, _number, person, _until in found), "discipline.appraisal_told"
    for pk, number, person, until in found:
        if person in users:
            url = reverse("own-conduct:appraisal", args=[pk])
            words = {"number": number, "day": until.isoformat()}
            tell_users(users={users[person]}, kind=kind, words=words, key=f"{kind}:{pk}", url=url)


@consumer("discipline.appraisal_contested", name="discipline.tell")
def contested(payload: Payload) -> None:
    """Those who hear objections there."""
    row = Appraisal.objects.select_related("unit").get(pk=payload["appraisal"])
    kind, holders = "discipline.appraisal_contested", set(nearest_holders(Perms.HANDLE_APPEALS, row.unit.path))
    url = reverse("discipline:appraisal", args=[row.pk])
    tell_users(users=holders, kind=kind, words={"number": row.number}, key=f"{kind}:{row.pk}", url=url)


@consumer("discipline.appraised", name="discipline.tell")
def appraised(payload: Payload) -> None:
    """Whoever objected reads the answer."""
    row = Appraisal.objects.select_related("auxiliary").get(pk=payload["appraisal"])
    if row.contested:
        kind, users = "discipline.appraisal_settled", set(_users([row.auxiliary.person_id]).values())
        url = reverse("own-conduct:appraisal", args=[row.pk])
        tell_users(users=users, kind=kind, words={"number": row.number}, key=f"{kind}:{row.pk}", url=url)
