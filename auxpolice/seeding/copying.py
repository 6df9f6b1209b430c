"""Rows in bulk by COPY, as the owner of the tables: a hundred thousand people in seconds. Only for data made up."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connections, models

from core import patience
from core.crypto import SealedField
from core.crypto.indexes import found_by, rows_of
from core.models import SealedIndex

NOTHING = "\\N"
BATCH = 20_000


def fields_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [field for field in model._meta.concrete_fields if not field.generated]


def copy(model: type[models.Model], rows: Iterable[models.Model], *, using: str = "owner") -> int:
    """Write unsaved objects whose keys are set; answers how many. Constraints hold as for any other insert."""
    connection = connections[using]
    columns = fields_of(model)
    names = ", ".join(f'"{field.column}"' for field in columns)
    command = f"COPY {model._meta.db_table} ({names}) FROM STDIN WITH (FORMAT csv, NULL '{NOTHING}')"
    count = 0
    for batch in _batches(rows):
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        writer.writerows([_cell(field, row, connection) for field in columns] for row in batch)
        buffer.seek(0)
        with patience.without(), connection.cursor() as cursor:
            cursor.copy_expert(command, buffer)
        count += len(batch)
        if found := [entry for field in found_by(model) for row in batch for entry in _entries(field, row)]:
            key = next_key(SealedIndex, using=using)
            for number, entry in enumerate(found):
                entry.pk = key + number
            copy(SealedIndex, found, using=using)
            set_sequences([SealedIndex], using=using)
    return count


def _entries(field: SealedField, row: models.Model) -> list[SealedIndex]:
    return rows_of(field, row.pk, getattr(row, field.attname))


def _batches(rows: Iterable[models.Model]) -> Iterator[list[models.Model]]:
    batch: list[models.Model] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _cell(field: models.Field[Any, Any], row: models.Model, connection: Any) -> Any:
    if isinstance(field, SealedField):
        sealed = field.get_db_prep_save(field.pre_save(row, add=True), connection)
        return "\\x" + bytes(sealed.adapted).hex()
    value = getattr(row, field.attname)
    if value is None:
        return NOTHING
    if isinstance(field, ArrayField):
        return "{" + ",".join('"' + str(v).replace("\\", "\\\\").replace('"', '\\"') + '"' for v in value) + "}"
    if isinstance(field, models.JSONField):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(field, models.BinaryField):
        return "\\x" + bytes(value).hex()
    return value


def next_key(model: type[models.Model], *, using: str = "owner") -> int:
    """The first free key."""
    top = model._base_manager.using(using).aggregate(top=models.Max("pk"))["top"]
    return int(top or 0) + 1


def set_sequences(touched: Sequence[type[models.Model]], *, using: str = "owner") -> None:
    """After writing keys by hand the sequences go on behind them."""
    with connections[using].cursor() as cursor:
        for model in touched:
            table, key = model._meta.db_table, model._meta.pk.column  # type: ignore[union-attr]
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, %s), (SELECT max({key}) FROM {table}))",  # noqa: S608
                [table, key],
            )


def analyse(*, using: str = "owner") -> None:
    """Let the planner know what came; after so many rows at once it would guess."""
    with connections[using].cursor() as cursor:
        cursor.execute("ANALYZE")


@contextmanager
def triggers_off(touched: Sequence[type[models.Model]], *, using: str = "owner") -> Iterator[None]:
    """Made-up assignments are born approved; what the triggers watch over is kept by how they are made up."""
    with connections[using].cursor() as cursor:
        for model in touched:
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
        try:
            yield
        finally:
            for model in touched:
                cursor.execute(f"ALTER TABLE {model._meta.db_table} ENABLE TRIGGER USER")
