"""Whoever is added to a round later has a term of the self-report of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("discipline", "0016_objections_to_grades")]

    operations = [
        migrations.AddField(
            model_name="appraisal",
            name="own_report_until",
            field=models.DateField(null=True, verbose_name="own term of the self-report"),
        ),
    ]
