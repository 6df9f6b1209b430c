"""One sealed value: format and key id in the clear, then nonce and ciphertext; place and row are authenticated.

    format (1 byte) · key id (4) · nonce (12) · ciphertext · tag (16)

Format 1 is what 0.1.0 wrote: AES-256-GCM bound to the column only. It is read, never written; `rotate_keys` replaces it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher as _Cipher
from cryptography.hazmat.primitives.ciphers import algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from core.crypto.keys import ID, Key, current_key, keys

NONCE: Final = 12
TAG: Final = 16
HEADER: Final = 1 + ID
PLACE_ONLY: Final = 1


def _aes(key: Key, nonce: bytes, text: bytes, about: bytes) -> bytes:
    return AESGCM(key.secret).encrypt(nonce, text, about)


def _aes_open(key: Key, nonce: bytes, body: bytes, about: bytes) -> bytes:
    return AESGCM(key.secret).decrypt(nonce, body, about)


def _sm4(key: Key, nonce: bytes, text: bytes, about: bytes) -> bytes:
    work = _Cipher(algorithms.SM4(key.derived(b"sm4", 16)), modes.GCM(nonce)).encryptor()
    work.authenticate_additional_data(about)
    return work.update(text) + work.finalize() + work.tag


def _sm4_open(key: Key, nonce: bytes, body: bytes, about: bytes) -> bytes:
    if len(body) < TAG:
        raise InvalidTag
    work = _Cipher(algorithms.SM4(key.derived(b"sm4", 16)), modes.GCM(nonce, body[-TAG:])).decryptor()
    work.authenticate_additional_data(about)
    return work.update(body[:-TAG]) + work.finalize()


Work = Callable[[Key, bytes, bytes, bytes], bytes]


@dataclass(frozen=True)
class Algorithm:
    """A way to seal. `format` is the first byte of what it sealed, for ever."""

    name: str
    format: int
    seals: Work
    opens: Work


ALGORITHMS: Final[Mapping[str, Algorithm]] = {
    "AES-256-GCM": Algorithm("AES-256-GCM", 2, _aes, _aes_open),
    "SM4-GCM": Algorithm("SM4-GCM", 3, _sm4, _sm4_open),
}
_OPENERS: Final[Mapping[int, Work]] = {
    PLACE_ONLY: _aes_open,
    **{algorithm.format: algorithm.opens for algorithm in ALGORITHMS.values()},
}


def algorithm() -> Algorithm:
    """The algorithm of FIELD_CIPHER; what the others sealed stays readable."""
    try:
        return ALGORITHMS[settings.FIELD_CIPHER]
    except KeyError:
        raise ImproperlyConfigured(f"FIELD_CIPHER must be one of {', '.join(ALGORITHMS)}.") from None


def header() -> bytes:
    """How a value begins that was sealed by today's algorithm and key: anything else waits for `rotate_keys`."""
    return bytes([algorithm().format]) + current_key().id


def _about(head: bytes, where: str, row: object) -> bytes:
    return where.encode() if head[0] == PLACE_ONLY else head + f"{where}\x00{row}".encode()


def seal_bytes(content: bytes, *, where: str, row: object = "") -> bytes:
    """Encrypt. `where` (table.column) and `row` (its key) are authenticated: moved elsewhere it no longer opens."""
    chosen, key, nonce = algorithm(), current_key(), secrets.token_bytes(NONCE)
    head = bytes([chosen.format]) + key.id
    return head + nonce + chosen.seals(key, nonce, content, _about(head, where, row))


def unseal_bytes(sealed: bytes, *, where: str, row: object = "") -> bytes:
    """Decrypt. Raises ValueError when the value was changed or moved, or its key is gone."""
    sealed = bytes(sealed)
    head, nonce, body = sealed[:HEADER], sealed[HEADER : HEADER + NONCE], sealed[HEADER + NONCE :]
    opens, key = _OPENERS.get(head[0] if head else 0), keys().get(head[1:])
    if opens is None or len(body) < TAG:
        raise ValueError(f"{where}: this is not a sealed value.")
    if key is None:
        raise ValueError(f"{where}: the key that sealed this value ({head[1:].hex()}) is not among FIELD_KEYS.")
    try:
        return opens(key, nonce, body, _about(head, where, row))
    except InvalidTag as error:
        raise ValueError(f"{where}: the stored value was changed or moved.") from error


def seal(text: str, *, where: str, row: object = "") -> bytes:
    """`seal_bytes` for text."""
    return seal_bytes(text.encode(), where=where, row=row)


def unseal(sealed: bytes, *, where: str, row: object = "") -> str:
    """`unseal_bytes` for text."""
    return unseal_bytes(sealed, where=where, row=row).decode()
