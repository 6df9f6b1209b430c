"""Guards in the database: every constraint, unique index and trigger of the house's tables, and taking one away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache

from auxpolice.embedded.postgres import Postgres
from tests.servers import TEMPLATE, exclusively

# For each: table, name, kind, function of a trigger, how to take it away and bring it back, columns and condition of an index.
FIND = """
SELECT t.relname, c.conname, 'constraint', '',
       format('ALTER TABLE %I DROP CONSTRAINT %I', t.relname, c.conname),
       format('ALTER TABLE %I ADD CONSTRAINT %I %s', t.relname, c.conname, pg_get_constraintdef(c.oid)),
       CASE WHEN c.contype = 'c' THEN '{}' ELSE ARRAY(SELECT a.attname::text FROM pg_index x
         JOIN pg_attribute a ON a.attrelid = x.indexrelid WHERE x.indexrelid = c.conindid) END,
       coalesce((SELECT pg_get_expr(x.indpred, x.indrelid) FROM pg_index x WHERE x.indexrelid = c.conindid), '')
FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE n.nspname = 'public' AND c.contype IN ('c', 'u', 'x')
UNION ALL
SELECT t.relname, i.relname, 'constraint', '', format('DROP INDEX %I', i.relname), pg_get_indexdef(i.oid),
       ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = i.oid),
       coalesce(pg_get_expr(x.indpred, x.indrelid), '')
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE n.nspname = 'public' AND x.indisunique AND NOT x.indisprimary
  AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = x.indexrelid)
UNION ALL
SELECT t.relname, g.tgname, 'trigger', p.proname, format('ALTER TABLE %I DISABLE TRIGGER %I', t.relname, g.tgname),
       format('ALTER TABLE %I ENABLE %s TRIGGER %I', t.relname,
              CASE g.tgenabled WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' ELSE '' END, g.tgname), '{}', ''
FROM pg_trigger g JOIN pg_proc p ON p.oid = g.tgfoid JOIN pg_class t ON t.oid = g.tgrelid
JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE n.nspname = 'public' AND NOT g.tgisinternal
ORDER BY 1, 2
"""


@dataclass(frozen=True)
class Built:
    """One guard in the database with the statements that take it away and bring it back."""

    table: str
    name: str
    kind: str
    function: str
    away: str
    back: str
    columns: list[str]
    condition: str

    @property
    def guard(self) -> str:
        return f"{self.table}:{self.name}"


@cache
def of_database(rooms: tuple[str, ...]) -> list[Built]:
    """As the template is when first asked: what is taken away later is still in the list."""
    with closing(Postgres().connect(TEMPLATE)) as connection, connection.cursor() as cursor:
        cursor.execute(FIND)
        found = [Built(*row) for row in cursor.fetchall()]
    return [built for built in found if built.table.partition("_")[0] in rooms]


@contextmanager
def without(built: Built) -> Iterator[None]:
    """Every database of this run lacks the guard, and copies made inside do."""
    server = Postgres()
    with exclusively():
        names = databases(server)
        for name in names:
            server.execute(name, f"SET lock_timeout = '5s'; {built.away}")
    try:
        yield
    finally:
        with exclusively():
            for name in sorted(set(names) & set(databases(server))):
                server.execute(name, built.back)


def databases(server: Postgres) -> list[str]:
    with closing(server.connect("postgres")) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres'")
        return [name for (name,) in cursor.fetchall()]
