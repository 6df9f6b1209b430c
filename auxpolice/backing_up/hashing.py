"""What is in the database, as hashes: two databases with the same manifest hold the same rows, number for number.

A table's hash is the SHA-256 of `COPY (SELECT its columns by name FROM table ORDER BY its key) TO STDOUT`, so that
anybody can compute it again with psql and sha256sum (docs/restore.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.backends.utils import CursorWrapper
from psycopg2 import sql

from core import patience

# How values are written must not depend on where we are or on a role's settings.
PLAIN = (
    "SET LOCAL TimeZone TO 'UTC'; SET LOCAL DateStyle TO 'ISO, YMD'; SET LOCAL IntervalStyle TO 'iso_8601';"
    "SET LOCAL bytea_output TO 'hex'; SET LOCAL extra_float_digits TO 1; SET LOCAL xmloption TO 'content'"
)
COLUMNS = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attname),
       (SELECT array_agg(k.attname::text ORDER BY array_position(i.indkey::int2[], k.attnum))
          FROM pg_index i JOIN pg_attribute k ON k.attrelid = i.indrelid AND k.attnum = ANY (i.indkey)
         WHERE i.indrelid = c.oid AND i.indisprimary)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE n.nspname = 'public' AND c.relkind = 'r'
 GROUP BY c.oid, c.relname ORDER BY c.relname
"""
SEQUENCES = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1"

Table = dict[str, Any]  # rows, sha256, columns


class _Counting:
    """Takes what COPY gives, row by row."""

    def __init__(self) -> None:
        self.hash, self.rows = hashlib.sha256(), 0

    def write(self, data: bytes) -> None:
        self.hash.update(data)
        self.rows += data.count(b"\n")


def tables(
    cursor: CursorWrapper,
    only: Mapping[str, Iterable[str]] | None = None,
    said: Callable[[str], None] = lambda name: None,
) -> dict[str, Table]:
    """Each table's rows and hash, inside the transaction of the cursor. `only` names tables and the columns to look at."""
    cursor.execute(PLAIN)
    cursor.execute(COLUMNS)
    found = {}
    for name, columns, key in cursor.fetchall():
        if only is not None and name not in only:
            continue
        said(name)
        chosen = sorted(only[name]) if only is not None else columns
        found[name] = _table(cursor, name, chosen, key or chosen)
    return found


def _table(cursor: CursorWrapper, name: str, columns: list[str], key: list[str]) -> Table:
    query = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.Identifier("public", name),
        sql.SQL(", ").join(map(sql.Identifier, key)),
    )
    counting = _Counting()
    with patience.without():
        cursor.copy_expert(query, counting)
    return {"rows": counting.rows, "sha256": counting.hash.hexdigest(), "columns": columns}


def sequences(cursor: CursorWrapper) -> dict[str, int]:
    """The number each sequence gives next. Sequences are not part of a snapshot: later they may only be further on."""
    cursor.execute(SEQUENCES)
    found = {}
    for (name,) in cursor.fetchall():
        cursor.execute(sql.SQL("SELECT last_value + is_called::int FROM {}").format(sql.Identifier("public", name)))
        found[name] = cursor.fetchone()[0]
    return found


def migrations(cursor: CursorWrapper) -> list[str]:
    """The migrations that made this database, as `room.0001_name`."""
    cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY id")
    return [name for (name,) in cursor.fetchall()]


def differences(expected: Mapping[str, Table], found: Mapping[str, Table]) -> list[str]:
    """In words, what is not as it was."""
    wrong = [f"the table {name} is missing" for name in expected if name not in found]
    wrong += [f"the table {name} is new" for name in found if name not in expected]
    for name in expected:
        if name in found and expected[name]["sha256"] != found[name]["sha256"]:
            rows = f"{expected[name]['rows']} rows then, {found[name]['rows']} now"
            wrong.append(f"the table {name} does not hold what it held ({rows})")
    return wrong
