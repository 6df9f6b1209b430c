"""A grade on file is not rewritten: it can be taken back, once, and the day is free again."""

from django.db import migrations, models
from django.db.models import Q

STAYS = """
CREATE FUNCTION grade_on_file_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'revoked_on' <> to_jsonb(OLD) - 'revoked_on' OR OLD.revoked_on IS NOT NULL THEN
        RAISE EXCEPTION 'grade %: what was given does not change; it is taken back, once', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grade_on_file_stays BEFORE UPDATE ON roster_graderecord
    FOR EACH ROW EXECUTE FUNCTION grade_on_file_stays();
"""
CHANGES = "DROP TRIGGER grade_on_file_stays ON roster_graderecord; DROP FUNCTION grade_on_file_stays();"


class Migration(migrations.Migration):
    dependencies = [("roster", "0008_kinds_of_imports")]

    operations = [
        migrations.AddField(
            model_name="graderecord",
            name="revoked_on",
            field=models.DateField(blank=True, null=True, verbose_name="taken back on"),
        ),
        migrations.RemoveConstraint(model_name="graderecord", name="one_grade_a_day"),
        migrations.AddConstraint(
            model_name="graderecord",
            constraint=models.UniqueConstraint(
                condition=Q(revoked_on=None),
                fields=["auxiliary", "since"],
                name="one_grade_a_day",
                violation_error_message="A grade was already given on this day.",
            ),
        ),
        migrations.RunSQL(STAYS, CHANGES),
    ]
