"""Stored answers of the API hold what people sent: they are sealed."""

from django.db import migrations

import core.crypto
from core.crypto.migrating import SealColumns


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0006_prune_the_trail"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                SealColumns("core_idempotencykey", {"answer": "core_idempotencykey.answer"}),
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="idempotencykey",
                    name="answer",
                    field=core.crypto.SealedJSONField(blank=True, default=None, label="core_idempotencykey.answer"),
                ),
            ],
        )
    ]
