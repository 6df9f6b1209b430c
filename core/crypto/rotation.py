"""Sealing anew what an older key or algorithm sealed, while the house works (docs/adr/0011).

Short transactions over rows that nobody holds; what is done is seen in the rows themselves, so it may be stopped at any
moment and started again.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models, transaction
from psycopg2 import sql
from psycopg2.extras import execute_values

from core.actors import Actor
from core.audit import record
from core.crypto.fields import SealedField, sealed_fields, sealed_models
from core.crypto.files import file_fields
from core.crypto.indexes import found_by, renew
from core.crypto.keys import keys
from core.crypto.refiling import file_heads, reseal_files
from core.crypto.sealing import ALGORITHMS, HEADER, PLACE_ONLY, header, seal, unseal
from core.models import SealedIndex

BATCH = 200
NOT_SEALED = "not sealed"  # files of 0.1.0
PASSES = 50  # over rows that others held; each waits a little
Progress = Callable[[str, int], None]


@dataclass
class Turned:
    """What happened to one table: rows sealed anew, keys of rows that no key opens."""

    table: str
    rows: int = 0
    unreadable: list[int] = field(default_factory=list)
    held: int = 0  # rows that somebody held to the end: the next run takes them


def rotate(*, by: Actor, batch: int = BATCH, progress: Progress | None = None) -> list[Turned]:
    """Seal every column of every model by today's key and algorithm, blind indexes too. One audit entry for a table."""
    done = []
    for model in sealed_models():
        turned = _rotate_table(model, batch, progress)
        forget_retired(model)
        with transaction.atomic():
            after = {"rows": turned.rows, "unreadable": len(turned.unreadable), "held": turned.held}
            record("keys.rotated", by=by, label=turned.table, after={**after, "header": header().hex()})
        done.append(turned)
    for model, file in file_fields():
        turned = Turned(file.label)
        turned.rows, turned.unreadable = reseal_files(model, file)
        with transaction.atomic():
            after = {"files": turned.rows, "unreadable": len(turned.unreadable)}
            record("keys.rotated", by=by, label=turned.table, after={**after, "header": header().hex()})
        done.append(turned)
    return done


def _rotate_table(model: type[models.Model], batch: int, progress: Progress | None) -> Turned:
    turned = Turned(model._meta.db_table)
    for number in range(PASSES):
        last = 0
        while (rows := _batch(model, last, batch, turned)) is not None:
            last = rows
            if progress is not None:
                progress(turned.table, turned.rows)
        turned.held = waiting(model) - len(turned.unreadable)
        if turned.held <= 0:
            break
        time.sleep(min(0.1 * (number + 1), 2))
    turned.held = max(turned.held, 0)
    return turned


def _batch(model: type[models.Model], last: int, size: int, turned: Turned) -> int | None:
    """Turn the next rows that nobody holds, in one transaction; answers the last key, None when there are no more."""
    fields = sealed_fields(model)
    columns = [sql.Identifier(f.column) for f in fields]
    query = sql.SQL(
        "SELECT {pk}, {columns} FROM {table} WHERE {pk} > %s AND ({old}) ORDER BY {pk} LIMIT %s"
        " FOR NO KEY UPDATE SKIP LOCKED"
    ).format(**_names(model), columns=sql.SQL(", ").join(columns), old=_old(model))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(query, [last, size])
        found = [(row[0], [bytes(value) for value in row[1:]]) for row in cursor.fetchall()]
        if not found:
            return None
        opened = list(_opened(model, fields, found, turned))
        if opened:
            _write(cursor, model, fields, opened, dict(found))
            renew([_row(model, fields, pk, texts) for pk, texts in opened], found_by(model))
        turned.rows += len(opened)
    return int(found[-1][0])


def _opened(
    model: type[models.Model], fields: Sequence[SealedField], rows: Sequence[tuple[int, list[bytes]]], turned: Turned
) -> Iterator[tuple[int, list[str]]]:
    for pk, values in rows:
        try:
            yield pk, [unseal(v, where=f.label, row=pk) if v else "" for f, v in zip(fields, values, strict=True)]
        except ValueError:
            if pk not in turned.unreadable:
                turned.unreadable.append(pk)


