"""A bonus taxed with the pay, a severance taxed by itself, and what stands out of them."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payroll", "0010_accident_claims")]

    operations = [
        migrations.AddField(
            model_name="payscheme",
            name="local_average",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=10,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="yearly average wage of the place, of last year",
            ),
        ),
        migrations.AlterField(
            model_name="payinput",
            name="kind",
            field=models.CharField(
                choices=[
                    ("overtime_150", "Overtime on workdays, hours"),
                    ("overtime_200", "Work on rest days, hours"),
                    ("overtime_300", "Work on statutory holidays, hours"),
                    ("absence", "Absence without pay, workdays"),
                    ("sick", "Sick leave, workdays"),
                    ("item", "An item of the scheme"),
                    ("bonus", "Yearly bonus, taxed apart"),
                    ("bonus_merged", "Yearly bonus, taxed with the pay"),
                    ("severance", "Severance"),
                    ("back_pay", "Pay of earlier months"),
                    ("damage", "Damages by agreement"),
                    ("court", "Deduction by court order"),
                    ("owed", "Owed from the month before"),
                ],
                max_length=15,
                verbose_name="kind",
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
                    ("overtime", "More than 36 hours of overtime"),
                    ("bonus_twice", "A second bonus taxed apart in one year"),
                    ("bonus_dearer", "The bonus taxed the other way may cost less tax"),
                    ("no_average", "No average wage of the place is set: the unit supplies it"),
                ],
                max_length=15,
                verbose_name="what",
            ),
        ),
    ]
