"""Before the house opens: do the keys open what is on file?"""

from __future__ import annotations

from django.db import ProgrammingError, connection, models
from psycopg2 import sql

from core.crypto.fields import SealedField, sealed_fields, sealed_models
from core.crypto.keys import current_key, key_ids
from core.crypto.sealing import algorithm, unseal

WRONG_KEYS = (
    "The keys in FIELD_KEYS (%(keys)s) do not open what is stored in %(place)s: %(why)s\n"
    "Put the key that sealed it into FIELD_KEYS (or the file FIELD_KEYS_FILE names), after the newest; "
    "see docs/operations.md, Keys. Nothing was started."
)


def wrong_keys() -> str:
    """A sentence when the keys do not open the first and the last value of a column, else "". Empty tables say nothing."""
    current_key(), algorithm()  # malformed settings raise with their own sentence
    for model in sealed_models():
        for field in sealed_fields(model):
            for newest in (False, True):
                if why := _refusal(model, field, newest=newest):
                    return WRONG_KEYS % {"keys": ", ".join(key_ids()), "place": field.label, "why": why}
    return ""


def _refusal(model: type[models.Model], field: SealedField, *, newest: bool) -> str:
    key, column = sql.Identifier(model._meta.pk.column), sql.Identifier(field.column)  # type: ignore[union-attr]
    query = sql.SQL("SELECT {key}, {column} FROM {table} WHERE {column} <> '' ORDER BY {key} {order} LIMIT 1").format(
        key=key, column=column, table=sql.Identifier(model._meta.db_table), order=sql.SQL("DESC" if newest else "ASC")
    )
    try:
        with connection.cursor() as cursor:
            cursor.execute(query)
            row = cursor.fetchone()
    except ProgrammingError:
        return ""  # before the first migration
    if row is None:
        return ""
    try:
        unseal(row[1], where=field.label, row=row[0])
    except ValueError as error:
        return str(error)
    return ""
