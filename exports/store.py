"""The bytes of a file that was made: sealed under its serial, under a random name, gone within the day."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Collection
from pathlib import Path

from django.conf import settings

from core.crypto import seal_bytes, unseal_bytes

WHERE = "export.file"


def folder() -> Path:
    found = Path(settings.MEDIA_ROOT) / "exports"
    found.mkdir(parents=True, exist_ok=True, mode=0o700)
    return found


def keep(content: bytes, *, serial: str) -> str:
    """Keep the bytes sealed; answers the name. Moved under another serial they no longer open."""
    name = secrets.token_hex(16)
    sealed = seal_bytes(content, where=WHERE, row=serial)
    with os.fdopen(os.open(folder() / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(sealed)
    return name


def read(name: str, *, serial: str) -> bytes:
    """The bytes. Raises FileNotFoundError when they are gone, ValueError when they were changed or moved."""
    if not name:
        raise FileNotFoundError(serial)
    return unseal_bytes((folder() / name).read_bytes(), where=WHERE, row=serial)


def forget(name: str) -> None:
    if name:
        (folder() / name).unlink(missing_ok=True)


def forget_strays(known: Collection[str], *, older_than: float, now: float | None = None) -> int:
    """Delete what no export knows, left by a process that was killed, and older than so many seconds."""
    now = now if now is not None else time.time()
    gone = 0
    for path in folder().iterdir():
        if path.is_file() and path.name not in known and now - path.stat().st_mtime > older_than:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
