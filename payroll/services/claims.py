"""Claims under accident policies: reported to the insurer, and what it decided."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from core.actors import Actor
from core.audit import record
from core.errors import BadInput, NotNow
from payroll.calculating.accident import disability_benefit
from payroll.calculating.books import book_of
from payroll.models import AccidentClaim, PolicyMember


@transaction.atomic
def report_claim(
    *,
    member: PolicyMember,
    kind: str,
    happened_on: date,
    reported_on: date,
    what: str,
    by: Actor,
    grade: int | None = None,
    asked: Decimal | None = None,
) -> AccidentClaim:
    """Enter what was reported to the insurer. Without an amount a disability asks for the benefit of its grade, a death for
    the whole cover. Raises BadInput for a day on which the person was not covered, or treatment without an amount."""
    rows = PolicyMember.objects.select_for_update(of=("self",)).select_related("policy", "auxiliary__unit")
    row = rows.get(pk=member.pk)
    if not row.starts_on <= happened_on <= row.ends_on:
        raise BadInput({"happened_on": _("The policy did not cover the person on this day.")})
    if asked is None:
        asked = _due(row, kind, grade, happened_on)
    claim = AccidentClaim(
        member=row,
        kind=kind,
        happened_on=happened_on,
        reported_on=reported_on,
        what=what.strip(),
        grade=grade,
        asked=asked,
    )
    claim.full_clean()
    claim.save()
    after = {"kind": kind, "happened_on": happened_on, "reported_on": reported_on, "grade": grade, "asked": asked}
    record("claim.reported", claim, by=by, after=after)
    return claim


def _due(member: PolicyMember, kind: str, grade: int | None, day: date) -> Decimal:
    if kind == AccidentClaim.Kind.DEATH:
        return member.policy.cover
    if kind == AccidentClaim.Kind.DISABILITY and grade is not None:
        return disability_benefit(member.policy.cover, grade, book=book_of(day)).value
    raise BadInput({"asked": _("Give what the treatment cost.")})


@transaction.atomic
def decide_claim(
    *, claim: AccidentClaim, paid: Decimal, decided_on: date, by: Actor, reason: str = ""
) -> AccidentClaim:
    """What the insurer paid; nought: it refused. Raises NotNow the second time, BadInput for more than was asked for."""
    rows = AccidentClaim.objects.select_for_update(of=("self",)).select_related("member__auxiliary__unit")
    row = rows.get(pk=claim.pk)
    if row.decided_on is not None:
        raise NotNow(_("This claim was already decided."))
    if paid > row.asked:
        raise BadInput({"paid": _("This is more than was asked for.")})
    row.paid, row.decided_on = paid, decided_on
    row.full_clean()
    row.save(update_fields=["paid", "decided_on"])
    record("claim.decided", row, by=by, after={"paid": paid, "decided_on": decided_on}, reason=reason)
    return row
