"""What was done about warnings: only added; the warning itself is kept nowhere."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.crypto

# Only the sealed words may be sealed anew; nobody writes about the own warning.
NOTES = """
CREATE FUNCTION warning_note_of_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.person_id = (SELECT a.person_id FROM roster_auxiliary a WHERE a.id = NEW.auxiliary_id) THEN
        RAISE EXCEPTION 'warning of %: nobody answers the own warning', NEW.auxiliary_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER warning_note_of_another BEFORE INSERT ON discipline_warningnote
    FOR EACH ROW EXECUTE FUNCTION warning_note_of_another();
CREATE TRIGGER discipline_warningnote_is_only_sealed_anew BEFORE UPDATE OR DELETE ON discipline_warningnote
    FOR EACH ROW EXECUTE FUNCTION only_these_sealed_anew('words');
CREATE TRIGGER what_is_sealed_stays BEFORE UPDATE ON discipline_warningnote
    FOR EACH ROW EXECUTE FUNCTION what_is_sealed_stays('', 'words=');
"""
BACK = """
DROP TRIGGER what_is_sealed_stays ON discipline_warningnote;
DROP TRIGGER discipline_warningnote_is_only_sealed_anew ON discipline_warningnote;
DROP TRIGGER warning_note_of_another ON discipline_warningnote;
DROP FUNCTION warning_note_of_another();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("discipline", "0008_on_paper_and_attached"),
        ("organisation", "0004_versions_of_units_and_officers"),
        ("roster", "0008_kinds_of_imports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WarningNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("green", "green: nothing stands out"),
                            ("yellow", "yellow: look at it"),
                            ("red", "red: look at it now"),
                        ],
                        max_length=10,
                        verbose_name="level",
                    ),
                ),
                ("signs", models.JSONField(default=list)),
                (
                    "done",
                    models.CharField(
                        choices=[
                            ("talked", "talked with the person"),
                            ("helped", "helped, or relieved"),
                            ("remedied", "the cause is being remedied"),
                            ("passed_on", "passed on to whoever is competent"),
                            ("nothing", "looked at: nothing to do"),
                        ],
                        max_length=10,
                        verbose_name="what was done",
                    ),
                ),
                (
                    "words",
                    core.crypto.SealedField(
                        blank=False,
                        default="",
                        label="discipline_warningnote.words",
                        max_length=1000,
                        verbose_name="in words",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "auxiliary",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="warning_notes", to="roster.auxiliary"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.person"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "default_permissions": (),
                "indexes": [models.Index(fields=["auxiliary", "-id"], name="warning_note_of")],
            },
        ),
        migrations.RunSQL(NOTES, BACK),
    ]
