"""A released payslip found wrong: taken back whole and replaced, in a run of its own that another person releases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.audit import record
from core.errors import BadInput, NotNow
from organisation.models import Unit
from payroll.models import Correction, PayRun, Payslip
from payroll.services.runs import calculate_run, day_of_payment


@transaction.atomic
def correct(*, unit: Unit, slips: Sequence[Payslip], reason: str, pay_day: date, by: User) -> PayRun:
    """A draft run with the reversal and the new payslip of each; mend what was wrong (inputs, amounts) first.

    Raises BadInput without a reason or for payslips of several months, NotNow for one that is not released, itself a
    reversal, or corrected already.
    """
    if not reason.strip():
        raise BadInput({"reason": _("Say what was wrong.")})
    # A payslip is never changed, so the program may not even lock one: its run is locked instead.
    list(PayRun.objects.select_for_update(of=("self",)).filter(pk__in={slip.run_id for slip in slips}).order_by("pk"))
    rows = list(
        Payslip.objects.filter(pk__in=[slip.pk for slip in slips], unit__path__startswith=unit.path)
        .select_related("run")
        .order_by("pk")
    )
    if len({row.month for row in rows}) != 1 or len({row.auxiliary_id for row in rows}) != len(rows):
        raise BadInput({"slips": _("Choose payslips of one month, one of each person.")})
    if any(row.run.status not in ("released", "issued") or row.reverses_id for row in rows):
        raise NotNow(_("Only a released payslip that is not a reversal can be corrected."))
    for done in Correction.objects.filter(slip__in=rows).select_related("run"):
        if done.run.status != PayRun.Status.CANCELLED:
            raise NotNow(_("This payslip is already being corrected, or was."))
        done.delete()
    run = PayRun.objects.create(
        unit=unit,
        month=rows[0].month,
        kind=PayRun.Kind.CORRECTION,
        pay_day=day_of_payment(rows[0].month, pay_day),
        drafted_by=by,
        drafted_person_id=by.person_id,
        drafted_at=clock.now(),
    )
    now, why = clock.now(), reason.strip()[:300]
    Correction.objects.bulk_create(
        [Correction(slip=row, run=run, reason=why, asked_by=by, asked_at=now) for row in rows]
    )
    record("pay_run.correction_opened", run, by=by, after={"payslips": [row.pk for row in rows]}, reason=why)
    return calculate_run(run=run, by=by)
