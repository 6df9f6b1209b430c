"""What tells of health, conduct, politics and kin is sealed; reports of imports too."""

from django.db import migrations

import core.crypto
from core.crypto.migrating import SealColumns


class Migration(migrations.Migration):
    dependencies = [
        ("roster", "0005_sealed_files"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                SealColumns(
                    "roster_auxiliary",
                    {"political_status": "auxiliary.political_status", "emergency_name": "auxiliary.emergency_name"},
                ),
                SealColumns("roster_contract", {"end_reason": "roster_contract.end_reason"}),
                SealColumns("roster_document", {"title": "roster_document.title"}),
                SealColumns("roster_importrun", {"findings": "roster_importrun.findings"}),
                SealColumns("roster_injury", {"what": "roster_injury.what"}),
                SealColumns("roster_leaving", {"reason": "roster_leaving.reason"}),
                SealColumns(
                    "roster_restriction", {"reason": "roster_restriction.reason", "source": "roster_restriction.source"}
                ),
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="auxiliary",
                    name="emergency_name",
                    field=core.crypto.SealedField(
                        blank=True,
                        default="",
                        label="auxiliary.emergency_name",
                        max_length=60,
                        verbose_name="emergency contact",
                    ),
                ),
                migrations.AlterField(
                    model_name="auxiliary",
                    name="political_status",
                    field=core.crypto.SealedField(
                        blank=True,
                        choices=[
                            ("masses", "No party"),
                            ("league", "Communist Youth League"),
                            ("party", "Communist Party member"),
                            ("probationary", "Probationary party member"),
                            ("other", "Other party"),
                        ],
                        default="",
                        label="auxiliary.political_status",
                        verbose_name="political status",
                    ),
                ),
                migrations.AlterField(
                    model_name="contract",
                    name="end_reason",
                    field=core.crypto.SealedField(
                        blank=True,
                        default="",
                        label="roster_contract.end_reason",
                        max_length=300,
                        verbose_name="reason",
                    ),
                ),
                migrations.AlterField(
                    model_name="document",
                    name="title",
                    field=core.crypto.SealedField(
                        blank=False, default="", label="roster_document.title", max_length=120, verbose_name="title"
                    ),
                ),
                migrations.AlterField(
                    model_name="importrun",
                    name="findings",
                    field=core.crypto.SealedJSONField(blank=True, default=list, label="roster_importrun.findings"),
                ),
                migrations.AlterField(
                    model_name="injury",
                    name="what",
                    field=core.crypto.SealedField(
                        blank=False,
                        default="",
                        label="roster_injury.what",
                        max_length=300,
                        verbose_name="what happened",
                    ),
                ),
                migrations.AlterField(
                    model_name="leaving",
                    name="reason",
                    field=core.crypto.SealedField(
                        blank=True, default="", label="roster_leaving.reason", max_length=300, verbose_name="reason"
                    ),
                ),
                migrations.AlterField(
                    model_name="restriction",
                    name="reason",
                    field=core.crypto.SealedField(
                        blank=False,
                        default="",
                        label="roster_restriction.reason",
                        max_length=300,
                        verbose_name="reason",
                    ),
                ),
                migrations.AlterField(
                    model_name="restriction",
                    name="source",
                    field=core.crypto.SealedField(
                        blank=True,
                        default="",
                        label="roster_restriction.source",
                        max_length=120,
                        verbose_name="by whom or what",
                    ),
                ),
            ],
        )
    ]
