"""Hours beyond of two months are read in one go for the early warning, however many months lie before them."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("payroll", "0013_decisions_on_conduct")]

    operations = [
        migrations.AddIndex(
            model_name="payinput",
            index=models.Index(
                fields=["month", "auxiliary"],
                include=["kind", "quantity"],
                condition=Q(
                    kind__in=["overtime_150", "overtime_200", "overtime_300"],
                    quantity__isnull=False,
                    withdrawn_at__isnull=True,
                ),
                name="pay_input_overtime",
            ),
        ),
    ]
