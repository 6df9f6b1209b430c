"""After the notice: accepted or objected to by the person, settled by somebody who took no part, final by the end of the term."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.actors import Actor
from core.audit import record
from core.errors import BadInput, NotNow, Refused
from core.outbox import emit
from discipline.models import Appraisal
from discipline.rules.appraisals import REVIEW, Result, Status
from discipline.selectors import appraisals as selectors
from discipline.services.appraisals.common import lock, move
from regulations import rules
from regulations.selectors import unit_pack, value_for

MOST = 2000  # a run; what is left over comes with the next
PAPER_DAYS = 2  # after the term: what was received on paper in time is entered yet


@transaction.atomic
def accept(*, appraisal: Appraisal, by: User, on: date) -> Appraisal:
    """The person has read the result and does not object: it is final at once."""
    row = lock("accept", appraisal, by)
    row.accepted_on = on
    return _final(row, "accept", row.calibrated, by, on, ["accepted_on"])


@transaction.atomic
def contest(*, appraisal: Appraisal, text: str, by: User, on: date, received_on: date | None = None) -> Appraisal:
    """Object to the result until the last day of the term: the person, or whoever appraises there for an objection on paper.

    The term is held against `received_on`, the day the paper was received; today where none is given.
    """
    if not text.strip():
        raise BadInput({"text": _("Say what you object to.")})
    row = lock("contest", appraisal, by)
    on_paper, received = by.person_id != row.auxiliary.person_id, received_on or on
    if received > on or row.told_on is None or received < row.told_on:
        raise BadInput({"received_on": _("Choose a day from the notice until today.")})
    if not row.may_contest(received):
        raise NotNow(_("The term to object to %(number)s is over.") % {"number": row.number})
    days = int(value_for(f"{selectors.KEYS}.review_days", unit=row.unit, day=on).value)
    row.objection, row.contested, row.contested_on = text.strip()[:1000], True, received
    row.review_until = on + timedelta(days=days)
    move(row, "contest", ["objection", "contested", "contested_on", "review_until"])
    record("appraisal.contested", row, by=by, after={"on": received, "on_paper": on_paper})
    emit("discipline.appraisal_contested", {"appraisal": row.pk, "unit": row.unit_id})
    return row


@transaction.atomic
def settle(*, appraisal: Appraisal, result: str, answer: str, by: User, on: date) -> Appraisal:
    """Answer the objection with the result that stands: the same, or a better one. Over and above the share of excellent.

    Raises Refused for whoever set the result, marked as the leader, or is near to the person.
    """
    if not answer.strip():
        raise BadInput({"answer": _("Say what was found.")})
    if result not in Result.values:
        raise BadInput({"result": _("Choose one of the results.")})
    row = lock("settle", appraisal, by)
    if Result.values.index(result) > Result.values.index(row.calibrated):
        raise BadInput({"result": _("An objection never makes the result worse.")})
    facts = selectors.review_facts(row, by)
    if found := rules.broken(REVIEW, facts, day=on, pack=unit_pack(row.unit, on)):
        raise Refused(found)
    row.answer, row.settled_by = answer.strip()[:1000], by
    row.settled_person_id = by.person_id
    return _final(row, "settle", result, by, on, ["answer", "settled_by", "settled_person"])


def conclude_unopposed(*, on: date, by: Actor) -> int:
    """Results nobody objected to in time are final; safe to run as often as one likes. Answers how many."""
    over = Appraisal.objects.filter(status=Status.TOLD, objection_until__lt=on - timedelta(days=PAPER_DAYS))
    return sum(_conclude(row, on, by) for row in over.order_by("objection_until", "pk")[:MOST])


@transaction.atomic
def _conclude(appraisal: Appraisal, on: date, by: Actor) -> bool:
    try:
        row = lock("conclude", appraisal, None)
    except NotNow:
        return False  # objected to or accepted meanwhile
    _final(row, "conclude", row.calibrated, by, on, [])
    return True


def _final(row: Appraisal, act: str, result: str, by: User | Actor, on: date, fields: list[str]) -> Appraisal:
    row.result, row.final_on = result, on
    move(row, act, [*fields, "result", "final_on"])
    record(f"appraisal.{'settled' if act == 'settle' else 'final'}", row, by=by, after={"result": result, "on": on})
    emit(
        "discipline.appraised",
        {
            "appraisal": row.pk,
            "auxiliary": row.auxiliary_id,
            "kind": row.kind,
            "first": row.first.isoformat(),
            "last": row.last.isoformat(),
            "result": result,
            "on": on.isoformat(),
        },
    )
    return row
