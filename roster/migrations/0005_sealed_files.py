"""Papers and photographs lie sealed, each in the folder of its row; `rotate_keys` seals those of 0.1.0."""

from django.db import migrations

import core.crypto.files


class Migration(migrations.Migration):
    dependencies = [("roster", "0004_badge_search")]
    operations = [
        migrations.AlterField(
            "document",
            "file",
            core.crypto.files.SealedFileField(label="roster_document.file", max_length=200, verbose_name="file"),
        ),
        migrations.AlterField(
            "auxiliary",
            "photo",
            core.crypto.files.SealedFileField(
                blank=True, label="roster_auxiliary.photo", max_length=200, verbose_name="photo"
            ),
        ),
    ]
