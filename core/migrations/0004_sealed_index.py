"""Where sealed values are found: a table of keyed hashes, one for each key, beside the rows (docs/adr/0011)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0003_the_trail_is_a_chain")]
    operations = [
        migrations.CreateModel(
            name="SealedIndex",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=80)),
                ("row", models.BigIntegerField()),
                ("generation", models.BinaryField(max_length=4)),
                ("digest", models.BinaryField(max_length=16)),
                ("once", models.BooleanField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("once", False)), fields=["place", "digest"], name="sealed_index_any"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("once", True)),
                        fields=("place", "digest"),
                        name="sealed_value_once",
                        violation_error_message="This number is already on file.",
                    ),
                    models.UniqueConstraint(fields=("place", "row", "generation"), name="sealed_index_of_row"),
                ],
            },
        ),
    ]
