"""Pictures that come with a complaint: kept bare and sealed, opened by the one who deals with it alone, each time recorded.

A picture may lead to whoever took it: its given name, where, when and with what it was taken are dropped before it is kept,
and the trail names neither its size nor its checksum, so that nobody can hold another copy against it.
"""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.actors import ANONYMOUS
from core.audit import record
from core.errors import BadInput, NotNow
from core.uploads.bare import bare
from core.uploads.bounds import Refuse
from core.uploads.inspection import KINDS, inspect
from core.uploads.sentences import SENTENCES
from discipline.models.complaints import Complaint, ComplaintFile
from discipline.rules.complaints import OPEN
from discipline.services.complaints.dealing import in_hand, lock_complaint, of_right
from discipline.services.complaints.receiving import receive, withheld

TYPES: Final = {extension: kind for extension, (kind, _start) in KINDS.items()}
MOST: Final = 10  # pictures of one complaint


def checked(picture: UploadedFile) -> ContentFile[bytes]:
    """The picture as it is kept. Raises BadInput for what is none, or holds more than a picture."""
    paper = inspect(picture)
    if not paper.content_type.startswith("image/"):
        raise BadInput(
            {
                "file": _(
                    "Only PNG and JPEG pictures are taken here: other files tell who made them. Photograph the paper."
                )
            }
        )
    try:
        content = bare(paper.content, paper.extension)
    except Refuse as refused:
        raise BadInput({"file": str(SENTENCES[refused.code])}) from refused
    kept = ContentFile(content, name=f"picture{paper.extension}")  # the field gives it a random name
    return kept


@transaction.atomic
def receive_with(*, picture: UploadedFile | None, by: User | None = None, **words: Any) -> tuple[Complaint, str]:
    """Take in a complaint with a picture, or without; both or nothing."""
    row, token = receive(by=by, **words)
    if picture is not None:
        _added(lock_complaint(row), checked(picture), words["on"], by)
    return row, token


@transaction.atomic
def attach(*, complaint: Complaint, picture: UploadedFile, on: date, by: User | None = None) -> ComplaintFile:
    """Add a picture: by whoever reported (`by` is None, and nothing of them is kept), or by the one who deals with it."""
    kept = checked(picture)
    return _added(lock_complaint(complaint) if by is None else in_hand(of_right(complaint, by), by), kept, on, by)


def _added(locked: Complaint, kept: ContentFile[bytes], on: date, by: User | None) -> ComplaintFile:
    if locked.status not in OPEN:
        raise NotNow(_("%(number)s is answered: nothing is added any more.") % {"number": locked.number})
    if locked.files.count() >= MOST:
        raise BadInput({"file": _("A complaint takes %(most)d pictures at most.") % {"most": MOST}})
    row = ComplaintFile(
        complaint=locked,
        content_type=TYPES[PurePath(str(kept.name)).suffix],
        size=kept.size,
        added_on=on,
        added_by=by,
        file=kept,
    )
    row.save()
    with withheld(by is None):
        record("complaint.file_added", locked, by=by or ANONYMOUS)
    return row


@transaction.atomic
def open_file(*, file: ComplaintFile, by: User) -> ComplaintFile:
    """Look at a picture: only the one who deals with the complaint, and each look is recorded."""
    locked = in_hand(of_right(file.complaint, by), by)
    record("complaint.file_opened", locked, by=by, after={"file": file.pk})
    return file
