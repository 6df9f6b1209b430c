"""Large sheets are worked on here: woken by the outbox, so that a stopped worker loses nothing. Each is safe to run twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from core import clock, patience
from core.errors import BadInput, DomainError, NotNow
from core.outbox import consumer
from roster.importing import runs
from roster.importing.apply import be_patient
from roster.importing.kinds import KINDS
from roster.models import ImportRun

Status = ImportRun.Status
STATEMENT_SECONDS = 130  # a little more than the server's own limit in `be_patient`


@consumer("roster.import_waits", name="roster.check_import")
def check_import(payload: Mapping[str, Any]) -> None:
    """The dry run of a large sheet."""
    run = ImportRun.objects.select_related("unit", "by__person").get(pk=payload["run"])
    if run.status != Status.WAITING:
        return
    be_patient()
    try:
        with patience.longer(STATEMENT_SECONDS):
            runs.check(run, runs.read(run))
    except BadInput:
        return  # the reason stands on the run
    except DomainError as error:
        runs.fail(run, error)


@consumer("roster.import_applies", name="roster.apply_import")
def apply_import(payload: Mapping[str, Any]) -> None:
    """Apply a large sheet that was asked for; the one who asked is named in the trail."""
    run = ImportRun.objects.get(pk=payload["run"])
    if run.status != Status.APPLYING:
        return
    user = User.objects.get(pk=payload["user"])
    try:
        if not user.is_active or not user.may(KINDS[run.kind].permission, run.unit):
            raise NotNow(_("Whoever asked for this may no longer import here."))
        with patience.longer(STATEMENT_SECONDS):
            runs.apply_run(run=run, by=user, on=clock.today())
    except DomainError as error:
        run.refresh_from_db()
        if run.status == Status.APPLYING:
            runs.fail(run, error)
