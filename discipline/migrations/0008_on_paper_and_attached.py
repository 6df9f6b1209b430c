"""Appeals on paper, pictures that come with a complaint, passing on, and what was looked at beside the reporter's name."""

import importlib

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.crypto
import core.crypto.files

LIFE = importlib.import_module("discipline.migrations.0006_complaints").COMPLAINTS


def _kept(text, *, passed_on):
    """The function of a complaint's life alone; its trigger stays. To whom it was passed on is written with the answer."""
    name = "CREATE FUNCTION complaint_keeps_to_its_life"
    function = text[text.index(name) : text.index("CREATE TRIGGER")].replace("CREATE", "CREATE OR REPLACE", 1)
    with_it = function.replace(
        "'outcome', 'answer', 'answered_at'", "'outcome', 'passed_to', 'answer', 'answered_at'", 1
    )
    if with_it == function:
        raise ValueError(name)
    return with_it if passed_on else function


ADDED_TO = {"discipline_complaintfile": "file", "discipline_appealonpaper": "brought_by"}
KEPT = (
    "".join(
        f"""
CREATE TRIGGER {table}_is_only_sealed_anew BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION only_sealed_anew('{column}');
"""
        for table, column in ADDED_TO.items()
    )
    + """
CREATE TRIGGER what_is_sealed_stays BEFORE UPDATE ON discipline_appealonpaper
    FOR EACH ROW EXECUTE FUNCTION what_is_sealed_stays('', 'brought_by=');
"""
)
BACK = "DROP TRIGGER what_is_sealed_stays ON discipline_appealonpaper;" + "".join(
    f"DROP TRIGGER {table}_is_only_sealed_anew ON {table};" for table in ADDED_TO
)


class Migration(migrations.Migration):
    dependencies = [
        ("discipline", "0007_what_was_said_stays"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AppealOnPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "brought_by",
                    core.crypto.SealedField(
                        blank=False,
                        default="",
                        label="discipline_appealonpaper.brought_by",
                        max_length=60,
                        verbose_name="handed in by",
                    ),
                ),
                ("entered_on", models.DateField(verbose_name="entered on")),
                (
                    "appeal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="paper", to="discipline.appeal"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="ComplaintFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "file",
                    core.crypto.files.SealedFileField(
                        label="discipline_complaintfile.file", max_length=200, upload_to="", verbose_name="picture"
                    ),
                ),
                ("content_type", models.CharField(editable=False, max_length=80)),
                ("size", models.PositiveIntegerField(editable=False)),
                ("added_on", models.DateField(verbose_name="added on")),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="discipline.complaint"
                    ),
                ),
            ],
            options={"ordering": ["pk"], "default_permissions": ()},
        ),
        migrations.AddField(
            model_name="complaint",
            name="passed_to",
            field=models.CharField(blank=True, db_default="", default="", max_length=120, verbose_name="passed on to"),
        ),
        migrations.AddField(
            model_name="reporteropening",
            name="looked_at",
            field=models.CharField(
                choices=[("reporter", "who reported"), ("acts", "what was done to the reporter since")],
                db_default="reporter",
                default="reporter",
                max_length=10,
                verbose_name="looked at",
            ),
        ),
        migrations.AlterField(
            model_name="complaint",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("upheld", "upheld"),
                    ("partly", "partly upheld"),
                    ("not_upheld", "not upheld"),
                    ("passed_on", "passed on to another authority"),
                ],
                max_length=10,
                verbose_name="outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "passed_on"), models.Q(("passed_to", ""), _negated=True)),
                    models.Q(models.Q(("outcome", "passed_on"), _negated=True), ("passed_to", "")),
                    _connector="OR",
                ),
                name="complaint_passed_on_to_somebody",
                violation_error_message="Name the authority it is passed on to.",
            ),
        ),
        migrations.RunSQL(_kept(LIFE, passed_on=True) + KEPT, BACK + _kept(LIFE, passed_on=False)),
    ]
