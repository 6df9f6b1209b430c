"""What takes long holds nobody up: rows in small transactions, the constraint proved and the index built beside everybody."""

from django.conf import settings
from django.db import migrations

BATCH = 500


def fill(_apps, editor):
    """Each batch is a transaction of its own."""
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM roster_contract")
        last = cursor.fetchone()[0]
        for first in range(0, last + 1, BATCH):
            cursor.execute(
                "UPDATE roster_contract SET expanded = kind WHERE id >= %s AND id < %s AND expanded = ''",
                [first, first + BATCH],
            )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("roster", "9998_add")]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunSQL("ALTER TABLE roster_contract VALIDATE CONSTRAINT contract_expanded"),
        # It waits for transactions under way, and nobody for it: here the short wait for locks does not belong.
        migrations.RunSQL("SET lock_timeout = 0"),
        migrations.RunSQL(f"SET ROLE {settings.DATABASE_ROLES['audit']}"),
        migrations.RunSQL("CREATE INDEX CONCURRENTLY audit_expanded ON core_auditentry (actor_id, id DESC)"),
        migrations.RunSQL("RESET ROLE"),
        migrations.RunSQL("SET lock_timeout = '2s'"),
    ]
