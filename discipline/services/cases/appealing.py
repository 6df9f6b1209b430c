"""The appeal 申诉: filed in time, answered by somebody who took no part, never to the person's harm."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.errors import BadInput, NotNow
from core.outbox import emit
from core.perms import Perms
from discipline.models import Appeal, AppealOnPaper, Case, Sanction
from discipline.rules.cases import terms
from discipline.rules.cases.fairness import MeasureFacts
from discipline.rules.cases.life import SANCTIONS, Outcome, Status, Verdict
from discipline.services.cases import common, lowering
from discipline.services.cases.deciding import begin_effect
from discipline.services.cases.suspending import lift_running
from discipline.services.officials import an_official


@transaction.atomic
def appeal(*, case: Case, grounds: str, by: User, on: date) -> Appeal:
    """The person's own appeal against a decision. Raises Refused after the term, PermissionDenied for everybody else."""
    case = common.lock(case)
    if by.person_id is None or by.person_id != case.auxiliary.person_id:
        raise PermissionDenied
    return _filed(case, grounds, by, on)


@transaction.atomic
def take_appeal(*, case: Case, grounds: str, brought_by: str, received_on: date, by: User, on: date) -> Appeal:
    """Enter an appeal that came on paper: who handed it in, and the day it was received, against which the term is held.

    What was received within the term is taken though the case was closed before it was entered: the right stands.
    Raises Refused after the term; BadInput for a day to come or before the service, or when nobody is named.
    """
    case = common.lock(case)
    common.may(by, case, Perms.HANDLE_APPEALS)
    common.not_before(on, "received_on", received_on)
    if case.served_on is not None and received_on < case.served_on:
        raise BadInput({"received_on": _("The decision was served later than this day.")})
    row = _filed(case, grounds, by, received_on)
    paper = AppealOnPaper(appeal=row, brought_by=common.words(brought_by, "brought_by"), entered_on=on, entered_by=by)
    common.checked(paper, "brought_by")
    paper.save()
    return row


def _filed(case: Case, grounds: str, by: User, filed_on: date) -> Appeal:
    """The case is locked already; terms are counted from the day it was received, and a case that was closed opens again."""
    common.due("appeal", case)
    if case.appealed:  # answered already: one appeal, one answer
        raise NotNow(common.standing(case))
    facts = MeasureFacts(filed_on, case.appeal_until)
    common.refuse("discipline.case.appeal.term", facts, case, filed_on, until=case.appeal_until)
    row = Appeal(
        number=common.next_number("SS", "discipline_appeal_numbers", filed_on.year),
        case=case,
        grounds=common.words(grounds, "grounds"),
        filed_on=filed_on,
        filed_by=by,
        due_on=terms.last_day(filed_on, common.days("appeal_decision_days", case, filed_on)),
    )
    common.checked(row, "grounds")
    row.save()
    closed_on, case.closed_on, case.appealed = case.closed_on, None, True
    common.moved(case, Status.APPEALED, "appealed", "closed_on", day=filed_on)
    before = {"closed_on": closed_on} if closed_on else None
    record("case.appealed", case, by=by, before=before, after={"appeal": row.number, "until": row.due_on})
    emit("discipline.case_appealed", {"case": case.pk})
    return row


@transaction.atomic
def answer_appeal(
    *, appeal: Appeal, verdict: str, reasons: str, by: User, on: date, changed_to: str = "", revision: int | None = None
) -> Appeal:
    """Answer an appeal 申诉处理决定. Raises Refused for whoever took part in the case, and for a harsher measure."""
    case = common.lock(appeal.case, revision=revision)
    common.ready_for("answer", case, by)
    row = Appeal.objects.get(pk=appeal.pk)
    _check(verdict, changed_to)
    facts = common.who(by.person_id or 0, case, on)
    measure = MeasureFacts(on, None, changed_to, case.outcome)
    common.refuse_all(
        [
            *common.broken("discipline.case.appeal.handler", facts, case, on, name=by.display_name),
            *common.broken("discipline.case.appeal.answer", measure, case, on),
            *lowering.in_the_way(case, changed_to, on),
        ]
    )
    row.verdict, row.reasons, row.answered_on = verdict, common.words(reasons, "reasons"), on
    row.handler, row.handler_person_id = by, an_official(by).person_id
    common.checked(row, "reasons")
    row.save(update_fields=["verdict", "reasons", "answered_on", "handler", "handler_person"])
    _carry_out(case, verdict, changed_to, by=by, on=on)
    case.closed_on = on
    lift_running(case, by=by, on=on)
    common.moved(case, Status.CLOSED, "closed_on", day=on)
    record("case.appeal_answered", case, by=by, after={"verdict": verdict, "changed_to": changed_to})
    emit("discipline.appeal_answered", {"case": case.pk})
    emit("discipline.case_ended", {"case": case.pk})
    return row


def _check(verdict: str, changed_to: str) -> None:
    if verdict not in Verdict.values:
        raise BadInput({"verdict": _("Choose an answer.")})
    milder = (*SANCTIONS, Outcome.ADVICE)
    if (verdict == Verdict.CHANGED) != (changed_to in milder) or (changed_to and changed_to not in Outcome.values):
        raise BadInput({"changed_to": _("Name the milder measure when the decision is changed, and only then.")})


def _carry_out(case: Case, verdict: str, changed_to: str, *, by: User, on: date) -> None:
    """Take the measure back, and write the milder one from the day the first began."""
    if verdict == Verdict.UPHELD:
        return
    start = case.served_on or on
    for measure in Sanction.objects.filter(case=case, revoked_on=None):
        measure.revoked_on = on
        lowering.put_back(measure, case, by=by, on=on)
        measure.save(update_fields=["revoked_on", "put_back_at"])
        emit("discipline.sanction_revoked", {"sanction": measure.pk, "auxiliary": case.auxiliary_id})
    if changed_to in SANCTIONS:
        milder = Sanction(case=case, kind=changed_to, decided_on=on)
        lowering.name_the_grades(milder, case, on)
        milder.save()
        begin_effect(milder, case, start, by=by, on=on)
