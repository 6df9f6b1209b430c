"""Setting results side by side within the share of excellent, and telling them."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.audit import record
from core.errors import BadInput, NotNow, Refused
from core.outbox import emit
from discipline.models import Appraisal, AppraisalRound
from discipline.rules.appraisals import RESULT, Result, Status
from discipline.selectors import appraisals as selectors
from discipline.services.appraisals.common import lock, lock_round, move
from regulations import rules, workdays
from regulations.selectors import unit_pack


@transaction.atomic
def calibrate(*, appraisal: Appraisal, result: str, by: User, on: date, reason: str = "") -> Appraisal:
    """Set one result; again as long as nobody was told. Raises Refused: share, missing reason, sanction, marks still open."""
    if result not in Result.values:
        raise BadInput({"result": _("Choose one of the results.")})
    whole = lock_round(appraisal.round)
    row = lock("calibrate", appraisal, by)
    _refuse(whole, {row: result}, reason, by, on)
    _set(row, result, reason, by)
    record("appraisal.calibrated", row, by=by, after={"result": result, "proposed": row.proposed})
    return row


@transaction.atomic
def adopt(*, round_: AppraisalRound, by: User, on: date) -> int:
    """Set the proposed result for everybody whose result is not set yet. Raises Refused where the share would not hold."""
    whole = lock_round(round_, by)
    rows = _locked(whole, Status.MARKED)
    if not rows:
        raise NotNow(_("No result of this round waits to be set."))
    _refuse(whole, {row: row.proposed for row in rows}, "", by, on)
    for row in rows:
        _set(row, row.proposed, "", by)
    record("appraisal.adopted", whole, by=by, after={"people": len(rows)})
    return len(rows)


@transaction.atomic
def tell(*, round_: AppraisalRound, by: User, on: date) -> int:
    """Tell everybody whose result is set: from the next working day the term of the objection runs."""
    whole = lock_round(round_, by)
    rows = _locked(whole, Status.CALIBRATED)
    if not rows:
        raise NotNow(_("No result of this round waits to be told."))
    days = selectors.of_kind(whole.basis, "objection_workdays", whole.kind)
    until = workdays.within(on, max(days, 1)).last_day
    for row in rows:
        row.told_on, row.objection_until = on, until
        move(row, "tell", ["told_on", "objection_until"])
        record("appraisal.told", row, by=by, after={"on": on, "until": until})
    emit("discipline.appraisal_told", {"round": whole.pk, "on": on.isoformat()})
    return len(rows)


def _locked(whole: AppraisalRound, status: Status) -> list[Appraisal]:
    rows = Appraisal.objects.select_for_update(of=("self",), no_key=True).filter(round=whole, status=status)
    return list(rows.select_related("auxiliary__person", "round", "unit").order_by("pk"))


def _set(row: Appraisal, result: str, reason: str, by: User) -> None:
    row.calibrated, row.reason = result, reason.strip()[:500]
    row.calibrated_by, row.calibrated_at = by, clock.now()
    row.calibrated_person_id = by.person_id
    move(row, "calibrate", ["calibrated", "reason", "calibrated_by", "calibrated_person", "calibrated_at"])


def _refuse(whole: AppraisalRound, results: dict[Appraisal, str], reason: str, by: User, on: date) -> None:
    pack, said, found = unit_pack(whole.unit, on), set(), []
    for facts, words in selectors.result_facts(whole, results, reason=reason, by=by).values():
        for finding in rules.broken(RESULT, facts, day=on, pack=pack, **words):
            if (finding.code, finding.sentence("en")) not in said:
                said.add((finding.code, finding.sentence("en")))
                found.append(finding)
    if found:
        raise Refused(found[:20])
