"""Sentences of two constraints without percent signs, which their formatting stumbled over. Changes no table."""

from decimal import Decimal

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0004_versions_of_units_and_officers"),
        ("payroll", "0005_longer_keys"),
    ]

    operations = [
        migrations.AlterConstraint(
            model_name="insuranceterms",
            name="insurance_rates_are_shares",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("own_fixed__gte", 0),
                    ("own_rate__gte", 0),
                    ("own_rate__lt", 1),
                    ("unit_rate__gte", 0),
                    ("unit_rate__lt", 1),
                ),
                name="insurance_rates_are_shares",
                violation_error_message="A rate is a share: for eight per cent write 0.08.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="payscheme",
            name="probation_pays_four_fifths",
            constraint=models.CheckConstraint(
                condition=models.Q(("probation_share__gte", Decimal("0.8")), ("probation_share__lte", 1)),
                name="probation_pays_four_fifths",
                violation_error_message="In probation at least four fifths are paid (LCL 20).",
            ),
        ),
    ]
