"""Does what came back open? One value of every sealed field, one document of every kind, with the keys that are here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import connection, models

from auxpolice.backing_up import BackupError
from core.crypto import SealedField


def opened() -> dict[str, int]:
    """How many fields and documents were opened; BackupError names one that stays closed."""
    return {"fields": _open_all(SealedField, getattr), "documents": _open_all(models.FileField, _first_bytes)}


def _open_all(kind: type[Any], read: Callable[[Any, str], Any]) -> int:
    """Of each field of this kind, the first row in which it holds something."""
    count = 0
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if not isinstance(field, kind) or (key := _first_filled(model, field.column)) is None:
                continue
            try:
                read(model._base_manager.get(pk=key), field.name)
            except (ValueError, OSError) as error:
                raise BackupError(f"{model._meta.label}.{field.name} does not open: {error}") from None
            count += 1
    return count


def _first_filled(model: type[models.Model], column: str) -> Any:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {quote(model._meta.pk.column)} FROM {quote(model._meta.db_table)} "
            f"WHERE octet_length({quote(column)}) > 0 ORDER BY 1 LIMIT 1"
        )
        row = cursor.fetchone()
    return row[0] if row else None


def _first_bytes(instance: Any, name: str) -> bytes:
    with getattr(instance, name).open("rb") as file:
        return bytes(file.read(1))
