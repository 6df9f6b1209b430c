"""Proposing, showing in public, objecting, deciding: the way up, and its effect on the file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.audit import record
from core.errors import BadInput, NotNow, Refused
from core.outbox import emit
from core.perms import Perms
from discipline.models import GradeObjection, GradeProposal
from discipline.rules.grades import ACTS, DECISION, PROPOSAL, Status
from discipline.selectors import grades as selectors
from discipline.selectors.commendations import bureau_of
from discipline.selectors.ladders import KEYS
from discipline.services import publicity
from discipline.services.cases.common import next_number
from discipline.services.officials import an_official
from regulations import rules
from regulations.selectors import unit_pack
from roster.models import Auxiliary
from roster.services import give_grade


@transaction.atomic
def propose(*, auxiliary: Auxiliary, to: str, appraisal: str, by: User, on: date) -> GradeProposal:
    """Propose the next grade. Raises Refused with every condition that is not met."""
    if not by.may(Perms.MANAGE_GRADES, auxiliary.unit):
        raise PermissionDenied
    an_official(by)
    auxiliary = publicity.lock_person(auxiliary.pk)
    if GradeProposal.objects.open().filter(auxiliary=auxiliary).exists():
        raise NotNow(_("A grade is proposed for this person already."))
    facts, words = selectors.proposal_facts(auxiliary, to, appraisal, on)
    if found := rules.broken(PROPOSAL, facts, day=on, pack=unit_pack(auxiliary.unit, on), **words):
        raise Refused(found)
    number = next_number("CJ", "discipline_grade_numbers", on.year)
    row = GradeProposal(
        number=number, auxiliary=auxiliary, unit=auxiliary.unit, from_grade=auxiliary.grade, to_grade=to,
        appraisal=facts.appraisal[:300], proposed_by=by, proposed_person_id=by.person_id, proposed_at=clock.now(),
    )  # fmt: skip
    row.save()
    record("grade.proposed", row, by=by, after={"auxiliary": auxiliary.pk, "from": row.from_grade, "to": to})
    emit("discipline.grade_proposed", {"proposal": row.pk, "unit": row.unit_id})
    return row


@transaction.atomic
def publish(*, proposal: GradeProposal, by: User, on: date) -> GradeProposal:
    """Show the proposal in public in the whole bureau."""
    row = _lock("publish", proposal, by)
    publicity.show(row, KEYS, on)
    _move(row, Status.PUBLIC, publicity.WRITTEN)
    record("grade.published", row, by=by, after={"from": on, "until": row.published_until})
    emit("discipline.grade_published", {"proposal": row.pk, "unit": row.unit_id})
    return row


@transaction.atomic
def contest(*, proposal: GradeProposal, text: str, by: User, on: date) -> GradeObjection:
    """Keep an objection, each of its own: the proposal rests until another person has settled every one.

    Raises NotNow after the publicity.
    """
    text = publicity.words(text, "text", _("Say what you object to."))
    row = _lock("contest", proposal, by)
    an_official(by)
    publicity.in_time(row, on)
    found = GradeObjection.objects.create(proposal=row, text=text, **publicity.entered(by, on))
    if row.status == Status.PUBLIC:
        _move(row, Status.CONTESTED)
    record("grade.contested", row, by=by, after={"objection": found.pk})
    emit("discipline.grade_contested", {"proposal": row.pk, "unit": row.unit_id, "objection": found.pk})
    return found


@transaction.atomic
def settle(*, objection: GradeObjection, upheld: bool, answer: str, by: User) -> GradeObjection:
    """Answer an objection; upheld ends the proposal, and it goes on when none waits. Never by whoever entered it or proposed."""
    said = publicity.words(answer, "answer", _("Say what was found."))
    row = _locked(objection.proposal)
    if not by.may(Perms.MANAGE_GRADES, row.unit):
        raise PermissionDenied
    found = GradeObjection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    apart = (row.proposed_person_id, row.auxiliary.person_id)
    publicity.answer(found, upheld=upheld, answer=said, by=by, apart_from=apart)
    record("grade.objection_settled", row, by=by, after={"objection": found.pk, "upheld": upheld})
    if row.status == Status.CONTESTED and upheld:
        row.reason = _("An objection was upheld.")
        _close(row, Status.REJECTED, by)
    elif row.status == Status.CONTESTED and not row.objections.filter(outcome=GradeObjection.Outcome.OPEN).exists():
        _move(row, Status.PUBLIC)
    return found


@transaction.atomic
def decide(*, proposal: GradeProposal, by: User, on: date, document_number: str, effective_on: date) -> GradeProposal:
    """Give the grade from a day on; it goes onto the file, and to whoever reckons pay. Raises Refused as the rules say."""
    row = _lock("decide", proposal, by, bureau=True)
    if not document_number.strip():
        raise BadInput({"document_number": _("Give the number of the decision.")})
    facts, words = selectors.proposal_facts(row.auxiliary, row.to_grade, row.appraisal, on)
    pack = unit_pack(row.unit, on)
    found = rules.broken(PROPOSAL, facts, day=on, pack=pack, **words)
    decision, more = selectors.decision_facts(row, by, on)
    found += rules.broken(DECISION, decision, day=on, pack=pack, **more)
    if found:
        raise Refused(found)
    if effective_on > on or (facts.step.due_on is not None and effective_on < facts.step.due_on):
        raise BadInput({"effective_on": _("The grade is held from a day between its due day and today.")})
    row.document_number, row.decided_on, row.effective_on = document_number.strip()[:60], on, effective_on
    row.decided_by, row.decided_at = by, clock.now()
    row.decided_person_id = by.person_id
    fields = ["document_number", "decided_on", "effective_on", "decided_by", "decided_person", "decided_at"]
    _move(row, Status.DECIDED, fields)
    give_grade(
        auxiliary=row.auxiliary,
        grade=row.to_grade,
        since=effective_on,
        by=by,
        on=on,
        document_number=row.document_number,
    )
    record(
        "grade.decided",
        row,
        by=by,
        before={"grade": row.from_grade},
        after={"grade": row.to_grade, "from": effective_on},
    )
    payload = {"proposal": row.pk, "auxiliary": row.auxiliary_id, "since": effective_on.isoformat()}
    emit("discipline.graded", payload)
    return row


@transaction.atomic
def reject(*, proposal: GradeProposal, reason: str, by: User) -> GradeProposal:
    """Close the proposal without a grade, with the reason."""
    return _ended("reject", proposal, reason, by)


@transaction.atomic
def withdraw(*, proposal: GradeProposal, reason: str, by: User) -> GradeProposal:
    """Take back one's own proposal."""
    if by.person_id != proposal.proposed_person_id:
        raise NotNow(_("Only whoever proposed takes it back; others reject it."))
    return _ended("withdraw", proposal, reason, by)


