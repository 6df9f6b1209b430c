"""Asking the decision inside a transaction, keeping its answer, and keeping a refusal for the inspector."""

from __future__ import annotations

from dataclasses import replace

from accounts.models import User
from core import clock
from core.audit import record
from core.outbox import emit
from duties.decision import Decision
from duties.decision.text import with_denials
from duties.models import Assignment, RefusedAttempt
from duties.proposal import Proposal
from duties.selectors.facts import decide_many, proposals_of


def proposal_of(assignment: Assignment) -> Proposal:
    """What the assignment asks for, as it is stored."""
    return proposals_of([assignment])[0]


def decide_afresh(proposal: Proposal) -> tuple[Proposal, Decision]:
    """Read the text anew, and decide with the facts of this moment."""
    request = with_denials(proposal.request(), len(proposal.leads))
    read = replace(proposal, named=request.named, unclear=request.unclear, denied=request.denied)
    return read, decide_many([read])[0]


def screening_of(proposal: Proposal) -> dict[str, object]:
    """What the text was found to say, kept with the assignment so that it is read once."""
    return {"unclear": proposal.unclear, "denied": [list(pair) for pair in proposal.denied]}


def keep_refusal(
    assignment: Assignment, decision: Decision, *, stage: RefusedAttempt.Stage, by: User
) -> RefusedAttempt:
    """Keep a refused attempt with its decision; the inspector sees it whatever becomes of the request."""
    attempt = RefusedAttempt.objects.create(
        unit=assignment.unit,
        assignment=assignment,
        stage=stage,
        requester=assignment.requester,
        requester_person_id=assignment.requester_person_id,
        text=assignment.text,
        codes=list(decision.duty_codes),
        duties_refused=list(decision.duties_refused),
        reasons=list(decision.reasons),
        decision=decision.as_dict(),
        created_at=clock.now(),
    )
    record(
        "assignment.refused",
        assignment,
        by=by,
        after={"attempt": attempt.pk, "reasons": decision.reasons, "duties": decision.duties_refused, "stage": stage},
        success=False,
    )
    emit("duties.refused", {"attempt": attempt.pk, "assignment": assignment.pk, "unit": assignment.unit_id})
    return attempt
