import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KINDS = [
    ("photo", "Photo"),
    ("identity", "Identity card"),
    ("education", "Certificate of education"),
    ("veteran", "Discharge from the army"),
    ("medical", "Medical report"),
    ("vetting", "Political review"),
    ("contract", "Signed contract"),
    ("training", "Training certificate"),
    ("appraisal", "Appraisal"),
    ("other", "Other"),
]


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("roster", "0006_sealed_texts"),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("page", models.CharField(max_length=40)),
                ("name", models.CharField(blank=True, max_length=40, verbose_name="name")),
                ("query", models.CharField(blank=True, max_length=500)),
                ("made_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "page", "name"),
                        name="saved_view_once",
                        violation_error_message="You have a view of this name already.",
                    )
                ],
            },
        ),
        migrations.AlterField(
            model_name="document",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=15, verbose_name="kind"),
        ),
    ]
