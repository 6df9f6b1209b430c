"""Making the file in the background: with the rights its owner has now, marked, sealed, with a list of who is in it."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_noop

from core import clock, faults
from core.actors import SYSTEM
from core.audit import record
from core.errors import DomainError
from core.registries import ExportKind, ExportTable
from exports import store
from exports.marks import Mark, mark
from exports.models import Export, ExportedPerson
from exports.paper import stamped
from exports.services.common import LINK, Status, locked, tell, words
from exports.services.requesting import kind_named, needs_second, tell_second
from exports.sheets import write_csv, write_xlsx
from regulations.rules import in_both

log = logging.getLogger(__name__)
NO_LONGER = gettext_noop("Whoever asked may no longer export this.")
GONE = gettext_noop("Nobody stands in this list any more.")


def make_export(*, export: Export) -> Export:
    """Make the file of an export that is to be made; safe to run twice, and what comes too late is thrown away.

    When more people stand in it by now than were agreed to, it waits for a second person again.
    """
    export = Export.objects.select_related("by__person", "unit").get(pk=export.pk)
    if export.status != Status.MAKING:
        return export
    try:
        with translation.override(export.language):
            kind = kind_named(export.kind)
            if not export.by.is_active or not export.by.may(kind.permission):
                return _fail(export, in_both(NO_LONGER, {}))
            kind.check(export.by, export.filters, export.day)
            people = sorted(set(kind.people(export.by, export.filters, export.day)))
            if not people:
                return _fail(export, in_both(GONE, {}))
            if _outgrown(export, kind, people):
                return _ask_again(export, people)
            return _make(export, kind, people)
    except (DomainError, PermissionDenied) as error:
        return _fail(export, {"en": str(error), "zh-hans": str(error)})


def _outgrown(export: Export, kind: ExportKind, people: Sequence[int]) -> bool:
    second = needs_second(len(people), kind.sensitive(export.filters))
    return second and (export.decided_by_id is None or len(people) > export.people)


@transaction.atomic
def _ask_again(export: Export, people: Sequence[int]) -> Export:
    export = locked(export)
    if export.status == Status.MAKING:
        export.status, export.people, export.needs_second = Status.WAITING, len(people), True
        export.decided_by = export.decided_person = export.decided_at = export.making_since = None
        export.decision_reason = ""
        export.save()
        record("export.outgrown", export, by=SYSTEM, after=words(export))
        tell_second(export)
    return export


def _make(export: Export, kind: ExportKind, people: Sequence[int]) -> Export:
    now = clock.now()
    content, rows = _content(export, kind, mark(export.serial, export.by.display_name, now))
    name = store.keep(content, serial=export.serial)
    faults.point("mid-export")
    try:
        with transaction.atomic():
            return _keep(export, content, name, rows, people)
    except BaseException:
        store.forget(name)
        raise


def _keep(export: Export, content: bytes, name: str, rows: int, people: Sequence[int]) -> Export:
    export = locked(export)
    if export.status != Status.MAKING or export.persons.exists():
        store.forget(name)
        return export
    export.status, export.stored_name, export.rows, export.people = Status.READY, name, rows, len(people)
    export.size, export.sha256 = len(content), hashlib.sha256(content).hexdigest()
    export.made_at = clock.now()
    export.expires_at = export.made_at + LINK
    export.save()
    entries = (ExportedPerson(export=export, person_id=person) for person in people)
    ExportedPerson.objects.bulk_create(entries, batch_size=2000)
    after = {**words(export), "rows": rows, "sha256": export.sha256, "until": export.expires_at}
    record("export.made", export, by=SYSTEM, after=after, reason=export.purpose)
    tell(export, [export.by_id], "exports.ready")
    return export


class _Counted:
    """Rows as they come, and how many came."""

    def __init__(self, rows: Any) -> None:
        self.rows, self.count = rows, 0

    def __iter__(self) -> Iterator[Sequence[Any]]:
        for row in self.rows:
            self.count += 1
            yield row


def _content(export: Export, kind: ExportKind, sign: Mark) -> tuple[bytes, int]:
    asked = {**export.filters, "format": export.format}
    made = kind.make(export.by, asked, export.day)
    if not isinstance(made, ExportTable):
        return stamped(made, sign), export.people
    rows = _Counted(made.rows)
    if export.format == "csv":
        return _read(write_csv(made.headings, rows, mark=sign)), rows.count
    return _read(write_xlsx(made.name, made.headings, rows, mark=sign)), rows.count


def _read(file: IO[bytes]) -> bytes:
    with file:
        return file.read()


@transaction.atomic
def _fail(export: Export, said: Mapping[str, str]) -> Export:
    export = locked(export)
    if export.status == Status.MAKING:
        export.status, export.message = Status.FAILED, dict(said)
        export.save()
        record("export.failed", export, by=SYSTEM, success=False, after=words(export), reason=said["en"])
        tell(export, [export.by_id], "exports.failed")
    return export
