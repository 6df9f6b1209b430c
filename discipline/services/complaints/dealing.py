"""Acknowledged, given to somebody who is not involved, looked into, answered. Every look at the reporter is recorded."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.audit import record
from core.errors import BadInput, NotNow, Refused
from core.outbox import emit
from core.perms import Perms
from discipline.models.complaints import Complaint, Reporter, ReporterOpening, RetaliationCheck
from discipline.rules.complaints import ACTS, ANSWER, HANDLER, AnswerFacts
from discipline.selectors.complaints import Act, acts_against, handler_facts, works_here
from regulations import rules
from regulations.selectors import unit_pack
from reminders.services import settle_messages

ANSWERS = tuple(value for value in Complaint.Outcome.values if value != Complaint.Outcome.PASSED_ON)


def lock_complaint(complaint: Complaint) -> Complaint:
    """The complaint as it stands, held until the act is done."""
    rows = Complaint.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("unit").get(pk=complaint.pk)


def _ready(act: str, complaint: Complaint, by: User, revision: int | None) -> Complaint:
    """Locked, in the actor's hands by right and not against them, and standing where the act begins."""
    locked = lock_complaint(complaint)
    seen = Complaint.objects.visible_to(by).filter(pk=locked.pk)
    if not by.may(Perms.HANDLE_COMPLAINTS, locked.unit) or not seen.exists():
        raise PermissionDenied
    if revision is not None and revision != locked.revision:
        raise NotNow(_("%(number)s was changed meanwhile: look at it again.") % {"number": locked.number})
    if locked.status not in ACTS[act][0]:
        words = {"number": locked.number, "status": locked.get_status_display()}
        raise NotNow(_("%(number)s stands at “%(status)s” already.") % words)
    return locked


def _saved(complaint: Complaint, act: str, *fields: str) -> None:
    complaint.status = ACTS[act][1]
    complaint.revision += 1
    complaint.save(update_fields=["status", "revision", *fields])


@transaction.atomic
def acknowledge(*, complaint: Complaint, by: User, revision: int | None = None) -> Complaint:
    """Tell whoever reported that it came in: they read it by their key, or on the own pages (HA 30, GX 33)."""
    locked = _ready("acknowledge", complaint, by, revision)
    locked.acknowledged_at = clock.now()
    _saved(locked, "acknowledge", "acknowledged_at")
    record("complaint.acknowledged", locked, by=by)
    emit("discipline.complaint_moved", {"complaint": locked.pk, "unit": locked.unit_id})
    return locked


@transaction.atomic
def assign(*, complaint: Complaint, handler: User, on: date, by: User, revision: int | None = None) -> Complaint:
    """Give it to somebody who is not involved. Raises Refused otherwise (GX 34, NB 16)."""
    locked = _ready("assign", complaint, by, revision)
    if not handler.is_active or not handler.may(Perms.HANDLE_COMPLAINTS, locked.unit):
        raise BadInput({"handler": _("Choose somebody who deals with complaints of this unit.")})
    facts = handler_facts(locked, handler.person_id)
    if findings := rules.broken(HANDLER, facts, day=on, pack=unit_pack(locked.unit, on)):
        raise Refused(findings)
    before = {"handler": locked.handler_id}
    locked.handler, locked.handler_person_id = handler, handler.person_id
    locked.assigned_by, locked.assigned_at = by, clock.now()
    _saved(locked, "assign", "handler", "handler_person", "assigned_by", "assigned_at")
    record("complaint.assigned", locked, by=by, before=before, after={"handler": handler.pk})
    emit("discipline.complaint_moved", {"complaint": locked.pk, "unit": locked.unit_id})
    return locked


def in_hand(complaint: Complaint, by: User) -> Complaint:
    """Raises NotNow for everybody but the one who deals with it."""
    if by.person_id is None or complaint.handler_person_id != by.person_id:
        raise NotNow(_("Only the one who deals with %(number)s does this.") % {"number": complaint.number})
    return complaint


