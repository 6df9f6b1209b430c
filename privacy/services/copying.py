"""The copy of one's own file as an archive: for machines (JSON) and to read (HTML)."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import get_language

from accounts.models import User
from core import clock
from core.audit import record
from privacy.own_file import label_of, sections, trail
from roster.models import Auxiliary

VERSION = 1


@transaction.atomic
def copy_own_file(*, by: User) -> tuple[str, bytes]:
    """Name and bytes of the archive about the natural person who signed in; recorded. PermissionDenied without a file."""
    auxiliary = Auxiliary.objects.select_related("person").filter(person_id=by.person_id).first()
    if auxiliary is None or by.person_id is None:
        raise PermissionDenied
    now = clock.now()
    found = list(sections(by.person_id))
    acts = trail(by.person_id, [auxiliary.pk])
    told: dict[str, Any] = {
        "format": VERSION,
        "made_at": now.isoformat(),
        "legal_basis": "PIPL 45",
        "data": {entry.model: rows for entry, rows in found},
        "trail": acts,
        "left_out": {entry.model: dict(entry.without) for entry, _rows in found if entry.without},
    }
    page = render_to_string(
        "privacy/copy.html",
        {
            "language": get_language(),
            "made_at": now,
            "name": auxiliary.person.name,
            "sections": [(entry.title, [_named(entry, row) for row in rows]) for entry, rows in found],
            "trail": acts,
        },
    )
    record("person.copied", auxiliary, by=by, after={"sections": sum(bool(rows) for _entry, rows in found)})
    return f"my-data-{now:%Y%m%d}.zip", _archive(json.dumps(told, ensure_ascii=False, indent=1), page)


def _named(entry: Any, row: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(label_of(entry, name), value) for name, value in row.items() if value not in (None, "", [], {})]


def _archive(data: str, page: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", data)
        archive.writestr("data.html", page)
    return made.getvalue()
