"""Does an act wait at its lock? Another connection holds the row; the act must stop at `FOR UPDATE`, before it has read a fact.

Taken away, the lock would let the act read on, and it would wait at its own UPDATE or not at all: both are seen here.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import OperationalError, connection, models, transaction

PATIENCE = "100ms"


@dataclass(frozen=True)
class Lock:
    """A lock of the house: the act that takes it, and the row it takes (made by the case itself)."""

    guard: str  # file:function, as tests.mutants.guards names it
    stage: Callable[[Any], tuple[models.Model, Callable[[], Any]]]
    number: int = 1  # the second and third lock of one function

    @property
    def name(self) -> str:
        return self.guard if self.number == 1 else f"{self.guard}#{self.number}"


@dataclass
class Waited:
    """Where an act came to a stop: the statement, and the functions it stood in."""

    sql: str = ""
    functions: list[str] = field(default_factory=list)

    def at_lock(self, row: models.Model, guard: str) -> bool:
        locking = " FOR UPDATE" in self.sql or " FOR NO KEY UPDATE" in self.sql
        return locking and f'FROM "{row._meta.db_table}"' in self.sql and guard in self.functions


@contextmanager
def held(row: models.Model) -> Iterator[None]:
    """Somebody else works on this row."""
    other = connection.copy()
    other.connect()
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute(
                f'SELECT 1 FROM "{row._meta.db_table}" WHERE {row._meta.pk.column} = %s FOR UPDATE', [row.pk]
            )
            assert cursor.fetchone(), "the row must be committed before it can be held"
        yield
    finally:
        other.rollback()
        other.close()


def where_it_waits(act: Callable[[], Any]) -> Waited:
    """Run the act without patience and undo it; answers where it ran out of it (nowhere: an empty answer)."""
    waited = Waited()

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "SET LOCAL lock_timeout" in sql:
            return None  # an act that would be more patient than this test is
        try:
            return execute(sql, params, many, context)
        except OperationalError:
            if not waited.sql:
                waited.sql = sql
                stack = traceback.extract_stack()
                waited.functions = [f"{frame.filename}:{frame.name}" for frame in stack]
            raise

    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            with connection.execute_wrapper(watch):
                act()
            transaction.set_rollback(True)
    except OperationalError:
        pass
    return waited
