"""Insurance account numbers are sealed."""

from django.db import migrations

import core.crypto
from core.crypto.migrating import SealColumns


class Migration(migrations.Migration):
    dependencies = [
        ("payroll", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                SealColumns("payroll_enrolment", {"account_number": "payroll_enrolment.account_number"}),
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="enrolment",
                    name="account_number",
                    field=core.crypto.SealedField(
                        blank=True,
                        default="",
                        label="payroll_enrolment.account_number",
                        max_length=40,
                        verbose_name="account number",
                    ),
                ),
            ],
        )
    ]
