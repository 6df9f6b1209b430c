"""From the investigation to the hearing: what was found, what the person is told, and what the person says to it."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.errors import BadInput, NotNow
from core.outbox import emit
from discipline.models import Case, Investigator, Statement
from discipline.rules.cases import terms
from discipline.rules.cases.fairness import HearingFacts
from discipline.rules.cases.life import Heard, Outcome, Served, Status
from discipline.services.cases import common


@transaction.atomic
def conclude(*, case: Case, findings: str, by: User, on: date, revision: int | None = None) -> Case:
    """End the investigation with its findings 调查终结. Two investigated it, and one of them says so."""
    case = common.lock(case, revision=revision)
    common.ready_for("conclude", case, by)
    at_work = Investigator.objects.filter(case=case, relieved_on=None)
    people = set(at_work.values_list("officer__person", flat=True))
    common.refuse("discipline.case.conclude", len(people), case, on, count=len(people))
    if by.person_id not in people:
        raise NotNow(_("Only somebody who investigates this case writes its findings."))
    case.findings, case.concluded_on = common.words(findings, "findings"), on
    common.moved(case, Status.INVESTIGATED, "findings", "concluded_on", day=on)
    record("case.investigated", case, by=by)  # what was found lies sealed with the case
    emit("discipline.case_investigated", {"case": case.pk})
    return case


@transaction.atomic
def tell(*, case: Case, intended: str, how: str, by: User, on: date, revision: int | None = None) -> Case:
    """Tell the person the facts, the measure that is intended, and the right to be heard 事先告知. The term begins."""
    case = common.lock(case, revision=revision)
    common.ready_for("tell", case, by)
    if intended not in Outcome.values or how not in Served.values:
        raise BadInput({"intended": _("Choose the measure that is intended, and how the person was told.")})
    case.intended, case.told_how, case.told_on = intended, how, on
    case.statement_until = terms.last_day(on, common.days("statement_days", case, on))
    common.moved(case, Status.TOLD, "intended", "told_how", "told_on", "statement_until", day=on)
    record("case.told", case, by=by, after={"intended": intended, "until": case.statement_until})
    emit("discipline.case_told", {"case": case.pk})
    return case


@transaction.atomic
def make_statement(*, case: Case, text: str, by: User, on: date) -> Statement:
    """The person's own statement 陈述申辩. One that comes after the term is still taken, as long as nobody went on without it."""
    case = common.lock(case)
    if by.person_id is None or by.person_id != case.auxiliary.person_id:
        raise PermissionDenied
    common.due("hear", case)
    _after_being_told(case, on)
    return _heard(case, Heard.STATEMENT, text, by, on)


@transaction.atomic
def hear(*, case: Case, how: str, by: User, on: date, text: str = "", revision: int | None = None) -> Case:
    """Enter how the person was heard: a statement on paper, a record, a waiver in writing, or that the term ran out.

    Raises Refused while the term still runs and nothing was said (house policy; GX 13(5) wants a lawful procedure).
    """
    case = common.lock(case, revision=revision)
    common.ready_for("hear", case, by)
    if how not in Heard.values:
        raise BadInput({"how": _("Choose how the person was heard.")})
    _hearing_is_due(case, how, on)
    if how == Heard.TERM_OVER:
        _move_on(case, how, by, on)
    else:
        _heard(case, how, text, by, on)
    return case


def _heard(case: Case, how: str, text: str, by: User, on: date) -> Statement:
    row = Statement(case=case, how=how, words=common.words(text, "text"), made_on=on, by=by)
    common.checked(row, "words")
    row.save()
    _move_on(case, how, by, on)
    return row


def _move_on(case: Case, how: str, by: User, on: date) -> None:
    case.heard_on, case.heard_how = on, how
    common.moved(case, Status.HEARD, "heard_on", "heard_how", day=on)
    record("case.heard", case, by=by, after={"how": how})
    emit("discipline.case_heard", {"case": case.pk})


def _after_being_told(case: Case, on: date) -> None:
    """Nobody is heard before being told."""
    if case.told_on is None or on < case.told_on:
        raise NotNow(common.standing(case))


def _hearing_is_due(case: Case, how: str, on: date) -> None:
    _after_being_told(case, on)
    facts = HearingFacts(case.told_on, how, case.statement_until, on)
    common.refuse("discipline.case.hearing", facts, case, on, until=case.statement_until)
