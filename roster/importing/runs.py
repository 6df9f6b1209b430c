"""The life of one import: tried, looked at, applied once, kept as a report."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from core import clock
from core.actors import Actor
from core.audit import record
from core.errors import BadInput, DomainError, NotNow
from core.models import OutboxEvent
from core.outbox import emit
from organisation.models import Unit
from regulations.rules import in_both
from roster.importing import progress, uploads
from roster.importing.auxiliaries import AUXILIARIES
from roster.importing.kinds import KINDS, SheetKind
from roster.importing.plan import ImportPlan, plan, plan_sheets
from roster.importing.reading.parent import Sheet, read_sheets
from roster.models import ImportRun

log = logging.getLogger(__name__)

LARGE = 500  # rows: about what is tried in two seconds
STUCK_AFTER = dt.timedelta(minutes=10)
KEPT_FINDINGS = 5_000  # the counts are complete; nobody reads more than these
Status = ImportRun.Status


def open_run(
    *, upload: Any, unit: Unit, mode: str, token: str, by: User, on: date, kind: SheetKind = AUXILIARIES
) -> ImportRun:
    """Take in a sheet. The same form sent twice is one run; the same file applied before is named. Raises NotNow."""
    if (before := ImportRun.objects.filter(by=by, token=token).first()) is not None:
        return before
    stored, digest = uploads.keep(upload.chunks())
    try:
        with transaction.atomic():
            _not_applied_before(unit, kind.key, digest)
            run = ImportRun.objects.create(
                unit=unit,
                kind=kind.key,
                mode=mode,
                file_name=uploads.name_of(upload),
                file_sha256=digest,
                stored_name=stored,
                token=token,
                by=by,
                made_at=clock.now(),
                day=on,
            )
            record(
                "import.opened",
                run,
                by=by,
                after={"kind": kind.key, "file": run.file_name, "mode": mode, "sha256": digest},
            )
    except NotNow:
        uploads.forget(stored)
        raise
    except IntegrityError:
        uploads.forget(stored)
        return ImportRun.objects.get(by=by, token=token)
    return run


def _not_applied_before(unit: Unit, kind: str, digest: str) -> None:
    rows = ImportRun.objects.select_related("by__person").filter(kind=kind, status=Status.APPLIED)
    rows = rows.filter(unit=unit, file_sha256=digest)
    if (applied := rows.first()) is not None:
        raise NotNow(already_applied(applied))


def already_applied(run: ImportRun) -> str:
    said = _("This very file was already applied on %(day)s by %(who)s (import %(number)s).")
    day = run.applied_at.date().isoformat() if run.applied_at else "–"
    return said % {"day": day, "who": run.by.display_name, "number": run.pk}


def read(run: ImportRun) -> list[Sheet]:
    """The rows of the sheet. A file that is no spreadsheet ends the run, with the reason. Raises BadInput, NotNow."""
    try:
        with uploads.opened(run.stored_name) as path:
            return read_sheets(path)
    except BadInput as error:
        _fail(run, "; ".join(str(said) for messages in error.errors.values() for said in messages))
        raise


def check(run: ImportRun, sheets: Sequence[Sheet]) -> ImportPlan:
    """The dry run: what was found is kept on the run."""
    tick = progress.teller(run.pk)
    how = {"mode": run.mode, "chosen": chosen_of(run), "kind": KINDS[run.kind], "tick": tick}
    made = plan_sheets(sheets, unit=run.unit, by=run.by, on=run.day, **how)
    _keep(run, made, Status.PLANNED)
    progress.forget(run.pk)
    return made


def chosen_of(run: ImportRun) -> dict[str, str]:
    """What somebody said the columns are, by their letters."""
    return dict(run.columns.get("chosen") or {})


def choose_columns(*, run: ImportRun, chosen: Mapping[str, str], by: User) -> ImportRun:
    """Read the columns as somebody says, and try the sheet again. Raises NotNow when it was applied or is gone."""
    with transaction.atomic():
        rows = ImportRun.objects.select_for_update(of=("self",)).select_related("unit", "by__person")
        run = rows.get(pk=run.pk)
        if run.status != Status.PLANNED:
            raise NotNow(_("This import can no longer be changed: choose the file again."))
        run.columns = {**run.columns, "chosen": dict(chosen)}
        run.status = Status.WAITING
        run.save(update_fields=["columns", "status"])
        record("import.columns_chosen", run, by=by, after={"file": run.file_name, "columns": dict(chosen)})
    sheets = read(run)
    if is_large(sheets):
        check_later(run)
    else:
        check(run, sheets)
    return run


def is_large(sheets: Sequence[Sheet]) -> bool:
    """More rows than are worked on while the page is waiting."""
    return sum(len(sheet.rows) for sheet in sheets) > LARGE


def check_later(run: ImportRun) -> None:
    with transaction.atomic():
        emit("roster.import_waits", {"run": run.pk})


def apply_later(run: ImportRun, by: User) -> None:
    """Hand a checked run to the worker. Raises NotNow when it can no longer be applied."""
    with transaction.atomic():
        run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
        if not run.can_be_applied:
            raise NotNow(_("This import can no longer be applied: choose the file again."))
        run.status = Status.APPLYING
        run.save(update_fields=["status"])
        emit("roster.import_applies", {"run": run.pk, "user": by.pk})


def _keep(run: ImportRun, made: ImportPlan, status: str) -> None:
    run.counts, run.columns = made.counts(), {"chosen": chosen_of(run), **made.columns}
    run.findings = [finding.as_dict() for finding in made.findings[:KEPT_FINDINGS]]
    run.status = status
    run.save(update_fields=["counts", "columns", "findings", "status"])


def _fail(run: ImportRun, message: str, said: dict[str, str] | None = None) -> None:
    """Nothing was applied; the reason is kept, and the copy of the sheet is not."""
    run.status, run.message = Status.FAILED, said or {"en": message, "zh-hans": message}
    run.save(update_fields=["status", "message"])
    uploads.forget(run.stored_name)


def fail(run: ImportRun, error: DomainError) -> None:
    """End a run of the background with what was said; nobody is waiting for an answer."""
    _fail(run, str(error))


def apply_run(*, run: ImportRun, by: User, on: date) -> ImportRun:
    """Apply all of it or nothing. Raises NotNow (applied already, file gone, changed meanwhile), BadInput (errors).

    The sheet is tried again under the locks: what was right at the dry run may be wrong by now.
    """
    try:
        with transaction.atomic():
            return _apply(run, by, on)
    except IntegrityError as error:
        log.warning("import %s refused by the database: %s", run.pk, _constraint(error))
        said = in_both(REFUSED, {"constraint": _constraint(error) or "?"})
        _fail(ImportRun.objects.get(pk=run.pk), "", said)
        raise NotNow(_(REFUSED) % {"constraint": _constraint(error) or "?"}) from error


STUCK = gettext_noop("The work on this sheet was broken off and nothing was applied. Choose the file again.")
REFUSED = gettext_noop(
    "The database refused one of the rows (%(constraint)s), so nothing was applied: something changed on file in the "
    "meantime. Check the sheet again."
)


def _apply(run: ImportRun, by: User, on: date) -> ImportRun:
    run = ImportRun.objects.select_for_update(of=("self",)).select_related("unit", "by__person").get(pk=run.pk)
    if run.status == Status.APPLIED:
        raise NotNow(already_applied(run))
    if run.status not in (Status.PLANNED, Status.APPLYING):
        raise NotNow(_("This import can no longer be applied: choose the file again."))
    kind = KINDS[run.kind]
    kind.lock(run.unit, on)
    _not_applied_before(run.unit, run.kind, run.file_sha256)
    with uploads.opened(run.stored_name) as path:
        tick = progress.teller(run.pk)
        made = plan(path, unit=run.unit, by=by, on=on, mode=run.mode, chosen=chosen_of(run), tick=tick, kind=kind)
    if not made.possible:
        _keep(run, made, Status.PLANNED)
        return run
    kind.apply(made, by=by, tick=tick)
    run.applied_at, run.day = clock.now(), on
    _keep(run, made, Status.APPLIED)
    run.save(update_fields=["applied_at", "day"])
    record(
        "import.applied", run, by=by, after={"kind": run.kind, "file": run.file_name, "mode": run.mode, **run.counts}
    )
    transaction.on_commit(lambda: uploads.forget(run.stored_name))
    return run


def _constraint(error: IntegrityError) -> str:
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""


def end_stuck(*, by: Actor) -> int:
    """Nothing is under way for ever: what was begun ten minutes ago and is not being worked on now has failed."""
    ended = 0
    began = clock.now() - STUCK_AFTER
    stuck = ImportRun.objects.filter(status__in=(Status.WAITING, Status.APPLYING), made_at__lt=began)
    for run in stuck.only("pk"):
        with transaction.atomic():
            rows = ImportRun.objects.select_for_update(of=("self",), skip_locked=True)
            row = rows.filter(pk=run.pk, status__in=(Status.WAITING, Status.APPLYING)).first()
            if row is None or _asked_lately(row, began):
                continue
            _fail(row, "", in_both(STUCK, {}))
            record("import.failed", row, by=by, after={"file": row.file_name})
            ended += 1
    return ended


def _asked_lately(run: ImportRun, began: dt.datetime) -> bool:
    """A run checked yesterday may have been handed over for applying just now."""
    return bool(OutboxEvent.objects.filter(payload__run=run.pk, kind__startswith="roster.import", created_at__gt=began))


def expire_old(*, by: Actor) -> int:
    """Delete copies of sheets that nobody applied within a day, and say so on their runs."""
    uploads.forget_old()
    limit = clock.now() - dt.timedelta(seconds=uploads.KEPT_SECONDS)
    rows = ImportRun.objects.filter(status__in=(Status.PLANNED, Status.WAITING), made_at__lt=limit)
    return rows.update(status=Status.EXPIRED)
