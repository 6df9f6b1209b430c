"""The key that signs the anchors: never in the database. From the environment, else made once in DATA/anchor.key."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path

from django.conf import settings


def keys() -> dict[str, bytes]:
    """Every key by its short name, the newest first: the first one signs, all of them verify."""
    told = settings.AUDIT_ANCHOR_KEY or [_from_file(Path(settings.DATA) / "anchor.key")]
    return {hashlib.sha256(key.encode()).hexdigest()[:8]: key.encode() for key in told}


def newest() -> str:
    return next(iter(keys()))


def sign(text: bytes, name: str) -> str:
    """HMAC-SHA256 in hexadecimal. Raises KeyError for a key nobody has."""
    return hmac.new(keys()[name], text, hashlib.sha256).hexdigest()


@lru_cache
def _from_file(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return _made(file)


def _made(file: Path) -> str:
    """Written beside and linked into place, so that two processes starting together agree on one key."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(48))
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return file.read_text(encoding="ascii").strip()
