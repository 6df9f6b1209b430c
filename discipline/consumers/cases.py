"""What cases do when something changes elsewhere, and who is told what becomes of a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import clock
from core.actors import SYSTEM
from core.outbox import consumer
from core.perms import Perms
from discipline.models.cases import Case
from discipline.services.cases import note_ended_suspensions
from reminders.recipients import nearest_holders
from reminders.services import tell_users
from reminders.wording import message_words

Payload = Mapping[str, Any]

message_words.update(
    {
        "discipline.case_told": _(
            "%(number)s: something is held against you. Your statement is awaited until %(day)s."
        ),
        "discipline.case_heard": _("%(number)s waits for a decision until %(day)s."),
        "discipline.case_decided": _("%(number)s is decided: serve the decision until %(day)s."),
        "discipline.case_served": _("%(number)s: the decision was served. You may appeal until %(day)s."),
        "discipline.case_appealed": _("%(number)s: an appeal was filed, to be answered until %(day)s."),
        "discipline.appeal_answered": _("%(number)s: your appeal was answered on %(day)s."),
    }
)
# Who has to act next; the others are told to the person, on the own page.
NEXT = {
    "discipline.case_heard": Perms.DECIDE_CASE,
    "discipline.case_decided": Perms.INVESTIGATE,
    "discipline.case_appealed": Perms.HANDLE_APPEALS,
}


@consumer("roster.restriction_lifted", name="discipline.suspensions")
def note_lifting(payload: Payload) -> None:
    """The restriction of a suspension was lifted in the person's file."""
    note_ended_suspensions(on=clock.today(), by=SYSTEM, auxiliary=payload["auxiliary"])


def tell(kind: str, payload: Payload) -> None:
    """Tell whoever acts next, or the person; the message names the case and its day, never what it is about."""
    case = Case.objects.select_related("unit", "auxiliary").get(pk=payload["case"])
    right = NEXT.get(kind)
    users = set(nearest_holders(right, case.unit.path)) if right else _own_users(case)
    address = reverse("discipline:case" if right else "own-conduct:case", args=[case.pk])
    day = case.closed_on or case.due_on or clock.today()
    words = {"number": case.number, "day": day.isoformat()}
    tell_users(users=users, kind=kind, words=words, key=f"{kind}:{case.pk}:{case.revision}", url=address)


def _own_users(case: Case) -> set[int]:
    held = User.objects.filter(person=case.auxiliary.person_id, is_active=True)
    held = held.filter(unituserpermission__permission__codename=Perms.VIEW_SELF)
    return set(held.values_list("pk", flat=True))


def on(kind: str) -> None:
    @consumer(kind, name="discipline.tell")
    def told(payload: Payload) -> None:
        tell(kind, payload)


for told_kind in ("discipline.case_told", "discipline.case_served", "discipline.appeal_answered", *NEXT):
    on(told_kind)
