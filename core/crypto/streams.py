"""Sealed files: segments of 64 KiB, each authenticated with its number and whether it is the last (the STREAM construction).

    "auxsealf" · format (1 byte) · key id (4) · salt (16) · nonce prefix (7)      then segments, each with its tag

The key of a file is derived from the field key and the salt; header and the file's name are authenticated with every
segment. A segment that was changed, moved, left out, cut off, or a whole file under another's name, does not open.
"""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable, Iterable
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.crypto.keys import ID, Key, current_key, keys
from core.crypto.sealing import ALGORITHMS, TAG, algorithm

MAGIC: Final = b"auxsealf"
SALT, PREFIX = 16, 7
HEAD: Final = len(MAGIC) + 1 + ID + SALT + PREFIX
SEGMENT: Final = 64 * 1024
STORED: Final = SEGMENT + TAG
Work = Callable[[bytes, bytes, bytes], bytes]


def seal_stream(chunks: Iterable[bytes], target: BinaryIO, *, name: str) -> None:
    """Write the chunks sealed under today's key and algorithm, bound to `name`."""
    key = current_key()
    head = MAGIC + bytes([algorithm().format]) + key.id + secrets.token_bytes(SALT + PREFIX)
    seals, _opens = _works(head, key)
    target.write(head)
    about, number, waiting = head + name.encode(), 0, bytearray()
    for chunk in chunks:
        waiting += chunk
        while len(waiting) > SEGMENT:  # the last segment, full or not, is written at the end
            target.write(seals(_nonce(head, number, last=False), bytes(waiting[:SEGMENT]), about))
            del waiting[:SEGMENT]
            number += 1
    target.write(seals(_nonce(head, number, last=True), bytes(waiting), about))


class SealedReader(io.RawIOBase):
    """The plain content of a sealed file, to read and seek in. All of it is checked before the first byte is given.

    Raises ValueError when it was changed, cut or exchanged, or its key is gone.
    """

    def __init__(self, source: BinaryIO, *, name: str) -> None:
        super().__init__()
        self._source, self._name, self._place = source, name, 0
        self._head = source.read(HEAD)
        if len(self._head) < HEAD or not self._head.startswith(MAGIC):
            raise ValueError(f"{name}: this is not a sealed file.")
        key = keys().get(header_of(self._head)[1:])
        if key is None:
            raise ValueError(f"{name}: the key that sealed this file is not among FIELD_KEYS.")
        _seals, self._opens = _works(self._head, key)
        body = source.seek(0, io.SEEK_END) - HEAD
        self._segments = max(-(-body // STORED), 1)
        self._size = body - self._segments * TAG
        self._held: tuple[int, bytes] = (-1, b"")
        for number in range(self._segments):
            self._segment(number)

    def _segment(self, number: int) -> bytes:
        if self._held[0] != number:
            self._source.seek(HEAD + number * STORED)
            last = number == self._segments - 1
            try:
                sealed = self._source.read(STORED)
                plain = self._opens(_nonce(self._head, number, last=last), sealed, self._head + self._name.encode())
            except InvalidTag as error:
                raise ValueError(f"{self._name}: the stored file was changed or exchanged.") from error
            self._held = (number, plain)
        return self._held[1]

    @property
    def size(self) -> int:
        return self._size

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        self._place = max(start + offset, 0)
        return self._place

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        if self._place >= self._size or not len(view):
            return 0
        number, inside = divmod(self._place, SEGMENT)
        piece = self._segment(number)[inside : inside + len(view)]
        view[: len(piece)] = piece
        self._place += len(piece)
        return len(piece)

    def close(self) -> None:
        self._source.close()
        super().close()


def header_of(head: bytes) -> bytes:
    """Format and key id, as `sealing.header()` tells today's."""
    return head[len(MAGIC) : len(MAGIC) + 1 + ID]


def _nonce(head: bytes, number: int, *, last: bool) -> bytes:
    return head[-PREFIX:] + number.to_bytes(4, "big") + bytes([last])


def _works(head: bytes, key: Key) -> tuple[Work, Work]:
    salt, form = head[-PREFIX - SALT : -PREFIX], head[len(MAGIC)]
    secret = HKDF(hashes.SHA256(), 32, salt, b"auxpolice file").derive(key.secret)
    if form == ALGORITHMS["AES-256-GCM"].format:
        return AESGCM(secret).encrypt, AESGCM(secret).decrypt
    if form != ALGORITHMS["SM4-GCM"].format:
        raise ValueError("The file was sealed by an algorithm this version does not know.")

    def seals(nonce: bytes, plain: bytes, about: bytes) -> bytes:
        work = Cipher(algorithms.SM4(secret[:16]), modes.GCM(nonce)).encryptor()
        work.authenticate_additional_data(about)
        return work.update(plain) + work.finalize() + work.tag

    def opens(nonce: bytes, sealed: bytes, about: bytes) -> bytes:
        if len(sealed) < TAG:
            raise InvalidTag
        work = Cipher(algorithms.SM4(secret[:16]), modes.GCM(nonce, sealed[-TAG:])).decryptor()
        work.authenticate_additional_data(about)
        return work.update(sealed[:-TAG]) + work.finalize()

    return seals, opens
