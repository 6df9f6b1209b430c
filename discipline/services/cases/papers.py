"""Giving out a paper of a case: notice, decision, receipt of an appeal and its answer. Each printing is on record."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from accounts.models import User
from core import clock
from core.audit import record
from core.errors import NotNow
from core.perms import Perms
from core.typesetting import typeset
from discipline.models import Appeal, Case
from discipline.printing import cases as printed
from discipline.services.cases import common
from exports.marks import new_serial
from roster.services.printing import foot

TEMPLATE: Final = Path(__file__).resolve().parents[2] / "printing" / "typst" / "case.typ"
Paper = tuple[str, bytes]


def print_notice(*, case: Case, by: User) -> Paper:
    """事先告知书. Raises NotNow before the person was told."""
    common.may(by, case, Perms.INVESTIGATE)
    if case.told_on is None:
        raise NotNow(common.standing(case))
    return _give_out(case, printed.notice(case), "GZ", by)


def print_letter(*, case: Case, by: User) -> Paper:
    """处理决定书. Raises NotNow before the decision."""
    common.may(by, case, Perms.INVESTIGATE)
    if case.decided_on is None:
        raise NotNow(common.standing(case))
    measure = case.sanctions.order_by("pk").first()
    appeal_days = common.days("appeal_days", case, clock.today())
    return _give_out(case, printed.letter(case, measure, appeal_days), "JD", by)


def print_receipt(*, appeal: Appeal, by: User) -> Paper:
    """申诉受理通知书: that the appeal came in, on which day, and until when it is answered."""
    case = _whole(appeal)
    common.may(by, case, Perms.HANDLE_APPEALS)
    return _give_out(case, printed.receipt(case, appeal), "SL", by)


def print_answer(*, appeal: Appeal, by: User) -> Paper:
    """申诉处理决定书. Raises NotNow before the answer."""
    case = _whole(appeal)
    common.may(by, case, Perms.HANDLE_APPEALS)
    if not appeal.verdict:
        raise NotNow(common.standing(case))
    measure = case.sanctions.filter(revoked_on=None).first()
    return _give_out(case, printed.answer(case, appeal, measure), "SD", by)


def _whole(appeal: Appeal) -> Case:
    found: Case = Case.objects.select_related("unit", "auxiliary__person").get(pk=appeal.case_id)
    return found


@transaction.atomic
def _give_out(case: Case, data: Mapping[str, Any], series: str, by: User) -> Paper:
    serial, now = new_serial().replace("EX", series, 1), clock.now()
    content = typeset(TEMPLATE, {**data, "language": "zh", **foot(serial, by.display_name, now)})
    after = {"serial": serial, "paper": data["title"], "sha256": hashlib.sha256(content).hexdigest()}
    record("case.paper_printed", case, by=by, after=after)
    return f"{serial}.pdf", content
