"""Four customs for a part of a month, and who pays the insurances of a month with two employers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payroll", "0007_budget_version")]

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
        migrations.AddField(
            model_name="payscheme",
            name="insured_with",
            field=models.CharField(
                choices=[("later", "the later one"), ("earlier", "the earlier one")],
                db_default="later",
                default="later",
                max_length=7,
                verbose_name="insurances of a month with two employers",
            ),
        ),
        migrations.AlterField(
            model_name="payscheme",
            name="proration",
            field=models.CharField(
                choices=[
                    ("down", "The month's wage less the days missed"),
                    ("up", "The days served"),
                    ("workdays", "The share of the month's workdays"),
                    ("calendar", "The share of the month's days"),
                ],
                default="down",
                max_length=8,
                verbose_name="part of a month",
            ),
        ),
    ]
