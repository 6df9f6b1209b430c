"""Blind indexes: a keyed hash finds and forbids equals without decrypting, under every key at once.

A row stands in `core.SealedIndex` once for each key of FIELD_KEYS. Two programs that share one key therefore always see
each other's rows, whichever keys else they know: lookups and uniqueness hold while keys change (docs/adr/0011).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import models

from core.crypto.fields import SealedField, sealed_fields
from core.crypto.keys import Key, current_key, keys

if TYPE_CHECKING:
    from core.models import SealedIndex

DIGEST = 16  # bytes


def blind_index(text: str, *, where: str, key: Key | None = None) -> bytes:
    """Keyed hash, 16 bytes, equal for x and X; under the newest key unless another is given."""
    secret = (key or current_key()).derived(b"index")
    return hmac.new(secret, f"{where}\x00{text.strip().upper()}".encode(), hashlib.sha256).digest()[:DIGEST]


def found_by(model: type[models.Model]) -> list[SealedField]:
    """The fields of a model that can be found."""
    return [field for field in sealed_fields(model) if field.find]


def rows_of(field: SealedField, row: int, text: str) -> list[SealedIndex]:
    """The entries of one value: one for each key, the oldest first, under which everybody else stands already."""
    from core.models import SealedIndex

    return [
        SealedIndex(
            place=field.label,
            row=row,
            generation=key.id,
            digest=blind_index(text, where=field.label, key=key),
            once=field.find == "once",
        )
        for key in (reversed(keys().values()) if text else ())
    ]


def enter(objects: Iterable[Any], fields: Sequence[SealedField]) -> None:
    """Entries of rows that are new. Raises IntegrityError (sealed_value_once) when a value is on file already."""
    from core.models import SealedIndex

    made = [row for obj in objects for f in fields for row in rows_of(f, obj.pk, getattr(obj, f.attname))]
    if made:
        SealedIndex.objects.bulk_create(made, batch_size=2000)


def renew(objects: Sequence[Any], fields: Sequence[SealedField]) -> int:
    """Set the entries of rows that may have changed right; answers how many rows had other ones.

    What is right stays untouched: whoever enters the same number twice meets it at once instead of waiting for us.
    """
    from core.models import SealedIndex

    changed = 0
    for field in fields:
        present: dict[int, dict[tuple[bytes, bytes], int]] = {}
        known = SealedIndex.objects.filter(place=field.label, row__in=[obj.pk for obj in objects])
        for key, row, generation, digest in known.values_list("pk", "row", "generation", "digest"):
            present.setdefault(row, {})[bytes(generation), bytes(digest)] = key
        wrong: list[int] = []
        made: list[SealedIndex] = []
        for obj in objects:
            right = {(e.generation, e.digest): e for e in rows_of(field, obj.pk, getattr(obj, field.attname))}
            there = present.get(obj.pk, {})
            stale = [key for entry, key in there.items() if entry not in right]
            missing = [entry for at, entry in right.items() if at not in there]
            wrong, made, changed = wrong + stale, made + missing, changed + bool(stale or missing)
        if wrong:
            SealedIndex.objects.filter(pk__in=wrong).delete()
        if made:
            SealedIndex.objects.bulk_create(made, batch_size=2000)
    return changed


def _indexed(model: type[models.Model], name: str) -> SealedField:
    field = model._meta.get_field(name)
    if not isinstance(field, SealedField) or not field.find:
        raise TypeError(f"{model.__name__}.{name} has no blind index.")
    return field


def holders(model: type[models.Model], name: str, text: str) -> list[int]:
    """Keys of all rows that hold the text."""
    from core.models import SealedIndex

    field = _indexed(model, name)
    digests = [blind_index(text, where=field.label, key=key) for key in keys().values()] if text.strip() else []
    rows = SealedIndex.objects.filter(place=field.label, digest__in=digests).order_by("row")
    return list(rows.values_list("row", flat=True).distinct())


def find(model: type[models.Model], name: str, texts: Iterable[str]) -> Mapping[str, int]:
    """Text → key of the row that holds it, of those on file. For `find="any"` one of the rows that hold it."""
    from core.models import SealedIndex

    field = _indexed(model, name)
    asked = {blind_index(text, where=field.label, key=key): text for text in texts if text for key in keys().values()}
    rows = SealedIndex.objects.filter(place=field.label, digest__in=list(asked)).order_by("row")
    return {asked[bytes(digest)]: row for digest, row in rows.values_list("digest", "row")}
