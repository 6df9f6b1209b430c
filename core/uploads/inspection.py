"""The parent's side: size, name and first bytes here; everything else in a child process that may use little."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from core.errors import BadInput
from core.uploads.bounds import WALL_SECONDS, Refuse
from core.uploads.scanner import scan
from core.uploads.sentences import SENTENCES

# Extension → content type and the first bytes the content must have.
KINDS: Final = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04"),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04"),
}
CONTENT_TYPES: Final = tuple(dict.fromkeys(kind for kind, _start in KINDS.values()))
MODULE: Final = "core.uploads.child"


@dataclass(frozen=True)
class Paper:
    """What is known of an upload that may be kept."""

    content: bytes
    content_type: str
    extension: str
    sha256: str


def inspect(file: UploadedFile) -> Paper:
    """The paper with its fingerprint; `file` stands at its beginning again. Raises BadInput on the field `file`."""
    extension = PurePath(file.name or "").suffix.lower()
    if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
        limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        raise BadInput({"file": _("The file is larger than %(limit)d MB.") % {"limit": limit}})
    if not file.size:
        raise BadInput({"file": _("The file is empty.")})
    if extension not in KINDS:
        raise BadInput({"file": _("Only PDF, PNG, JPEG, Word (docx) and Excel (xlsx) files are taken.")})
    file.seek(0)
    raw = file.read()
    file.seek(0)
    content_type, start = KINDS[extension]
    try:
        if not raw.startswith(start):
            raise Refuse("other_kind")
        look(raw, extension)
        scan(raw)
    except Refuse as refused:
        raise BadInput({"file": str(SENTENCES[refused.code])}) from refused
    return Paper(raw, content_type, extension, hashlib.sha256(raw).hexdigest())


def look(raw: bytes, extension: str) -> None:
    """Have the child look. Raises Refuse with its reason, or `heavy` when the limits ended it."""
    try:
        child = subprocess.run(  # noqa: S603 - our own module; the extension is one of ours
            [sys.executable, "-E", "-s", "-m", MODULE, extension],
            cwd=settings.BASE_DIR,
            env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
            input=raw,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=WALL_SECONDS,
            check=False,
        )
        said = json.loads(child.stdout)["refuse"]
    except (subprocess.TimeoutExpired, ValueError, BrokenPipeError) as error:
        raise Refuse("heavy") from error
    if said:
        raise Refuse(said if said in SENTENCES else "broken")
