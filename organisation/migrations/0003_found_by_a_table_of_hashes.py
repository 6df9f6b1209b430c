"""Identity and phone numbers are found through core.SealedIndex; the last four digits no longer lie in the clear.

With the region and the day of birth they would have told the whole number. The three columns stay, unused, for one
release, so that the programs of 0.1.0 keep running while they are replaced; 0.3.0 takes them away.
"""

from typing import Any

from django.db import migrations

import core.crypto
from core.crypto.keys import keys

COPY = """
INSERT INTO core_sealedindex (place, row, generation, digest, once)
SELECT %s, id, %s, {column}, %s FROM organisation_person WHERE {column} IS NOT NULL
ON CONFLICT DO NOTHING  -- one step back leaves them, and forward again finds them
"""
UNUSED = """
ALTER TABLE organisation_person ALTER COLUMN identity_last4 SET DEFAULT '';
UPDATE organisation_person SET identity_last4 = '' WHERE identity_last4 <> '';
"""


def fill(apps: Any, schema_editor: Any) -> None:
    """0.1.0 hashed under the oldest key."""
    oldest = list(keys().values())[-1]
    with schema_editor.connection.cursor() as cursor:
        for place, column, once in (
            ("person.identity_number", "identity_index", True),
            ("person.phone", "phone_index", False),
        ):
            cursor.execute(COPY.format(column=column), [place, oldest.id, once])


class Migration(migrations.Migration):
    dependencies = [("organisation", "0002_jurisdictions_insert_only"), ("core", "0004_sealed_index")]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunSQL(UNUSED, migrations.RunSQL.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField("person", "identity_index"),
                migrations.RemoveField("person", "identity_last4"),
                migrations.RemoveField("person", "phone_index"),
            ]
        ),
        migrations.AlterField(
            "person",
            "identity_number",
            core.crypto.SealedField(
                blank=True, default="", find="once", label="person.identity_number", verbose_name="identity number"
            ),
        ),
        migrations.AlterField(
            "person",
            "phone",
            core.crypto.SealedField(blank=True, default="", find="any", label="person.phone", verbose_name="phone"),
        ),
    ]
