"""What cases do when something changes elsewhere, and who is told what becomes of a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import clock
from core.actors import SYSTEM
from core.outbox import consumer
from core.perms import Perms
from discipline.models.cases import Case, Sanction, Suspension
from discipline.models.withdrawals import Withdrawal
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
        "discipline.withdrawal_asked": _(
            "%(number)s: the person asks that somebody withdraw, to be answered until %(day)s. Nothing is decided before."
        ),
        "discipline.withdrawal_answered": _("%(number)s: your request that somebody withdraw was answered on %(day)s."),
        "discipline.suspended": _(
            "You are suspended from duty until %(day)s at the latest. It is no sanction; you may complain on your own pages."
        ),
        "discipline.suspension_lifted": _("Your suspension was lifted on %(day)s."),
        "discipline.sanction_ended": _("%(number)s: the effect of the measure ended on %(day)s."),
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


def tell_person(kind: str, key: str, case: Case, day: date) -> None:
    """Tell the person; the way leads to the own page, for a case shows itself only when the facts are put to them."""
    words = {"number": case.number, "day": day.isoformat()}
    tell_users(users=_own_users(case), kind=kind, words=words, key=f"{kind}:{key}", url=reverse("me-mine"))


@consumer("discipline.suspended", name="discipline.tell")
def suspended(payload: Payload) -> None:
    """The person learns of it at once, whoever else stops what was planned."""
    row = _suspensions(payload).order_by("-pk").first()
    if row is not None:
        tell_person("discipline.suspended", str(row.pk), row.case, row.ends_on)


@consumer("discipline.suspension_lifted", name="discipline.tell")
def suspension_lifted(payload: Payload) -> None:
    """The person may be planned again."""
    row = _suspensions(payload).exclude(lifted_on=None).order_by("-lifted_on", "-pk").first()
    if row is not None:
        tell_person("discipline.suspension_lifted", str(row.pk), row.case, row.lifted_on or clock.today())


def _suspensions(payload: Payload) -> Any:
    return Suspension.objects.filter(case=payload["case"]).select_related("case__unit", "case__auxiliary")


@consumer("discipline.sanction_ended", name="discipline.tell")
def sanction_ended(payload: Payload) -> None:
    """What a measure barred is open again."""
    row = Sanction.objects.select_related("case__unit", "case__auxiliary").get(pk=payload["sanction"])
    tell_person("discipline.sanction_ended", str(row.pk), row.case, row.ended_on or clock.today())


@consumer("discipline.withdrawal_asked", name="discipline.tell")
def withdrawal_asked(payload: Payload) -> None:
    """Whoever decides such cases answers, but nobody who investigates this one."""
    row = _withdrawal(payload)
    users = set(nearest_holders(Perms.DECIDE_CASE, row.case.unit.path))
    words = {"number": row.case.number, "day": row.due_on.isoformat()}
    kind, address = "discipline.withdrawal_asked", reverse("discipline:withdrawal", args=[row.pk])
    tell_users(users=users, kind=kind, words=words, key=f"{kind}:{row.pk}", url=address)


@consumer("discipline.withdrawal_answered", name="discipline.tell")
def withdrawal_answered(payload: Payload) -> None:
    """The person reads the answer and its reason on the own page."""
    row = _withdrawal(payload)
    tell_person("discipline.withdrawal_answered", str(row.pk), row.case, row.answered_on or clock.today())


def _withdrawal(payload: Payload) -> Withdrawal:
    found: Withdrawal = Withdrawal.objects.select_related("case__unit", "case__auxiliary").get(pk=payload["withdrawal"])
    return found


for told_kind in ("discipline.case_told", "discipline.case_served", "discipline.appeal_answered", *NEXT):
    on(told_kind)
