"""Anchors 锚点: signed lines outside the database that say how long the chain was and what its last hash was.

Each line holds the hash of the line before and is signed, so a line cannot be changed, left out or put between. Whoever
takes lines off the end of this file is found by its second copy (AUDIT_STREAM).
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import hmac
import json
import logging
import logging.handlers
import os
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from evidence import keys

log = logging.getLogger("auxpolice.trail")
TAIL = 65_536  # bytes; no line is longer


def file() -> Path:
    return Path(settings.AUDIT_ANCHORS)


def append(content: Mapping[str, Any]) -> dict[str, Any]:
    """Sign one line, write it to the disk behind the others, and send it to the second place. Raises OSError."""
    path = file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "r+b") as out:
        fcntl.flock(out, fcntl.LOCK_EX)
        line = {**content, "previous": digest(_last_line(out)), "key": keys.newest()}
        line["mac"] = keys.sign(canonical(line), line["key"])
        text = canonical(line)
        out.write(text + b"\n")
        out.flush()
        os.fsync(out.fileno())
    stream(text.decode())
    return line


def canonical(line: Mapping[str, Any]) -> bytes:
    """A line as bytes: the same whoever writes it."""
    return json.dumps(line, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest() if line else ""


def _last_line(out: Any) -> bytes:
    end = out.seek(0, os.SEEK_END)
    out.seek(max(end - TAIL, 0))
    lines = out.read().splitlines()
    return bytes(lines[-1]) if lines else b""


def newest() -> dict[str, Any] | None:
    """The last line as it stands, for the page; whether it is right is asked by the verification. None without any."""
    try:
        with open(file(), "rb") as lines:
            found = json.loads(_last_line(lines) or b"null")
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def moment_of(line: Mapping[str, Any] | None) -> dt.datetime | None:
    """When the line was written; None for one that does not say it."""
    try:
        return dt.datetime.fromisoformat(str((line or {}).get("at")))
    except ValueError:
        return None


def read(path: Path) -> Iterator[tuple[int, dict[str, Any], str]]:
    """Every line: its number, what it says, and what is wrong with it ("" for nothing). Raises OSError."""
    before = b""
    with open(path, "rb") as lines:
        for number, raw in enumerate(lines, 1):
            raw = raw.rstrip(b"\n")
            line, wrong = _checked(raw, before)
            yield number, line, wrong
            before = raw


def _checked(raw: bytes, before: bytes) -> tuple[dict[str, Any], str]:
    try:
        line = json.loads(raw)
        mac = line.pop("mac")
        expected = keys.sign(canonical(line), line["key"])
    except KeyError:
        return {}, "is signed with a key that is not known here"
    except (ValueError, AttributeError, TypeError):
        return {}, "cannot be read"
    if not hmac.compare_digest(str(mac), expected):
        return {}, "carries a wrong signature"
    if line["previous"] != digest(before):
        return line, "does not follow the line before it: lines were taken out or put in"
    return line, ""


def stream(text: str) -> None:
    """The second place: the process's own log, or a syslog somewhere else. What cannot be sent is said in the log."""
    if settings.AUDIT_STREAM == "off":
        return
    sender().info("trail %s", text)


@lru_cache
def sender() -> logging.Logger:
    """`log`, `syslog:` (this machine's) or `syslog://host:514`."""
    if settings.AUDIT_STREAM == "log":
        return log
    parts = urlsplit(settings.AUDIT_STREAM)
    place = (parts.hostname, parts.port or 514) if parts.hostname else "/dev/log"
    away = logging.Logger("auxpolice.trail.away", logging.INFO)
    away.addHandler(logging.handlers.SysLogHandler(address=place, facility="authpriv"))  # type: ignore[arg-type]
    return away
