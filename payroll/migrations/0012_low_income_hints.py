"""The 60,000 rule and the settings that do not agree stand out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payroll", "0011_bonus_and_severance")]

    operations = [
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
                    ("low_income_on", "60,000 are free from January, and the settings do not say so"),
                    ("low_income_off", "60,000 are set as free from January, and last year's pay was above them"),
                    ("no_average", "No average wage of the place is set: the unit supplies it"),
                ],
                max_length=15,
                verbose_name="what",
            ),
        ),
    ]