def _write(
    cursor: Any,
    model: type[models.Model],
    fields: Sequence[SealedField],
    rows: Sequence[tuple[int, list[str]]],
    before: Mapping[int, list[bytes]],
) -> None:
    """Write the rows anew; a value that today's key sealed already stays as it is: triggers refuse another in its place."""
    sealed = [
        (pk, *(_anew(f, pk, text, old) for f, text, old in zip(fields, texts, before[pk], strict=True)))
        for pk, texts in rows
    ]
    columns = [sql.Identifier(f.column) for f in fields]
    settled = sql.SQL(", ").join(sql.SQL("{c} = new.{c}").format(c=column) for column in columns)
    names = sql.SQL(", ").join([sql.Identifier("key"), *columns])
    command = sql.SQL("UPDATE {table} SET {settled} FROM (VALUES %s) AS new ({names}) WHERE {pk} = new.key").format(
        **_names(model), settled=settled, names=names
    )
    execute_values(cursor.cursor, command.as_string(cursor.cursor), sealed, page_size=len(sealed))


def _anew(field: SealedField, pk: int, text: str, old: bytes) -> bytes:
    return old if not old or old.startswith(header()) else seal(text, where=field.label, row=pk)


def _row(model: type[models.Model], fields: Sequence[SealedField], pk: int, texts: Sequence[str]) -> models.Model:
    return model(pk=pk, **{f.attname: f.from_text(t) for f, t in zip(fields, texts, strict=True) if f.find})


def _names(model: type[models.Model]) -> dict[str, sql.Composable]:
    table = sql.Identifier(model._meta.db_table)
    return {"table": table, "pk": sql.SQL("{}.{}").format(table, sql.Identifier(model._meta.pk.column))}  # type: ignore[union-attr]


def _old(model: type[models.Model]) -> sql.Composable:
    """Condition: something in the row is not sealed by today's key and algorithm, or not found under every key."""
    parts: list[sql.Composable] = []
    for sealed in sealed_fields(model):
        column = sql.SQL("{}.{}").format(sql.Identifier(model._meta.db_table), sql.Identifier(sealed.column))
        parts.append(
            sql.SQL("({c} <> '' AND substring({c} FROM 1 FOR {n}) <> {now})").format(
                c=column, n=sql.Literal(HEADER), now=sql.Literal(header())
            )
        )
        if sealed.find:
            parts.append(
                sql.SQL(
                    "({c} <> '' AND (SELECT count(*) FROM {index} i WHERE i.place = {place} AND i.row = {pk}"
                    " AND i.generation IN ({keys})) < {n})"
                ).format(
                    c=column,
                    index=sql.Identifier(SealedIndex._meta.db_table),
                    place=sql.Literal(sealed.label),
                    pk=_names(model)["pk"],
                    keys=sql.SQL(", ").join(sql.Literal(key) for key in keys()),
                    n=sql.Literal(len(keys())),
                )
            )
    return sql.SQL(" OR ").join(parts)


def waiting(model: type[models.Model]) -> int:
    """How many rows of the table are not yet sealed by today's key and algorithm and found under every key."""
    query = sql.SQL("SELECT count(*) FROM {table} WHERE {old}").format(**_names(model), old=_old(model))
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])


def forget_retired(model: type[models.Model]) -> int:
    """Delete entries of keys that are no longer in FIELD_KEYS, and of rows that are gone."""
    gone = 0
    for sealed in found_by(model):
        entries = SealedIndex.objects.filter(place=sealed.label)
        if not waiting(model):
            gone += entries.exclude(generation__in=list(keys())).delete()[0]
        gone += entries.exclude(row__in=model._base_manager.values("pk")).delete()[0]
    return gone


def counted() -> dict[str, dict[str, int]]:
    """For each sealed column: how many values which key and format sealed ("format 1 · 3fa2…")."""
    found: dict[str, dict[str, int]] = {}
    names = {a.format: a.name for a in ALGORITHMS.values()} | {PLACE_ONLY: "0.1.0"}
    for model in sealed_models():
        for sealed in sealed_fields(model):
            query = sql.SQL(
                "SELECT substring({c} FROM 1 FOR {n}), count(*) FROM {table} WHERE {c} <> '' GROUP BY 1"
            ).format(c=sql.Identifier(sealed.column), n=sql.Literal(HEADER), **_names(model))
            with connection.cursor() as cursor:
                cursor.execute(query)
                heads = [(bytes(head), number) for head, number in cursor.fetchall()]
            found[sealed.label] = {f"{h[1:].hex()} {names.get(h[0], '?')}": n for h, n in heads}
    for model, file in file_fields():
        files = file_heads(model, file)
        found[file.label] = {f"{h[1:].hex()} {names[h[0]]}" if h else NOT_SEALED: n for h, n in files.items()}
    return found


def by_key() -> dict[str, int]:
    """Key id → how many values it still seals; a key of FIELD_KEYS that seals none may be removed."""
    numbers = Counter({key.hex(): 0 for key in keys()})
    for column in counted().values():
        for head, number in column.items():
            if head != NOT_SEALED:
                numbers[head.split()[0]] += number
    return dict(numbers)
