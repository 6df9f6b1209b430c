"""The list of all cases reads its pages in the order of their terms instead of sorting every case for each page."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("discipline", "0012_appeal_after_closing")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["due_on", "id"], name="case_in_order_of_terms"),
        ),
    ]
