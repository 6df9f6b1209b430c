"""An optional virus scanner, clamd, by its socket. When one is named and does not answer, nothing is taken."""

from __future__ import annotations

import socket
from typing import Final

from django.conf import settings

from core.uploads.bounds import Refuse

CHUNK: Final = 64 * 1024
SECONDS: Final = 20


def scan(raw: bytes) -> None:
    """Raises Refuse: `virus` when clamd finds one, `scanner` when it does not answer. Without CLAMD nothing is asked."""
    if not settings.CLAMD:
        return
    try:
        with _connected(settings.CLAMD) as line:
            line.sendall(b"zINSTREAM\0")
            for at in range(0, len(raw), CHUNK):
                part = raw[at : at + CHUNK]
                line.sendall(len(part).to_bytes(4, "big") + part)
            line.sendall(bytes(4))
            answer = line.recv(4_096)
    except OSError as error:
        raise Refuse("scanner") from error
    if answer.rstrip(b"\0\n").endswith(b"OK"):
        return
    raise Refuse("virus" if b"FOUND" in answer else "scanner")


def _connected(place: str) -> socket.socket:
    """A path is a Unix socket; anything else is host:port."""
    if place.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        line.connect(place)
        return line
    host, _colon, port = place.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)
