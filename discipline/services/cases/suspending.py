"""Suspension while a case runs: a restriction at once, on which duties decides again. Proceedings outside the house."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.actors import Actor
from core.audit import record
from core.errors import BadInput, NotNow
from core.outbox import emit
from core.perms import Perms
from discipline.models import Case, Matter, Suspension
from discipline.rules.cases import terms
from discipline.rules.cases.fairness import MeasureFacts
from discipline.rules.cases.life import ENDED, Nature
from discipline.services.cases import common
from roster.models import Restriction
from roster.services import lift_restriction, restrict

MAY_SUSPEND = (Perms.INVESTIGATE, Perms.DECIDE_CASE)


@transaction.atomic
def suspend(*, case: Case, reason: str, by: User, on: date, ends_on: date | None = None) -> Suspension:
    """Keep the person from all duty while the case runs 停职. Assignments are decided again at once; nobody is paid less by it.

    Raises Refused when it would last longer than the house allows, NotNow when one runs already or the case has ended.
    """
    case = common.lock(case)
    common.may(by, case, *MAY_SUSPEND)
    if case.status in ENDED or Suspension.objects.running().filter(case=case).exists():
        raise NotNow(_("%(number)s has ended, or a suspension runs already.") % {"number": case.number})
    latest = terms.last_day(on, common.days("suspension_days", case, on) - 1)
    ends_on = ends_on or latest
    if ends_on < on:
        raise BadInput({"ends_on": _("The last day is before the first.")})
    common.refuse("discipline.case.suspension", MeasureFacts(ends_on, latest), case, on, until=latest)
    restriction = restrict(
        auxiliary=case.auxiliary,
        kind=Restriction.Kind.SUSPENSION,
        reason=common.words(reason, "reason"),
        starts_on=on,
        ends_on=ends_on,
        source=case.number,
        by=by,
        on=on,
    )
    row = Suspension.objects.create(
        case=case, restriction=restriction, starts_on=on, ends_on=ends_on, ordered_at=clock.now(), ordered_by=by
    )
    record("case.suspended", case, by=by, after={"until": ends_on})
    emit("discipline.suspended", {"case": case.pk, "auxiliary": case.auxiliary_id})
    return row


@transaction.atomic
def lift_suspension(*, suspension: Suspension, by: Actor, on: date) -> Suspension:
    """Lift a suspension 复职. What was stopped stays stopped: whoever needs the work asks for it anew."""
    case = common.lock(suspension.case)
    common.may(by, case, *MAY_SUSPEND)
    row = Suspension.objects.select_related("restriction__auxiliary").get(pk=suspension.pk)
    if row.lifted_on is not None:
        raise NotNow(_("This suspension has already ended."))
    return _lift(row, case, by, on)


def lift_running(case: Case, *, by: Actor, on: date) -> None:
    """With the end of a case ends its suspension. The case is locked already."""
    for row in Suspension.objects.running().select_related("restriction__auxiliary").filter(case=case):
        _lift(row, case, by, on)


def _lift(row: Suspension, case: Case, by: Actor, on: date) -> Suspension:
    restriction = row.restriction
    if restriction.lifted_on is None and (restriction.ends_on is None or restriction.ends_on >= on):
        lift_restriction(restriction=restriction, lifted_on=on, by=by, on=on)
    row.lifted_on = min(on, restriction.lifted_on or row.ends_on)
    row.save(update_fields=["lifted_on"])
    record("case.suspension_lifted", case, by=by, after={"on": row.lifted_on})
    emit("discipline.suspension_lifted", {"case": case.pk, "auxiliary": case.auxiliary_id})
    return row


@transaction.atomic
def note_matter(*, case: Case, kind: str, authority: str, since: date, by: User, on: date) -> Matter:
    """Enter criminal proceedings, a detention or a rehabilitation: while it is open nothing is decided against the person."""
    case = common.lock(case)
    common.may(by, case, *MAY_SUSPEND)
    if case.status in ENDED:
        raise NotNow(common.standing(case))
    if kind not in {*Nature.values} - {Nature.DISCIPLINE.value}:
        raise BadInput({"kind": _("Choose the kind of proceedings.")})
    common.not_before(on, "since", since)
    row = Matter(case=case, kind=kind, authority=common.words(authority, "authority"), since=since)
    common.checked(row, "kind", "authority")
    row.save()
    record("case.matter_noted", case, by=by, after={"kind": kind, "since": since})
    return row


@transaction.atomic
def end_matter(*, matter: Matter, result: str, until: date, by: User, on: date) -> Matter:
    """Enter how it ended. Only a conviction in force is criminal liability (LCL 39(6))."""
    case = common.lock(matter.case)
    common.may(by, case, *MAY_SUSPEND)
    row = Matter.objects.get(pk=matter.pk)
    if row.until is not None:
        raise NotNow(_("How these proceedings ended is on record already."))
    if result not in Matter.Result.values or not result:
        raise BadInput({"result": _("Choose how it ended.")})
    common.not_before(on, "until", until)
    if until < row.since:
        raise BadInput({"until": _("The last day is before the first.")})
    row.until, row.result = until, result
    row.save(update_fields=["until", "result"])
    record("case.matter_ended", case, by=by, after={"result": result, "until": until})
    return row
