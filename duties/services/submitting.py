"""Submitting a request: decided, then pending, referred, or refused and kept."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.audit import record
from core.errors import BadInput, Refused
from core.outbox import emit
from duties.decision import Decision
from duties.life import Status
from duties.models import Assignment, AssignmentDuty, RefusedAttempt
from duties.proposal import Proposal
from duties.services.deciding import decide_afresh, keep_refusal, proposal_of, screening_of
from duties.services.locking import is_the_requester, lock, ready_for


def submit(*, assignment: Assignment, by: User) -> Assignment:
    """Submit a draft. What the law refuses is committed as a refused attempt and only then raised as Refused."""
    with transaction.atomic():
        locked = lock(assignment)
        ready_for("submit", locked, by)
        is_the_requester(locked, by)
        _complete(locked)
        proposal, decision = decide_afresh(proposal_of(locked))
        attempt = _refuse(locked, decision, by) if decision.refused else None
        if attempt is None:
            _accept(locked, proposal, decision, by)
    if attempt is not None:
        raise Refused(decision.findings, attempt=attempt, decision=decision)
    return locked


def _complete(assignment: Assignment) -> None:
    if assignment.starts_at <= clock.now():
        raise BadInput({"starts_at": _("The start time has passed: choose a later one.")})


def _refuse(assignment: Assignment, decision: Decision, by: User) -> RefusedAttempt:
    """The request stays a draft, with the decision beside it."""
    assignment.decision, assignment.decided_at = decision.as_dict(), clock.now()
    assignment.save(update_fields=["decision", "decided_at"])
    return keep_refusal(assignment, decision, stage=RefusedAttempt.Stage.SUBMIT, by=by)


def _accept(assignment: Assignment, proposal: Proposal, decision: Decision, by: User) -> None:
    _keep_named_duties(assignment, proposal)
    before = assignment.status
    assignment.status = Status.REFERRED if decision.referred else Status.PENDING
    assignment.screening, assignment.decision = screening_of(proposal), decision.as_dict()
    assignment.decided_at = assignment.submitted_at = clock.now()
    assignment.reason, assignment.closed_by, assignment.closed_at = "", None, None
    assignment.revision += 1
    assignment.save()
    record(
        "assignment.submitted",
        assignment,
        by=by,
        before={"status": before},
        after={"status": assignment.status, "decision": decision.outcome, "duties": decision.duty_codes},
    )
    kind = "duties.referred" if decision.referred else "duties.submitted"
    emit(kind, {"assignment": assignment.pk, "unit": assignment.unit_id})


def _keep_named_duties(assignment: Assignment, proposal: Proposal) -> None:
    """The duties which the text names become duties of the assignment, before it is frozen."""
    chosen = AssignmentDuty.Source.CHOSEN
    AssignmentDuty.objects.filter(assignment=assignment).exclude(source=chosen).delete()
    AssignmentDuty.objects.bulk_create(
        AssignmentDuty(assignment=assignment, code=item.code, source=AssignmentDuty.Source.TEXT, words=item.words[:200])
        for item in proposal.named or ()
        if item.code not in proposal.codes
    )