@transaction.atomic
def open_reporter(*, complaint: Complaint, reason: str, by: User) -> Reporter:
    """Look who reported: only the one who deals with it, with the reason, and recorded each time."""
    locked = _opened(complaint, reason, by, ReporterOpening.Looked.REPORTER)
    record("reporter.opened", locked, by=by)
    return Reporter.objects.visible_to(by).get(complaint=locked)


@transaction.atomic
def open_acts(*, complaint: Complaint, reason: str, on: date, by: User) -> list[Act]:
    """Look what was done to the reporter since: it tells who reported, so it is opened and recorded like the name."""
    locked = _opened(complaint, reason, by, ReporterOpening.Looked.ACTS)
    record("reporter.acts_opened", locked, by=by)
    return acts_against(locked, on)


def _opened(complaint: Complaint, reason: str, by: User, looked_at: str) -> Complaint:
    if not (said := reason.strip()):
        raise BadInput({"reason": _("Give the reason.")})
    locked = in_hand(of_right(complaint, by), by)
    row = ReporterOpening(complaint=locked, by=by, person_id=by.person_id, at=clock.now(), reason=said)
    row.looked_at = looked_at
    row.save()
    return locked


@transaction.atomic
def look_at_retaliation(*, complaint: Complaint, result: str, reason: str, by: User) -> RetaliationCheck:
    """Write down what was seen of acts against the reporter. The program shows them and decides nothing."""
    if result not in RetaliationCheck.Result.values:
        raise BadInput({"result": _("Choose a result.")})
    if not (said := reason.strip()):
        raise BadInput({"reason": _("Say what you saw.")})
    locked = in_hand(of_right(complaint, by), by)
    row = RetaliationCheck(complaint=locked, result=result, reason=said, by=by, person_id=by.person_id, at=clock.now())
    row.save()
    record("complaint.looked_after", locked, by=by)
    settle_messages(users=[by.pk], kind="discipline.second_look", url=reverse("discipline:complaint", args=[locked.pk]))
    return row


def of_right(complaint: Complaint, by: User) -> Complaint:
    locked = lock_complaint(complaint)
    if not Complaint.objects.visible_to(by).filter(pk=locked.pk).exists():
        raise PermissionDenied
    return locked


@transaction.atomic
def answer(
    *, complaint: Complaint, outcome: str, answer: str, on: date, by: User, revision: int | None = None
) -> Complaint:
    """Say what came of it; whoever reported reads it. Where they work here, only after a look at retaliation (TS-04)."""
    if outcome not in ANSWERS:
        raise BadInput({"outcome": _("Choose a result.")})
    return _answered(complaint, outcome, answer, on, by, revision)


@transaction.atomic
def forward(
    *, complaint: Complaint, authority: str, answer: str, on: date, by: User, revision: int | None = None
) -> Complaint:
    """Pass on what another authority decides 移送; whoever reported reads to whom, and is answered with that (HA 30, GX 33).

    Who reported is not passed on by the program: the one who deals with it opens and tells it where the law asks for it.
    """
    if not (to := authority.strip()):
        raise BadInput({"authority": _("Name the authority it is passed on to.")})
    return _answered(complaint, Complaint.Outcome.PASSED_ON, answer, on, by, revision, passed_to=to)


def _answered(
    complaint: Complaint, outcome: str, answer: str, on: date, by: User, revision: int | None, *, passed_to: str = ""
) -> Complaint:
    if not (said := answer.strip()):
        raise BadInput({"answer": _("Say what came of it.")})
    locked = in_hand(_ready("answer", complaint, by, revision), by)
    facts = AnswerFacts(works_here(locked), locked.retaliation_checks.exists())
    if findings := rules.broken(ANSWER, facts, day=on, pack=unit_pack(locked.unit, on)):
        raise Refused(findings)
    locked.outcome, locked.answer, locked.answered_at = outcome, said, clock.now()
    locked.passed_to = passed_to
    _saved(locked, "answer", "outcome", "answer", "answered_at", "passed_to")
    record(
        "complaint.answered",
        locked,
        by=by,
        after={"outcome": outcome} | ({"passed_to": passed_to} if passed_to else {}),
    )
    emit("discipline.complaint_moved", {"complaint": locked.pk, "unit": locked.unit_id})
    return locked
