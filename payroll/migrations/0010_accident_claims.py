"""Claims under accident policies, and the premium a head."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import core.crypto


class Migration(migrations.Migration):
    dependencies = [
        ("payroll", "0009_earlier_months"),
    ]

    operations = [
        migrations.AddField(
            model_name="accidentpolicy",
            name="a_head",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=8,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="premium a head and year",
            ),
        ),
        migrations.CreateModel(
            name="AccidentClaim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("medical", "Treatment"), ("disability", "Disability"), ("death", "Death")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="happened on")),
                ("reported_on", models.DateField(verbose_name="reported to the insurer on")),
                (
                    "what",
                    core.crypto.SealedField(
                        blank=False,
                        default="",
                        label="payroll_claim.what",
                        max_length=300,
                        verbose_name="what happened",
                    ),
                ),
                (
                    "grade",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10),
                        ],
                        verbose_name="disability grade",
                    ),
                ),
                (
                    "asked",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="amount claimed",
                    ),
                ),
                (
                    "paid",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="paid by the insurer",
                    ),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="payroll.policymember"
                    ),
                ),
            ],
            options={
                "ordering": ["-happened_on", "-pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("member", "happened_on", "kind"),
                        name="accident_claimed_once",
                        violation_error_message="This accident is already claimed.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reported_on__gte", models.F("happened_on"))),
                        name="claim_reported_after_it_happened",
                        violation_error_message="It was reported before it happened.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("grade__gte", 1), ("grade__isnull", False), ("grade__lte", 10), ("kind", "disability")
                            ),
                            models.Q(models.Q(("kind", "disability"), _negated=True), ("grade__isnull", True)),
                            _connector="OR",
                        ),
                        name="claim_grade_of_a_disability",
                        violation_error_message="A disability has a grade from 1 to 10, nothing else has one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_on__isnull", True), ("paid__isnull", True)),
                            models.Q(
                                ("decided_on__gte", models.F("reported_on")),
                                ("decided_on__isnull", False),
                                ("paid__gte", 0),
                                ("paid__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="claim_decided_on_a_day",
                        violation_error_message="A claim is decided on a day after it was reported, with an amount.",
                    ),
                ],
            },
        ),
    ]
