"""The keys of FIELD_KEYS, newest first, each known by an id that is a hash of the key itself."""

from __future__ import annotations

import base64
import binascii
import functools
import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

ID = 4  # bytes


@dataclass(frozen=True)
class Key:
    """One key of FIELD_KEYS. `id` may be shown; what is derived from `secret` for each use may not."""

    id: bytes
    secret: bytes

    def derived(self, use: bytes, length: int = 32) -> bytes:
        """A key for one use, so that no two algorithms ever share one."""
        return hashlib.sha256(use + self.secret).digest()[:length]

    def __repr__(self) -> str:
        return f"<key {self.id.hex()}>"


@functools.lru_cache
def _keys(configured: tuple[str, ...]) -> dict[bytes, Key]:
    found: dict[bytes, Key] = {}
    for text in configured:
        try:
            raw = base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
        except binascii.Error:
            raw = b""
        if len(raw) != 32:
            raise ImproperlyConfigured("Each of FIELD_KEYS must be 32 bytes in base64.")
        key = Key(hashlib.sha256(b"id" + raw).digest()[:ID], raw)
        found[key.id] = key
    if not found:
        raise ImproperlyConfigured("FIELD_KEYS is empty: without a key no personal number can be stored.")
    return found


def keys() -> dict[bytes, Key]:
    """Key id → key, newest first. The id is a hash of the key, so the order in the settings may change."""
    return _keys(tuple(settings.FIELD_KEYS))


def current_key() -> Key:
    """The key that seals: the first."""
    return next(iter(keys().values()))


def key_ids() -> list[str]:
    """The ids as they are shown, newest first."""
    return [key.id.hex() for key in keys().values()]
