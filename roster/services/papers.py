"""Papers of the file: taken in only when the content is what the name says, given out only by a view that asks who reads."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.actors import Actor
from core.audit import record
from core.errors import NotNow
from core.uploads.inspection import inspect
from roster.models import Auxiliary, Document
from roster.services.common import lock, lock_row, save
from roster.services.files import note_reading_of


@transaction.atomic
def add_document(
    *, auxiliary: Auxiliary, kind: str, title: str, file: UploadedFile, by: User, expires_on: date | None = None
) -> Document:
    """Put a paper into the file. Raises BadInput with what stands against it (core/uploads)."""
    paper = inspect(file)
    auxiliary = lock(auxiliary)
    document = Document(
        auxiliary=auxiliary,
        kind=kind,
        title=title.strip(),
        content_type=paper.content_type,
        size=len(paper.content),
        sha256=paper.sha256,
        uploaded_by_id=by.pk,
        uploaded_at=clock.now(),
        expires_on=expires_on,
    )
    file.name = f"paper{paper.extension}"  # the field gives it a random name; the given one is not kept
    document.file = file
    save(document, day=clock.today())
    record("document.added", auxiliary, by=by, after={"paper": document.pk, "kind": kind, "sha256": paper.sha256})
    return document


@transaction.atomic
def withdraw_document(*, document: Document, on: date, by: Actor, reason: str) -> Document:
    """Take a paper out of the file; it stays stored and recorded."""
    auxiliary = lock(document.auxiliary)
    document = lock_row(document)
    if document.withdrawn_on is not None:
        raise NotNow(_("This paper was already withdrawn."))
    document.withdrawn_on = on
    save(document, day=on, fields=["withdrawn_on"])
    record("document.withdrawn", auxiliary, by=by, after={"paper": document.pk, "kind": document.kind}, reason=reason)
    return document


@transaction.atomic
def note_download(*, document: Document, by: User) -> None:
    """Reading a paper of another person's file is recorded, and counted by the watch."""
    note_reading_of(document.auxiliary, by, "paper")
    record("document.read", document.auxiliary, by=by, after={"paper": document.pk, "kind": document.kind})
