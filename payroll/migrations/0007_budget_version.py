from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payroll", "0006_messages_without_signs"),
    ]

    operations = [
        migrations.AddField(
            model_name="budget",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
    ]
