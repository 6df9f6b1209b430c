"""Statements in the words of a table: one more row, the twin of a row, a changed row. Not named means by the type."""

from __future__ import annotations

from dataclasses import dataclass, field

from psycopg2.extensions import cursor as Cursor

# A value of each type, never the same twice where a column must be its own.
VALUES = {
    "text": "md5(random()::text)", "date": "current_date",
    "timestamp with time zone": "now()", "jsonb": "'{}'", "ARRAY": "'{}'", "boolean": "false", "numeric": "1",
    "bytea": "decode(left(md5(random()::text), 8), 'hex')", "integer": "1", "smallint": "1", "bigint": "1",
    "double precision": "1",
}  # fmt: skip
COLUMNS = """
SELECT c.table_name, c.column_name, c.data_type, coalesce(c.character_maximum_length, 0), c.is_nullable = 'YES',
       c.is_identity = 'YES' OR c.is_generated = 'ALWAYS',
       coalesce((SELECT f.confrelid::regclass::text FROM pg_constraint f JOIN pg_attribute a
                 ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1]
                 WHERE f.contype = 'f' AND f.conrelid = c.table_name::regclass AND a.attname = c.column_name), '')
FROM information_schema.columns c
WHERE c.table_schema = 'public' AND c.table_name IN (SELECT relname FROM pg_class WHERE relkind = 'r')
ORDER BY c.table_name, c.ordinal_position
"""


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    longest: int  # letters
    nullable: bool
    made: bool  # the database makes it: a number of its own, or from other columns
    points_to: str


@dataclass
class Table:
    """A table with its columns and, for each unique rule, the columns of it."""

    name: str
    columns: list[Column] = field(default_factory=list)
    unique: list[list[str]] = field(default_factory=list)

    def more(self, **given: str) -> str:
        """One more row."""
        values = {
            column.name: given.get(column.name) or self.plain(column) for column in self.columns if not column.made
        }
        return self._insert(values, f"SELECT {', '.join(values.values())}")

    def twin(self, where: str, like: list[str], **given: str) -> str:
        """A row like one of `where`: equal in `like`, of its own wherever another rule wants it so."""
        values = {column.name: f'"{column.name}"' for column in self.columns if not column.made}
        for rule in self.unique:
            free = [column for column in self.columns if column.name in rule and column.name not in [*like, *given]]
            if free and not set(rule) & set(given) and not any(values[c.name] == self.own(c) for c in free):
                one = min(free, key=lambda column: bool(column.points_to))
                values[one.name] = self.own(one)
        values |= {name: value for name, value in given.items() if name in values}
        known = "".join(f' AND "{c.name}" IS NOT NULL' for c in self.columns if c.name in like and c.nullable)
        source = f'SELECT {", ".join(values.values())} FROM "{self.name}" WHERE ({where}){known} LIMIT 1'
        return self._insert(values, source)

    def change(self, where: str = "true", **to: str) -> str:
        """One row that fits is written over."""
        row = self.columns[0].name
        words = ", ".join(f'"{name}" = {value}' for name, value in to.items())
        return f'UPDATE "{self.name}" SET {words} WHERE {row} = (SELECT min({row}) FROM "{self.name}" WHERE {where})'

    def plain(self, column: Column) -> str:
        if column.nullable:
            return "NULL"
        if column.points_to:
            return f'(SELECT min(id) FROM "{column.points_to}")'
        return self.some(column)

    def some(self, column: Column) -> str:
        if column.type == "character varying":
            return f"left(md5(random()::text), {min(column.longest, 20)})"
        return VALUES[column.type]

    def own(self, column: Column) -> str:
        """A value that no row has."""
        if column.points_to and column.nullable:
            return "NULL"
        if column.points_to:
            taken = f'SELECT "{column.name}" FROM "{self.name}"'
            return f'(SELECT min(id) FROM "{column.points_to}" WHERE id NOT IN ({taken}))'
        if column.type in ("bigint", "integer", "smallint"):
            return f'(SELECT max("{column.name}") + 1 FROM "{self.name}")'
        return "current_date + 9999" if column.type == "date" else self.some(column)

    def _insert(self, values: dict[str, str], source: str) -> str:
        names = ", ".join(f'"{name}"' for name in values)
        return f'INSERT INTO "{self.name}" ({names}) {source}'


def read(cursor: Cursor) -> dict[str, Table]:
    """Every table of the database by name."""
    tables: dict[str, Table] = {}
    cursor.execute(COLUMNS)
    for name, *column in cursor.fetchall():
        tables.setdefault(name, Table(name)).columns.append(Column(*column))
    return tables
