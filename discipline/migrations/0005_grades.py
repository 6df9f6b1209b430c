"""Proposals for a grade, and what PostgreSQL refuses: a grade within its publicity, by the proposer, twice at once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.crypto

NUMBERS = "CREATE SEQUENCE discipline_grade_numbers;"

# The pairs of discipline/rules/grades.py; tests/discipline/grades/test_database.py compares the two.
MOVES = """
CREATE FUNCTION grade_proposal_may_move(old_status text, new_status text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT (old_status, new_status) IN (
        ('proposed', 'public'), ('proposed', 'rejected'), ('proposed', 'withdrawn'),
        ('public', 'contested'), ('public', 'decided'), ('public', 'rejected'), ('public', 'withdrawn'),
        ('contested', 'public'), ('contested', 'rejected'))
$$;
"""

LIFE = """
CREATE FUNCTION grade_proposal_keeps_to_its_life() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    written text[] := ARRAY['status', 'revision', 'reason', 'answer'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'grade proposal %: never deleted, it is withdrawn', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'proposed' THEN
            RAISE EXCEPTION 'grade proposal %: begins as a proposal', NEW.number USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.status = OLD.status OR NOT grade_proposal_may_move(OLD.status, NEW.status) THEN
        RAISE EXCEPTION 'grade proposal %: from % never to %', OLD.number, OLD.status, NEW.status
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.status = 'proposed' AND NEW.status = 'public' THEN
        written := written || ARRAY['published_in_id', 'published_from', 'published_until', 'basis'];
    ELSIF NEW.status = 'contested' THEN
        written := written || ARRAY['objection', 'contested_by_id', 'contested_person_id'];
    ELSIF NEW.status = 'decided' THEN
        written := written || ARRAY['decided_by_id', 'decided_person_id', 'decided_at', 'decided_on', 'effective_on', 'document_number'];
    END IF;
    IF to_jsonb(NEW) - written <> to_jsonb(OLD) - written THEN
        RAISE EXCEPTION 'grade proposal %: what was proposed, shown and decided is frozen', OLD.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.status = 'public' AND (NEW.published_until IS NULL OR NEW.published_until <= NEW.published_from) THEN
        RAISE EXCEPTION 'grade proposal %: a publicity has its days', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.status = 'decided'
       AND NEW.decided_person_id = (SELECT person_id FROM roster_auxiliary WHERE id = NEW.auxiliary_id) THEN
        RAISE EXCEPTION 'grade proposal %: nobody decides on the own grade', OLD.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grade_proposal_keeps_to_its_life BEFORE INSERT OR UPDATE OR DELETE ON discipline_gradeproposal
    FOR EACH ROW EXECUTE FUNCTION grade_proposal_keeps_to_its_life();
"""

BACK = (
    "DROP TRIGGER grade_proposal_keeps_to_its_life ON discipline_gradeproposal;"
    "DROP FUNCTION grade_proposal_keeps_to_its_life(); DROP FUNCTION grade_proposal_may_move(text, text);"
    "DROP SEQUENCE discipline_grade_numbers;"
)


class Migration(migrations.Migration):
    dependencies = [
        ("discipline", "0004_commendations"),
        ("organisation", "0004_versions_of_units_and_officers"),
        ("roster", "0007_saved_views"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GradeProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(editable=False, max_length=20, unique=True, verbose_name="number")),
                ("from_grade", models.CharField(blank=True, max_length=40, verbose_name="present grade")),
                ("to_grade", models.CharField(max_length=40, verbose_name="proposed grade")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("public", "in publicity"),
                            ("contested", "objected to"),
                            ("decided", "grade given"),
                            ("rejected", "not promoted"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("appraisal", models.CharField(max_length=300, verbose_name="appraisal results and their documents")),
                ("proposed_at", models.DateTimeField()),
                ("published_from", models.DateField(null=True, verbose_name="public from")),
                ("published_until", models.DateField(null=True, verbose_name="public until")),
                (
                    "objection",
                    core.crypto.SealedField(
                        blank=True,
                        default="",
                        label="discipline_gradeproposal.objection",
                        max_length=1000,
                        verbose_name="objection",
                    ),
                ),
                (
                    "answer",
                    core.crypto.SealedField(
                        blank=True,
                        default="",
                        label="discipline_gradeproposal.answer",
                        max_length=1000,
                        verbose_name="answer",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_on", models.DateField(null=True, verbose_name="decided on")),
                ("effective_on", models.DateField(null=True, verbose_name="grade held from")),
                ("document_number", models.CharField(blank=True, max_length=60, verbose_name="document number")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("basis", models.JSONField(default=dict)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "auxiliary",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grade_proposals",
                        to="roster.auxiliary",
                    ),
                ),
                (
                    "contested_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contested_person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "proposed_person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.person"
                    ),
                ),
                (
                    "published_in",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.unit"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grade_proposals",
                        to="organisation.unit",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "indexes": [models.Index(fields=["unit", "status", "-id"], name="grade_proposal_list")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["proposed", "public", "contested"])),
                        fields=("auxiliary",),
                        name="one_open_grade_proposal",
                        violation_error_message="A grade is proposed for this person already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "decided"), _negated=True),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_on__gt", models.F("published_until")),
                                ("decided_person__isnull", False),
                                ("effective_on__lte", models.F("decided_on")),
                            ),
                            _connector="OR",
                        ),
                        name="grade_decided_after_publicity",
                        violation_error_message="No grade is given before the publicity is over.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_person__isnull", True),
                            models.Q(("decided_person", models.F("proposed_person")), _negated=True),
                            _connector="OR",
                        ),
                        name="grade_decided_by_another",
                        violation_error_message="Whoever proposed does not decide.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "rejected"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="no_grade_has_its_reason",
                        violation_error_message="Give the reason.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_grade", models.F("to_grade")), _negated=True),
                        name="grade_proposal_moves",
                        violation_error_message="This is the grade the person holds.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(NUMBERS + MOVES + LIFE, BACK),
    ]