def _ended(act: str, proposal: GradeProposal, reason: str, by: User) -> GradeProposal:
    row = _lock(act, proposal, by)
    row.reason = publicity.words(reason, "reason", _("Say why."), 500)
    return _close(row, ACTS[act].ends[0], by)


def _close(row: GradeProposal, status: Status, by: User) -> GradeProposal:
    _move(row, status, ["reason"])
    record(f"grade.{row.status}", row, by=by, reason=row.reason)
    emit("discipline.grade_closed", {"proposal": row.pk, "unit": row.unit_id})
    return row


def _move(row: GradeProposal, status: Status, fields: Iterable[str] = ()) -> None:
    row.status = status
    row.revision += 1
    row.save(update_fields=[*fields, "status", "revision"])


def _lock(act: str, proposal: GradeProposal, by: User, *, bureau: bool = False) -> GradeProposal:
    """The proposal, locked; refuses whoever lacks the right (`bureau`: there) and an act out of turn."""
    row = _locked(proposal)
    if not by.may(ACTS[act].right, bureau_of(row.unit) if bureau else row.unit):
        raise PermissionDenied
    if row.status not in ACTS[act].starts:
        words = {"number": row.number, "status": row.get_status_display()}
        raise NotNow(_("%(number)s stands at “%(status)s” already.") % words)
    return row


def _locked(proposal: GradeProposal) -> GradeProposal:
    """The person's file and the proposal, locked in this order."""
    publicity.lock_person(proposal.auxiliary_id)
    GradeProposal.objects.select_for_update(no_key=True).values_list("pk").get(pk=proposal.pk)
    return GradeProposal.objects.select_related("auxiliary__person", "auxiliary__unit", "unit").get(pk=proposal.pk)
