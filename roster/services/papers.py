"""Papers of the file: taken in only when the content is what the name says, given out only by a view that asks who reads."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import PurePath
from typing import Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.actors import Actor
from core.audit import record
from core.errors import BadInput, NotNow
from roster.models import Auxiliary, Document
from roster.services.common import lock, lock_row, save

# Extension → content type and the first bytes the content must have.
KINDS: Final = {
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (b"PK\x03\x04",)),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (b"PK\x03\x04",)),
}
OFFICE_PART: Final = {".docx": b"word/", ".xlsx": b"xl/"}


@transaction.atomic
def add_document(
    *, auxiliary: Auxiliary, kind: str, title: str, file: UploadedFile, by: User, expires_on: date | None = None
) -> Document:
    """Put a paper into the file. Raises BadInput: too large, a kind not taken, or content that is not what the name says."""
    auxiliary = lock(auxiliary)
    content_type, extension, digest = inspect(file)
    document = Document(
        auxiliary=auxiliary,
        kind=kind,
        title=title.strip(),
        content_type=content_type,
        size=file.size or 0,
        sha256=digest,
        uploaded_by_id=by.pk,
        uploaded_at=clock.now(),
        expires_on=expires_on,
    )
    file.name = f"paper{extension}"  # the field gives it a random name; the given one is not kept
    document.file = file
    save(document, day=clock.today())
    record("document.added", auxiliary, by=by, after={"title": document.title, "kind": kind, "sha256": digest})
    return document


def inspect(file: UploadedFile) -> tuple[str, str, str]:
    """Content type, extension and fingerprint of an upload whose first bytes fit its name. Raises BadInput."""
    extension = PurePath(file.name or "").suffix.lower()
    if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
        limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        raise BadInput({"file": _("The file is larger than %(limit)d MB.") % {"limit": limit}})
    if not file.size:
        raise BadInput({"file": _("The file is empty.")})
    if extension not in KINDS:
        raise BadInput({"file": _("Only PDF, PNG, JPEG, Word (docx) and Excel (xlsx) files are taken.")})
    content_type, starts = KINDS[extension]
    digest, found, start = hashlib.sha256(), False, b""
    for number, chunk in enumerate(file.chunks()):
        start = chunk[:16] if number == 0 else start
        found = found or OFFICE_PART.get(extension, b"") in chunk
        digest.update(chunk)
    if not start.startswith(starts) or not found:
        raise BadInput({"file": _("The content is not what the name says: save the file again in its own format.")})
    file.seek(0)
    return content_type, extension, digest.hexdigest()


@transaction.atomic
def withdraw_document(*, document: Document, on: date, by: Actor, reason: str) -> Document:
    """Take a paper out of the file; it stays stored and recorded."""
    auxiliary = lock(document.auxiliary)
    document = lock_row(document)
    if document.withdrawn_on is not None:
        raise NotNow(_("This paper was already withdrawn."))
    document.withdrawn_on = on
    save(document, day=on, fields=["withdrawn_on"])
    record("document.withdrawn", auxiliary, by=by, after={"title": document.title}, reason=reason)
    return document


@transaction.atomic
def note_download(*, document: Document, by: Actor) -> None:
    """Reading a paper of another person's file is recorded."""
    record("document.read", document.auxiliary, by=by, after={"title": document.title})
