"""The copy of an uploaded sheet: encrypted, under a random name, gone when it was applied or after a day."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from core.crypto import seal_bytes, unseal_bytes
from core.errors import BadInput, NotNow

WHERE = "import.upload"
KEPT_SECONDS = 24 * 3600
IN_THE_CLEAR = "auxpolice-sheet-"
MEMORY = Path("/dev/shm")  # noqa: S108 - a sheet being read is in the clear: in memory, never on a disk
READING_SECONDS = 600  # longer than any sheet is read


def folder() -> Path:
    found = Path(settings.MEDIA_ROOT) / "imports"
    found.mkdir(parents=True, exist_ok=True, mode=0o700)
    return found


def in_memory() -> Path:
    """Where a sheet lies while it is read; a machine without shared memory takes the folder of the copies."""
    return MEMORY if os.access(MEMORY, os.W_OK) else folder()


def keep(chunks: Iterator[bytes]) -> tuple[str, str]:
    """Keep a sealed copy; answers its name and the sha256 of what was uploaded. Raises BadInput on `file`."""
    raw = bytearray()
    for chunk in chunks:
        raw += chunk
        if len(raw) > settings.UPLOAD_MAX_BYTES:
            megabytes = settings.UPLOAD_MAX_BYTES // 2**20
            raise BadInput({"file": _("The file is larger than %(megabytes)s MB.") % {"megabytes": megabytes}})
    name = secrets.token_hex(16)
    _write(folder() / name, seal_bytes(bytes(raw), where=WHERE, row=name))
    return name, hashlib.sha256(raw).hexdigest()


@contextmanager
def opened(name: str) -> Iterator[Path]:
    """The sheet in the clear for as long as it is being read. Raises NotNow when the copy is gone."""
    try:
        sealed = (folder() / name).read_bytes() if name else b""
    except FileNotFoundError:
        sealed = b""
    if not sealed:
        raise NotNow(_("The sheet is kept for a day only: choose the file again."))
    raw = unseal_bytes(sealed, where=WHERE, row=name)
    with tempfile.TemporaryDirectory(prefix=IN_THE_CLEAR, dir=in_memory()) as place:
        path = Path(place) / "sheet"
        _write(path, raw)
        yield path


def forget(name: str) -> None:
    if name:
        (folder() / name).unlink(missing_ok=True)


def forget_old(now: float | None = None) -> int:
    """Delete copies older than a day, whatever became of their runs, and what a killed process left in the clear."""
    now = now if now is not None else time.time()
    gone = 0
    for path in {*folder().iterdir(), *in_memory().glob(f"{IN_THE_CLEAR}*")}:
        try:
            seen = path.stat()
        except FileNotFoundError:
            continue  # its reader was done just now
        if seen.st_uid != os.getuid():
            continue
        age = now - seen.st_mtime
        if path.is_dir() and age > READING_SECONDS:
            shutil.rmtree(path, ignore_errors=True)
        elif path.is_file() and age > KEPT_SECONDS:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def name_of(upload: Any) -> str:
    """The file's own name, for the report: no folders, no control characters."""
    name = str(getattr(upload, "name", "") or "").replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in name if c.isprintable())[:200] or "?"
