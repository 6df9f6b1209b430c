"""For migrations: a column that lay in the clear becomes a sealed one, row by row under its own key."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import migrations
from psycopg2.extras import execute_values

from core.crypto.sealing import seal

BATCH = 1000


class SealColumns(migrations.RunPython):
    """Replace columns of a table by sealed ones of the same names: {column: label}. What was in the clear is gone after.

    Belongs into the `database_operations` of a SeparateDatabaseAndState whose state alters the fields. Not reversible.
    """

    def __init__(self, table: str, columns: Mapping[str, str]) -> None:
        self.table, self.columns = table, dict(columns)
        super().__init__(self._seal)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return "SealColumns", [self.table, self.columns], {}

    def _seal(self, _apps: Any, schema_editor: Any) -> None:
        adds = ", ".join(f"ADD COLUMN {c}_sealed bytea NOT NULL DEFAULT ''" for c in self.columns)
        drops = ", ".join(f"DROP COLUMN {c}" for c in self.columns)
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {self.table} {adds}")
            # The rows say nothing new: no trigger has to judge them, and none may still wait when the table is altered.
            cursor.execute(f"ALTER TABLE {self.table} DISABLE TRIGGER USER")
            self._copy(cursor)
            cursor.execute(f"ALTER TABLE {self.table} ENABLE TRIGGER USER")
            cursor.execute(f"ALTER TABLE {self.table} {drops}")
            for column in self.columns:
                cursor.execute(f"ALTER TABLE {self.table} RENAME COLUMN {column}_sealed TO {column}")
                cursor.execute(f"ALTER TABLE {self.table} ALTER COLUMN {column} DROP DEFAULT")

    def _copy(self, cursor: Any) -> None:
        last, names = 0, ", ".join(self.columns)
        settled = ", ".join(f"{c}_sealed = new.{c}" for c in self.columns)
        while True:
            cursor.execute(
                f"SELECT id, {names} FROM {self.table} WHERE id > %s ORDER BY id LIMIT {BATCH}",  # noqa: S608
                [last],
            )
            rows = cursor.fetchall()
            if not rows:
                return
            last = rows[-1][0]
            execute_values(
                cursor.cursor,
                f"UPDATE {self.table} SET {settled} FROM (VALUES %s) AS new (id, {names})"  # noqa: S608
                f" WHERE {self.table}.id = new.id",
                [(key, *(self._sealed(c, v, key) for c, v in zip(self.columns, values, strict=True)))
                 for key, *values in rows],
                page_size=BATCH,
            )  # fmt: skip

    def _sealed(self, column: str, value: Any, key: int) -> bytes:
        if value in (None, "", [], {}, "[]", "{}"):
            return b""
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        return seal(text, where=self.columns[column], row=key)
