"""The supervising officer's acts: approve (decided again), return or reject with a reason."""

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
from duties.models import Assignment, AssignmentVersion, RefusedAttempt, local_day
from duties.rules.approver import QUESTION, ApproverFacts
from duties.selectors.approver import approver_facts, officer_of
from duties.selectors.facts import decide_many
from duties.services.deciding import keep_refusal, proposal_of
from duties.services.locking import as_seen, lock, ready_for
from duties.services.versions import content_of
from organisation.models import Officer
from regulations import rules
from regulations.selectors import unit_pack


def approve(*, assignment: Assignment, by: User, revision: int | None = None) -> Assignment:
    """Approve a pending request as it was seen (`revision`), decided again at this moment.

    A refusal is committed and then raised.
    """
    with transaction.atomic():
        locked = lock(assignment)
        ready_for("approve", locked, by)
        as_seen(locked, revision)
        officer = _approver(locked, by)
        decision = decide_many([proposal_of(locked)])[0]
        attempt = None
        if decision.allowed:
            _approve(locked, officer, decision, by)
        else:
            attempt = _refuse(locked, decision, by)
    if attempt is not None:
        raise Refused(decision.findings, attempt=attempt, decision=decision)
    return locked


@transaction.atomic
def return_(*, assignment: Assignment, reason: str, by: User) -> Assignment:
    """Give a request back to be written anew: the old version is kept, a new one begins."""
    locked = _decided_without_law("return", assignment, reason, by)
    AssignmentVersion.objects.create(
        assignment=locked,
        version=locked.version,
        content=content_of(locked),
        decision=locked.decision,
        reason=locked.reason,
        closed_at=locked.closed_at,
    )
    locked.status, locked.version = Status.RETURNED, locked.version + 1
    locked.save(update_fields=["status", "version", "reason", "closed_by", "closed_at", "revision"])
    record("assignment.returned", locked, by=by, before={"status": Status.PENDING}, reason=reason)
    emit("duties.returned", {"assignment": locked.pk, "unit": locked.unit_id})
    return locked


@transaction.atomic
def reject(*, assignment: Assignment, reason: str, by: User) -> Assignment:
    """Say no to a request for good."""
    locked = _decided_without_law("reject", assignment, reason, by)
    locked.status = Status.REJECTED
    locked.save(update_fields=["status", "reason", "closed_by", "closed_at", "revision"])
    record("assignment.rejected", locked, by=by, before={"status": Status.PENDING}, reason=reason)
    emit("duties.rejected", {"assignment": locked.pk, "unit": locked.unit_id})
    return locked


def _decided_without_law(act: str, assignment: Assignment, reason: str, by: User) -> Assignment:
    if not reason.strip():
        raise BadInput({"reason": _("Say why.")})
    locked = lock(assignment)
    ready_for(act, locked, by)
    locked.reason = reason.strip()[:500]
    locked.closed_by, locked.closed_at = by, clock.now()
    locked.revision += 1
    return locked


def _approver(assignment: Assignment, by: User) -> Officer:
    """The serving officer who approves. Raises Refused where it must be another person."""
    day = local_day(clock.now())
    officer = officer_of(by.person_id)
    facts: ApproverFacts = approver_facts(assignment, by.person_id, officer, day)
    findings = rules.broken(QUESTION, facts, day=day, pack=unit_pack(assignment.unit, day))
    if findings or officer is None:
        raise Refused(findings)
    return officer


def _approve(assignment: Assignment, officer: Officer, decision: Decision, by: User) -> None:
    assignment.status, assignment.approver, assignment.approver_officer = Status.APPROVED, by, officer
    assignment.approved_at = assignment.decided_at = clock.now()
    assignment.decision = decision.as_dict()
    assignment.revision += 1
    assignment.save(
        update_fields=[
            "status",
            "approver",
            "approver_officer",
            "approved_at",
            "decided_at",
            "decision",
            "revision",
        ]
    )
    record(
        "assignment.approved",
        assignment,
        by=by,
        before={"status": Status.PENDING},
        after={"status": Status.APPROVED, "decision": decision.outcome, "duties": decision.duty_codes},
    )
    emit("duties.approved", {"assignment": assignment.pk, "unit": assignment.unit_id})


def _refuse(assignment: Assignment, decision: Decision, by: User) -> RefusedAttempt:
    """What was lawful when it was asked is no longer: it stays pending with the new decision beside it."""
    assignment.decision, assignment.decided_at = decision.as_dict(), clock.now()
    assignment.save(update_fields=["decision", "decided_at"])
    return keep_refusal(assignment, decision, stage=RefusedAttempt.Stage.APPROVE, by=by)
