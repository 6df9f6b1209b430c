"""Papers of every day, such as the sheet that hangs at the roll call: made, marked and handed out in one step."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import get_language

from accounts.models import User
from core import clock
from core.audit import record
from core.registries import ExportKind, ExportTable
from exports.marks import mark, new_serial
from exports.models import Export, ExportedPerson
from exports.paper import stamped
from exports.services.common import Status, words
from exports.services.downloading import file_name
from exports.services.requesting import kind_named, needs_second, unit_of


def hand_out(*, kind: str, filters: Mapping[str, str], by: User, on: date) -> tuple[str, bytes] | None:
    """File name and bytes of a paper of routine, with the mark, the list of people and the trail of any export.

    Its purpose is the kind's own. None when it must go the long way: no routine, more than 100 people, or a sensitive
    column, where a second person agrees. Nothing stays on the server. Raises PermissionDenied, BadInput.
    """
    found = kind_named(kind)
    if not by.may(found.permission):
        raise PermissionDenied
    found.check(by, filters, on)
    people = sorted(set(found.people(by, filters, on)))
    if not found.routine or needs_second(len(people), found.sensitive(filters)):
        return None
    return _hand_out(found, dict(filters), people, by, on)


@transaction.atomic
def _hand_out(
    found: ExportKind, filters: dict[str, Any], people: list[int], by: User, on: date
) -> tuple[str, bytes] | None:
    now, serial = clock.now(), new_serial()
    made = found.make(by, {**filters, "format": "pdf"}, on)
    if isinstance(made, ExportTable):
        return None
    content = stamped(made, mark(serial, by.display_name, now))
    export = Export.objects.create(
        serial=serial,
        kind=found.key,
        format="pdf",
        filters=filters,
        purpose=str(found.routine),
        unit=unit_of(found, filters, by),
        by=by,
        person_id=by.person_id,
        token=secrets.token_urlsafe(24),
        language=get_language() or "zh-hans",
        day=on,
        requested_at=now,
        people=len(people),
        rows=len(people),
        status=Status.TAKEN,
        made_at=now,
        expires_at=now,
        taken_at=now,
        deleted_at=now,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    ExportedPerson.objects.bulk_create(ExportedPerson(export=export, person_id=person) for person in people)
    record("export.downloaded", export, by=by, after={**words(export), "sha256": export.sha256}, reason=export.purpose)
    return file_name(export), content
