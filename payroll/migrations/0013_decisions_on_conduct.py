"""Decisions on conduct take a share of the performance pay: on which days, by which letter, once a month."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payroll", "0012_low_income_hints"),
        ("roster", "0008_kinds_of_imports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="payinput",
            name="document",
            field=models.CharField(
                blank=True, db_default="", editable=False, max_length=60, verbose_name="document number"
            ),
        ),
        migrations.AddField(
            model_name="payinput",
            name="ends_on",
            field=models.DateField(editable=False, null=True, verbose_name="to"),
        ),
        migrations.AddField(
            model_name="payinput",
            name="house_policy",
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name="house policy"),
        ),
        migrations.AddField(
            model_name="payinput",
            name="origin",
            field=models.CharField(blank=True, db_default="", editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name="payinput",
            name="starts_on",
            field=models.DateField(editable=False, null=True, verbose_name="from"),
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
                    ("back_elsewhere", "Contributions or pay of earlier months with another employer"),
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
                    ("withheld", "Performance pay not paid, by decision"),
                ],
                max_length=15,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="payinput",
            name="source",
            field=models.CharField(
                choices=[
                    ("entered", "entered"),
                    ("imported", "imported"),
                    ("conduct", "by decision"),
                    ("shifts", "from the shifts"),
                    ("carried", "carried over"),
                ],
                default="entered",
                max_length=10,
                verbose_name="source",
            ),
        ),
        migrations.AddConstraint(
            model_name="payinput",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None), models.Q(("origin", ""), _negated=True)),
                fields=("origin", "month"),
                name="decision_once_a_month",
                violation_error_message="This decision counts in the month already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="payinput",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "withheld"), _negated=True),
                    models.Q(
                        ("ends_on__gte", models.F("starts_on")),
                        ("quantity__gt", 0),
                        ("quantity__lte", 1),
                        ("source", "conduct"),
                        ("starts_on__gte", models.F("month")),
                        models.Q(("document", ""), _negated=True),
                        models.Q(("origin", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="withheld_by_a_decision",
                violation_error_message="Performance pay is withheld by a decision only, on days of the month.",
            ),
        ),
    ]
