"""Field encryption: AES-256-GCM bound to table, column and row key; equality and uniqueness through a keyed hash."""

from __future__ import annotations

import base64
import functools
import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django import forms
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

NONCE = 12
KEY_ID = 4
FORMAT = b"\x01"  # AES-256-GCM; another algorithm gets another number


@functools.lru_cache
def _keys(configured: tuple[str, ...]) -> dict[bytes, bytes]:
    """Key id → key, newest first. The id is a hash of the key, so the order in the settings may change."""
    keys: dict[bytes, bytes] = {}
    for text in configured:
        raw = base64.urlsafe_b64decode(text.replace("+", "-").replace("/", "_"))
        if len(raw) != 32:
            raise ImproperlyConfigured("Each of FIELD_KEYS must be 32 bytes in base64.")
        keys[hashlib.sha256(b"id" + raw).digest()[:KEY_ID]] = raw
    if not keys:
        raise ImproperlyConfigured("FIELD_KEYS is empty: without a key no personal number can be stored.")
    return keys


def keys() -> dict[bytes, bytes]:
    return _keys(tuple(settings.FIELD_KEYS))


def seal(text: str, *, where: str) -> bytes:
    """Encrypt; `where` (table.column) is authenticated, so a value moved to another column no longer opens."""
    key_id, key = next(iter(keys().items()))
    nonce = secrets.token_bytes(NONCE)
    return FORMAT + key_id + nonce + AESGCM(key).encrypt(nonce, text.encode(), where.encode())


def unseal(sealed: bytes, *, where: str) -> str:
    """Decrypt; raises ValueError when the value was changed, moved, or its key is gone."""
    sealed = bytes(sealed)
    key = keys().get(sealed[1 : 1 + KEY_ID])
    if sealed[:1] != FORMAT or key is None:
        raise ValueError(f"{where}: the key that sealed this value is not among FIELD_KEYS.")
    nonce, body = sealed[1 + KEY_ID : 1 + KEY_ID + NONCE], sealed[1 + KEY_ID + NONCE :]
    try:
        return AESGCM(key).decrypt(nonce, body, where.encode()).decode()
    except InvalidTag as error:
        raise ValueError(f"{where}: the stored value was changed or moved.") from error


def blind_index(text: str, *, where: str) -> bytes:
    """Keyed hash, 16 bytes: finds and forbids equals without decrypting. Uses the oldest key, so it survives rotation."""
    oldest = list(keys().values())[-1]
    key = hashlib.sha256(b"index" + oldest).digest()
    return hmac.new(key, f"{where}\x00{text}".encode(), hashlib.sha256).digest()[:16]


class SealedField(models.Field):  # type: ignore[type-arg]
    """A text that is encrypted in the database (bytea). Reads and writes plain text; empty stays empty.

    `label` is the authenticated place; it must never change once data exists.
    """

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        self.label = label
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    if TYPE_CHECKING:  # what the model's attribute holds

        def __get__(self, instance: Any, owner: Any = None) -> str: ...
        def __set__(self, instance: Any, value: str) -> None: ...

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs["label"] = self.label
        return name, path, args, kwargs

    def db_type(self, connection: Any) -> str:
        return "bytea"

    def get_internal_type(self) -> str:
        return "BinaryField"

    def from_db_value(self, value: Any, *_: Any) -> str:
        return unseal(value, where=self.label) if value else ""

    def to_python(self, value: Any) -> str:
        return value or ""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return connection.Database.Binary(seal(value, where=self.label) if value else b"")

    def formfield(self, **kwargs: Any) -> Any:
        return forms.CharField(**{"label": self.verbose_name, "required": not self.blank, **kwargs})


def sealed_in(model: type[models.Model], path: str = "") -> list[str]:
    """The sealed fields of a model, seen along a path: lists that show none of them `.defer()` opening them."""
    return [f"{path}{field.name}" for field in model._meta.concrete_fields if isinstance(field, SealedField)]
