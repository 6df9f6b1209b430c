"""Contributions of earlier months: the month a line is for, when an insurance was entered, when contributions are due."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payroll", "0008_part_months_and_two_employers")]

    operations = [
        migrations.AddField(
            model_name="enrolment",
            name="entered_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="insuranceterms",
            name="due_after",
            field=models.SmallIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(-31),
                    django.core.validators.MaxValueValidator(92),
                ],
                verbose_name="due so many days after the month",
            ),
        ),
        migrations.AddField(
            model_name="insuranceterms",
            name="free_until",
            field=models.DateField(blank=True, null=True, verbose_name="back-payments without surcharge until"),
        ),
        migrations.AddField(
            model_name="payslipline",
            name="of_month",
            field=models.DateField(null=True, verbose_name="for the month"),
        ),
        migrations.AlterField(
            model_name="enrolment",
            name="ended_why",
            field=models.CharField(
                blank=True,
                choices=[
                    ("left", "Left the service"),
                    ("moved", "Moved to another place"),
                    ("base", "Another base from the next day on"),
                    ("pension", "Draws the pension"),
                    ("mistake", "Entered by mistake"),
                    ("other", "Other reason"),
                ],
                max_length=10,
                verbose_name="ended because",
            ),
        ),
        migrations.AlterField(
            model_name="payanomaly",
            name="code",
            field=models.CharField(
                choices=[
                    ("new", "Paid for the first time"),
                    ("gone", "Paid last month and not now"),
                    ("up", "A fifth more than last month, or above"),
                    ("down", "A fifth less than last month, or below"),
                    ("below_minimum", "Below the minimum wage"),
                    ("no_minimum", "No minimum wage is set: the unit supplies it"),
                    ("no_insurance", "Without an insurance that everybody has"),
                    ("no_terms", "Limits and rates of the insurance are not set: the unit supplies them"),
                    ("no_scheme", "No pay scheme is in force"),
                    ("no_contract", "No contract is in force"),
                    ("two_employers", "Two employers in the month"),
                    ("back_paid", "Contributions of earlier months are made up for"),
                    ("back_elsewhere", "Contributions of earlier months with another employer"),
                    ("late_unknown", "No day is entered until which contributions are due"),
                    ("bank_changed", "The bank card was changed after the calculation"),
                    ("no_bank", "No bank card"),
                    ("over_budget", "The budget is exceeded"),
                    ("owes", "What is withheld exceeds the pay: carried over"),
                    ("capped", "A deduction was cut to what may be withheld"),
                ],
                max_length=15,
                verbose_name="what",
            ),
        ),
    ]
