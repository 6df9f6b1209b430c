"""Complaints, and what the database itself keeps about them: their life, and who may open who reported."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.crypto

APP = settings.DATABASE_ROLES["app"]

NUMBERS = "CREATE SEQUENCE discipline_complaint_numbers;"

# The pairs of discipline/rules/complaints.py; tests/discipline/complaints/test_life.py compares them. Whoever is complained
# of is never given the complaint (GX 34, NB 16); what was reported stays as it was reported.
COMPLAINTS = """
CREATE FUNCTION complaint_may_move(old_status text, new_status text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT (old_status, new_status) IN (('received', 'acknowledged'), ('acknowledged', 'in_hand'), ('in_hand', 'answered'))
$$;
CREATE FUNCTION complaint_keeps_to_its_life() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    acts text[] := ARRAY['status', 'acknowledged_at', 'handler_id', 'handler_person_id', 'assigned_by_id', 'assigned_at',
        'outcome', 'answer', 'answered_at', 'revision'];
    anew text[] := ARRAY['what', 'answer'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'complaint %: never deleted', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'received' THEN
            RAISE EXCEPTION 'complaint %: begins as received', NEW.number USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.status <> OLD.status AND NOT complaint_may_move(OLD.status, NEW.status) THEN
        RAISE EXCEPTION 'complaint %: from % never to %', OLD.number, OLD.status, NEW.status
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF to_jsonb(NEW) - acts - 'what'::text <> to_jsonb(OLD) - acts - 'what'::text
       OR (OLD.status = 'answered' AND to_jsonb(NEW) - anew <> to_jsonb(OLD) - anew) THEN
        RAISE EXCEPTION 'complaint %: what was reported is frozen', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.handler_person_id IS DISTINCT FROM OLD.handler_person_id AND EXISTS (
        SELECT 1 FROM discipline_subject s WHERE s.complaint_id = NEW.id AND NEW.handler_person_id IN (
            SELECT a.person_id FROM roster_auxiliary a WHERE a.id = s.auxiliary_id
            UNION SELECT o.person_id FROM organisation_officer o WHERE o.id = s.officer_id)) THEN
        RAISE EXCEPTION 'complaint %: whoever is complained of does not deal with it', OLD.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.status = 'in_hand' AND NEW.status = 'answered' AND EXISTS (
        SELECT 1 FROM discipline_reporter r WHERE r.complaint_id = NEW.id AND r.kind IN ('colleague', 'auxiliary'))
       AND NOT EXISTS (SELECT 1 FROM discipline_retaliationcheck c WHERE c.complaint_id = NEW.id) THEN
        RAISE EXCEPTION 'complaint %: nobody has looked at retaliation yet', OLD.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER complaint_keeps_to_its_life BEFORE INSERT OR UPDATE OR DELETE ON discipline_complaint
    FOR EACH ROW EXECUTE FUNCTION complaint_keeps_to_its_life();
"""

# Only the one who deals with it opens who reported, and looks at what was done against them.
OPENINGS = """
CREATE FUNCTION only_its_handler() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.person_id IS DISTINCT FROM (
        SELECT c.handler_person_id FROM discipline_complaint c WHERE c.id = NEW.complaint_id) THEN
        RAISE EXCEPTION 'complaint %: only the one who deals with it', NEW.complaint_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER opened_by_its_handler BEFORE INSERT ON discipline_reporteropening
    FOR EACH ROW EXECUTE FUNCTION only_its_handler();
CREATE TRIGGER looked_at_by_its_handler BEFORE INSERT ON discipline_retaliationcheck
    FOR EACH ROW EXECUTE FUNCTION only_its_handler();
"""

KEPT = {
    "discipline_reporter": "'reporter_name', 'reporter_contact', 'reporter_person'",
    "discipline_reporteropening": "'reason'",
    "discipline_retaliationcheck": "'reason'",
}
INSERT_ONLY = (
    """
CREATE FUNCTION only_these_sealed_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - TG_ARGV <> to_jsonb(OLD) - TG_ARGV THEN
        RAISE EXCEPTION '% is only added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
    + "".join(
        f"""
CREATE TRIGGER {table}_is_only_sealed_anew BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION only_these_sealed_anew({columns});
"""
        for table, columns in KEPT.items()
    )
    + f"""
CREATE TRIGGER discipline_subject_is_insert_only BEFORE UPDATE OR DELETE ON discipline_subject
    FOR EACH ROW EXECUTE FUNCTION insert_only();
REVOKE UPDATE, DELETE, TRUNCATE ON discipline_subject FROM {APP};
"""
)

BACK = (
    "DROP TRIGGER discipline_subject_is_insert_only ON discipline_subject;"
    + "".join(f"DROP TRIGGER {table}_is_only_sealed_anew ON {table};" for table in KEPT)
    + "DROP TRIGGER opened_by_its_handler ON discipline_reporteropening;"
    "DROP TRIGGER looked_at_by_its_handler ON discipline_retaliationcheck;"
    "DROP TRIGGER complaint_keeps_to_its_life ON discipline_complaint;"
    "DROP FUNCTION only_these_sealed_anew(); DROP FUNCTION only_its_handler();"
    "DROP FUNCTION complaint_keeps_to_its_life(); DROP FUNCTION complaint_may_move(text, text);"
    "DROP SEQUENCE discipline_complaint_numbers;"
)


class Migration(migrations.Migration):
    dependencies = [
        ("discipline", "0005_grades"),
        ("organisation", "0004_versions_of_units_and_officers"),
        ("roster", "0008_kinds_of_imports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Complaint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(editable=False, max_length=20, unique=True, verbose_name="number")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("clerk", "entered by a clerk"),
                            ("page", "by the page for everybody"),
                            ("own", "from the own pages"),
                        ],
                        max_length=10,
                        verbose_name="how it came",
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("favour", "power used for favours"),
                            ("unlawful", "unlawful enforcement"),
                            ("conduct", "conduct and style of work"),
                            ("pay", "pay and insurance"),
                            ("rights", "rights of an auxiliary"),
                            ("retaliation", "retaliation"),
                            ("other", "other"),
                        ],
                        max_length=15,
                        verbose_name="about",
                    ),
                ),
                (
                    "what",
                    core.crypto.SealedField(
                        blank=False,
                        default="",
                        label="discipline_complaint.what",
                        max_length=4000,
                        verbose_name="what happened",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("acknowledged", "acknowledged"),
                            ("in_hand", "being dealt with"),
                            ("answered", "answered"),
                        ],
                        default="received",
                        max_length=15,
                        verbose_name="status",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="received on")),
                ("received_at", models.DateTimeField()),
                ("acknowledge_by", models.DateField(verbose_name="to be acknowledged by")),
                ("due_on", models.DateField(verbose_name="to be answered by")),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("assigned_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("upheld", "upheld"), ("partly", "partly upheld"), ("not_upheld", "not upheld")],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "answer",
                    core.crypto.SealedField(
                        blank=True,
                        default="",
                        label="discipline_complaint.answer",
                        max_length=4000,
                        verbose_name="answer",
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "assigned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints_handled",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "handler_person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="complaints", to="organisation.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Reporter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("public", "member of the public"),
                            ("colleague", "colleague"),
                            ("auxiliary", "auxiliary"),
                            ("anonymous", "nobody named"),
                        ],
                        max_length=10,
                        verbose_name="who",
                    ),
                ),
                (
                    "reporter_name",
                    core.crypto.SealedField(
                        blank=True,
                        default="",
                        label="discipline_reporter.reporter_name",
                        max_length=60,
                        verbose_name="name",
                    ),
                ),
                (
                    "reporter_contact",
                    core.crypto.SealedField(
                        blank=True,
                        default="",
                        label="discipline_reporter.reporter_contact",
                        max_length=120,
                        verbose_name="how to reach them",
                    ),
                ),
                (
                    "reporter_person",
                    core.crypto.SealedField(
                        blank=True,
                        default="",
                        editable=False,
                        find="any",
                        label="discipline_reporter.reporter_person",
                        max_length=20,
                    ),
                ),
                (
                    "complaint",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reporter", to="discipline.complaint"
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ReporterOpening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "reason",
                    core.crypto.SealedField(
                        blank=False,
                        default="",
                        label="discipline_reporteropening.reason",
                        max_length=300,
                        verbose_name="why",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="openings", to="discipline.complaint"
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
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="RetaliationCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "result",
                    models.CharField(
                        choices=[("none", "nothing points to retaliation"), ("suspected", "retaliation is suspected")],
                        max_length=10,
                        verbose_name="result",
                    ),
                ),
                (
                    "reason",
                    core.crypto.SealedField(
                        blank=False,
                        default="",
                        label="discipline_retaliationcheck.reason",
                        max_length=1000,
                        verbose_name="what was seen",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retaliation_checks",
                        to="discipline.complaint",
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
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Subject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "auxiliary",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roster.auxiliary",
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="subjects", to="discipline.complaint"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.officer",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(fields=["unit", "-id"], name="complaint_of_unit"),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("status", "answered"), _negated=True),
                fields=["due_on", "id"],
                name="complaint_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("handler__isnull", True), ("status__in", ["received", "acknowledged"])),
                    models.Q(
                        ("handler__isnull", False),
                        ("handler_person__isnull", False),
                        ("status__in", ["in_hand", "answered"]),
                    ),
                    _connector="OR",
                ),
                name="complaint_in_hand_of_somebody",
                violation_error_message="Name who deals with it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answered_at__isnull", False), ("status", "answered"), models.Q(("outcome", ""), _negated=True)
                    ),
                    models.Q(
                        models.Q(("status", "answered"), _negated=True), ("answered_at__isnull", True), ("outcome", "")
                    ),
                    _connector="OR",
                ),
                name="complaint_answered_with_outcome",
                violation_error_message="An answer says what came of it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("auxiliary__isnull", False), ("officer__isnull", True)),
                    models.Q(("auxiliary__isnull", True), ("officer__isnull", False)),
                    _connector="OR",
                ),
                name="subject_is_one_person",
                violation_error_message="Name an auxiliary or an officer.",
            ),
        ),
        migrations.RunSQL(NUMBERS + COMPLAINTS + OPENINGS + INSERT_ONLY, BACK),
    ]
