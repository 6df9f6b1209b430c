from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("roster", "0007_saved_views"),
    ]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="kind",
            field=models.CharField(db_default="roster", default="roster", max_length=20),
        ),
        migrations.RemoveConstraint(model_name="importrun", name="file_applied_once"),
        migrations.AddConstraint(
            model_name="importrun",
            constraint=models.UniqueConstraint(
                fields=["unit", "kind", "file_sha256"],
                condition=Q(status="applied"),
                name="file_applied_once",
                violation_error_message="This very file was already applied to this unit.",
            ),
        ),
    ]
