"""Sealed files: AES-256-GCM over pieces of a megabyte, so that a file of any size is never whole in memory.

A piece that was changed, moved, left out or cut off does not open: its number and whether it is the last are part of
the nonce (the STREAM construction), the file's name and a salt are part of its key.
"""

from __future__ import annotations

import base64
import binascii
import functools
import hashlib
import hmac
import io
import secrets
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from auxpolice.backing_up import BackupError

MAGIC = b"auxpolice backup 1\n"  # another algorithm gets another number
PIECE = 1 << 20
SALT, TAG = 16, 16


@functools.lru_cache
def _from(configured: tuple[str, ...], own: bool) -> dict[str, bytes]:
    found = {}
    for text in configured:
        try:
            raw = base64.urlsafe_b64decode(text.replace("+", "-").replace("/", "_"))
        except binascii.Error:
            raw = b""
        if len(raw) != 32:
            raise BackupError("Each of BACKUP_KEYS must be 32 bytes in base64.")
        key = raw if own else derive(raw, b"", b"auxpolice backups")
        found[fingerprint(key)] = key
    return found


def keys() -> dict[str, bytes]:
    """Fingerprint → key, newest first: BACKUP_KEYS, and what follows from FIELD_KEYS (the newest of those without it)."""
    own = _from(tuple(settings.BACKUP_KEYS), True)
    return own | _from(tuple(settings.FIELD_KEYS), False)


def fingerprint(key: bytes) -> str:
    """Names a key without telling it: eight characters that may stand in any list."""
    return hashlib.sha256(b"id" + key).hexdigest()[:8]


def derive(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt or None, info=purpose).derive(key)


def key_named(name: str) -> bytes:
    """The key with this fingerprint; BackupError names what is missing."""
    if name not in keys():
        raise BackupError(
            f"This backup is sealed with the key {name}, which is not here (here: {', '.join(keys())}). Give the keys "
            "kept apart from the backup: --keys FILE, or BACKUP_KEYS and FIELD_KEYS as they were."
        )
    return keys()[name]


def mac(key: bytes, message: bytes) -> str:
    return hmac.new(derive(key, b"", b"manifest"), message, hashlib.sha256).hexdigest()


class Sealer(io.RawIOBase):
    """A file to write to; what arrives in `out` is sealed. `digest` is the SHA-256 of the sealed bytes."""

    def __init__(self, out: BinaryIO, *, key: bytes, name: str) -> None:
        self.out, self.number, self.waiting = out, 0, bytearray()
        self.hash, self.size = hashlib.sha256(), 0
        salt = secrets.token_bytes(SALT)
        self.cipher = AESGCM(derive(key, salt, name.encode()))
        self._put(MAGIC + salt)

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.waiting += data
        while len(self.waiting) > PIECE:  # the last piece stays until the end is known
            self._seal(bytes(self.waiting[:PIECE]), last=False)
            del self.waiting[:PIECE]
        return len(data)

    def finish(self) -> None:
        """Seal the last piece: without this the file does not open."""
        self._seal(bytes(self.waiting), last=True)
        self.waiting.clear()

    @property
    def digest(self) -> str:
        return self.hash.hexdigest()

    def _seal(self, piece: bytes, *, last: bool) -> None:
        self._put(self.cipher.encrypt(_nonce(self.number, last), piece, None))
        self.number += 1

    def _put(self, sealed: bytes) -> None:
        self.out.write(sealed)
        self.hash.update(sealed)
        self.size += len(sealed)


def opened(source: BinaryIO, *, key: bytes, name: str) -> Iterator[bytes]:
    """The pieces of a sealed file, each checked before it is given out; BackupError when one does not open."""
    head = source.read(len(MAGIC) + SALT)
    if head[: len(MAGIC)] != MAGIC:
        raise BackupError(f"{name} is damaged: it does not begin as a sealed file.")
    cipher, number = AESGCM(derive(key, head[len(MAGIC) :], name.encode())), 0
    piece = source.read(PIECE + TAG)
    while True:
        following = source.read(PIECE + TAG)
        try:
            yield cipher.decrypt(_nonce(number, not following), piece, None)
        except (InvalidTag, ValueError):
            raise BackupError(f"{name} is damaged: piece {number + 1} was changed or is missing.") from None
        if not following:
            return
        piece, number = following, number + 1


class Opened(io.RawIOBase):
    """The same as a file to read from."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces, self.rest = pieces, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, room: memoryview) -> int:  # type: ignore[override]
        while not self.rest:
            piece = next(self.pieces, None)
            if piece is None:
                return 0
            self.rest = memoryview(piece)
        count = min(len(room), len(self.rest))
        room[:count] = self.rest[:count]
        self.rest = self.rest[count:]
        return count


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")
