"""Large runs are calculated here, and released ones issued: woken by the outbox, so that a stopped worker loses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import patience
from core.actors import SYSTEM
from core.errors import DomainError, NotNow
from core.outbox import consumer
from core.perms import Perms
from payroll.importing.kinds import OF_PAY
from payroll.models import PayRun
from payroll.running.work import be_patient
from payroll.services import conduct, runs
from payroll.services.telling import tell_of_slips

STATEMENT_SECONDS = 130  # a little more than the server's own limit in `be_patient`

__all__ = ["OF_PAY"]  # large sheets of pay are tried and written by the worker, too


@consumer("payroll.run_waits", name="payroll.calculate_run")
def calculate_run(payload: Mapping[str, Any]) -> None:
    """Calculate a large run that was asked for; whoever asked is named in the trail."""
    be_patient()
    run = PayRun.objects.select_for_update(of=("self",)).select_related("unit").get(pk=payload["run"])
    if run.status != PayRun.Status.CALCULATING or run.calculated_by_id is None:
        return
    by = User.objects.get(pk=run.calculated_by_id)
    try:
        if not by.is_active or not by.may(Perms.EDIT_PAY, run.unit):
            raise NotNow(_("Whoever asked for this may no longer calculate pay here."))
        with transaction.atomic(), patience.longer(STATEMENT_SECONDS):
            runs.finish_calculation(run, by=by)
    except DomainError as error:
        run.refresh_from_db()
        runs.fail(run, by=SYSTEM, said={"en": str(error), "zh-hans": str(error)})


def follow_sanction(payload: Mapping[str, Any]) -> None:
    """A measure began, ended or was taken back: its share of the performance pay follows, in whatever order that is told."""
    conduct.follow_sanction(sanction=payload["sanction"], by=SYSTEM)


for told in ("discipline.sanction_began", "discipline.sanction_ended", "discipline.sanction_revoked"):
    consumer(told, name="payroll.follow_sanction")(follow_sanction)


@consumer("discipline.graded", name="payroll.follow_grade")
def follow_grade(payload: Mapping[str, Any]) -> None:
    """A grade was given, or one that was lowered put back: what months already paid lack of it is made up for."""
    conduct.follow_grade(proposal=payload.get("proposal"), sanction=payload.get("sanction"), by=SYSTEM)


@consumer("payroll.run_released", name="payroll.issue_run")
def issue_run(payload: Mapping[str, Any]) -> None:
    """Open the payslips of a released run to those they are for."""
    runs.issue_run(PayRun.objects.get(pk=payload["run"]), by=SYSTEM)


@consumer("payroll.run_issued", name="payroll.tell_of_slips")
def tell(payload: Mapping[str, Any]) -> None:
    """Everybody whose payslip was opened is told on the own page and in the mail of the day; no amount is named."""
    tell_of_slips(PayRun.objects.get(pk=payload["run"]))
