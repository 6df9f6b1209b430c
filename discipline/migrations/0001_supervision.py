"""Inspections and findings, and what the database itself keeps about them: their life, and who may not act in them."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.crypto
import core.crypto.files

APP = settings.DATABASE_ROLES["app"]

NUMBERS = "CREATE SEQUENCE discipline_inspection_numbers; CREATE SEQUENCE discipline_finding_numbers;"

# The pairs of discipline/rules/supervision.py; tests/discipline/supervision/test_life.py compares them.
MOVES = """
CREATE FUNCTION inspection_may_move(old_status text, new_status text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT (old_status, new_status) IN (('planned', 'under_way'), ('planned', 'cancelled'), ('under_way', 'closed'))
$$;
CREATE FUNCTION finding_may_move(old_status text, new_status text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT (old_status, new_status) IN (('open', 'reported'), ('reported', 'passed'), ('reported', 'open'),
                                        ('open', 'withdrawn'))
$$;
CREATE FUNCTION step_of_move(old_status text, new_status text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN (old_status, new_status) = ('open', 'reported') THEN 'reported'
                WHEN (old_status, new_status) = ('reported', 'passed') THEN 'passed'
                WHEN (old_status, new_status) = ('reported', 'open') THEN 'failed'
                WHEN (old_status, new_status) = ('open', 'withdrawn') THEN 'withdrawn'
                WHEN (old_status, new_status) = ('open', 'open') THEN 'extended' END
$$;
"""

# Who planned what for which unit, and whether it was announced, stays as it was planned. Whoever has a part in the duty
# never inspects it (GX 34, NB 16).
INSPECTIONS = """
CREATE FUNCTION inspection_keeps_to_its_life() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    acts text[] := ARRAY['status', 'began_at', 'closed_at', 'reason', 'revision'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'inspection %: never deleted, it is cancelled', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'planned' THEN
            RAISE EXCEPTION 'inspection %: begins as planned', NEW.number USING ERRCODE = 'restrict_violation';
        END IF;
        IF EXISTS (
            SELECT 1 FROM duties_assignment a WHERE a.id = NEW.assignment_id
               AND NEW.inspector_person_id IN (
                   SELECT a.requester_person_id
                   UNION SELECT o.person_id FROM organisation_officer o WHERE o.id = a.approver_officer_id
                   UNION SELECT o.person_id FROM duties_lead l JOIN organisation_officer o ON o.id = l.officer_id
                         WHERE l.assignment_id = a.id
                   UNION SELECT o.person_id FROM duties_commander c JOIN organisation_officer o ON o.id = c.officer_id
                         WHERE c.assignment_id = a.id
                   UNION SELECT x.person_id FROM duties_member m JOIN roster_auxiliary x ON x.id = m.auxiliary_id
                         WHERE m.assignment_id = a.id)) THEN
            RAISE EXCEPTION 'inspection %: whoever has a part in the duty does not inspect it', NEW.number
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.status <> OLD.status AND NOT inspection_may_move(OLD.status, NEW.status) THEN
        RAISE EXCEPTION 'inspection %: from % never to %', OLD.number, OLD.status, NEW.status
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF to_jsonb(NEW) - acts <> to_jsonb(OLD) - acts
       OR (NEW.status = OLD.status AND to_jsonb(NEW) - 'reason'::text <> to_jsonb(OLD) - 'reason'::text) THEN
        RAISE EXCEPTION 'inspection %: what was planned is frozen', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER inspection_keeps_to_its_life BEFORE INSERT OR UPDATE OR DELETE ON discipline_inspection
    FOR EACH ROW EXECUTE FUNCTION inspection_keeps_to_its_life();
"""

# A finding moves by a step that was kept before it, and gets another day only by such a step.
FINDINGS = """
CREATE FUNCTION finding_keeps_to_its_life() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    acts text[] := ARRAY['status', 'due_on', 'revision', 'what'];
    last_step record;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'finding %: never deleted, it is withdrawn', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'open' THEN
            RAISE EXCEPTION 'finding %: begins open', NEW.number USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - acts <> to_jsonb(OLD) - acts THEN
        RAISE EXCEPTION 'finding %: what was found is frozen', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.status, NEW.due_on, NEW.revision) = (OLD.status, OLD.due_on, OLD.revision) THEN
        RETURN NEW;
    END IF;
    IF NEW.status <> OLD.status AND NOT finding_may_move(OLD.status, NEW.status) THEN
        RAISE EXCEPTION 'finding %: from % never to %', OLD.number, OLD.status, NEW.status
            USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT s.kind, s.due_on INTO last_step FROM discipline_findingstep s WHERE s.finding_id = OLD.id
        ORDER BY s.id DESC LIMIT 1;
    IF last_step.kind IS DISTINCT FROM step_of_move(OLD.status, NEW.status) OR last_step.due_on <> NEW.due_on THEN
        RAISE EXCEPTION 'finding %: it moves by a step that says so', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.due_on <> OLD.due_on AND last_step.kind NOT IN ('extended', 'failed') THEN
        RAISE EXCEPTION 'finding %: only more time or a failed re-check sets another day', OLD.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER finding_keeps_to_its_life BEFORE INSERT OR UPDATE OR DELETE ON discipline_finding
    FOR EACH ROW EXECUTE FUNCTION finding_keeps_to_its_life();

CREATE FUNCTION recheck_is_another_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.kind IN ('passed', 'failed') AND NEW.person_id IS NOT DISTINCT FROM (
        SELECT s.person_id FROM discipline_findingstep s WHERE s.finding_id = NEW.finding_id AND s.kind = 'reported'
        ORDER BY s.id DESC LIMIT 1) THEN
        RAISE EXCEPTION 'finding %: whoever reported that it was put right does not check it', NEW.finding_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER recheck_is_another_person BEFORE INSERT ON discipline_findingstep
    FOR EACH ROW EXECUTE FUNCTION recheck_is_another_person();
"""

# A responsibility is settled once, and by another person than the one it is about.
RESPONSIBILITIES = """
CREATE FUNCTION responsibility_is_settled_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    acts text[] := ARRAY['stands', 'reason', 'settled_by_id', 'settled_at'];
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - acts <> to_jsonb(OLD) - acts THEN
        RAISE EXCEPTION 'responsibility %: who was named stays named', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.stands, NEW.settled_by_id, NEW.settled_at) IS NOT DISTINCT FROM (OLD.stands, OLD.settled_by_id, OLD.settled_at) THEN
        RETURN NEW;
    END IF;
    IF OLD.stands <> 'to_examine' THEN
        RAISE EXCEPTION 'responsibility %: it was settled already', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM accounts_user u WHERE u.id = NEW.settled_by_id AND u.person_id IN (
            SELECT o.person_id FROM organisation_officer o WHERE o.id = NEW.officer_id
            UNION SELECT a.person_id FROM roster_auxiliary a WHERE a.id = NEW.auxiliary_id)) THEN
        RAISE EXCEPTION 'responsibility %: nobody settles his own', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER responsibility_is_settled_once BEFORE UPDATE OR DELETE ON discipline_responsibility
    FOR EACH ROW EXECUTE FUNCTION responsibility_is_settled_once();
"""

# Rows with sealed fields are never changed but by sealing them anew under another key.
KEPT = ("discipline_draw", "discipline_answer")
RESEALED = {"discipline_findingstep": "what", "discipline_findingphoto": "file"}
INSERT_ONLY = (
    """
CREATE FUNCTION only_sealed_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - TG_ARGV[0] <> to_jsonb(OLD) - TG_ARGV[0] THEN
        RAISE EXCEPTION '% is only added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
    + "".join(
        f"""
CREATE TRIGGER {table}_is_insert_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION insert_only();
REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APP};
"""
        for table in KEPT
    )
    + "".join(
        f"""
CREATE TRIGGER {table}_is_only_sealed_anew BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION only_sealed_anew('{column}');
"""
        for table, column in RESEALED.items()
    )
)

BACK = (
    "".join(f"DROP TRIGGER {table}_is_insert_only ON {table};" for table in KEPT)
    + "".join(f"DROP TRIGGER {table}_is_only_sealed_anew ON {table};" for table in RESEALED)
    + "DROP TRIGGER inspection_keeps_to_its_life ON discipline_inspection;"
    "DROP TRIGGER finding_keeps_to_its_life ON discipline_finding;"
    "DROP TRIGGER recheck_is_another_person ON discipline_findingstep;"
    "DROP TRIGGER responsibility_is_settled_once ON discipline_responsibility;"
    "DROP FUNCTION inspection_keeps_to_its_life(); DROP FUNCTION finding_keeps_to_its_life();"
    "DROP FUNCTION recheck_is_another_person(); DROP FUNCTION responsibility_is_settled_once();"
    "DROP FUNCTION only_sealed_anew(); DROP FUNCTION step_of_move(text, text);"
    "DROP FUNCTION inspection_may_move(text, text); DROP FUNCTION finding_may_move(text, text);"
    "DROP SEQUENCE discipline_inspection_numbers; DROP SEQUENCE discipline_finding_numbers;"
)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("duties", "0003_lawful_when_approved"),
        ("organisation", "0004_versions_of_units_and_officers"),
        ("roster", "0007_saved_views"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Draw",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "method",
                    models.CharField(
                        choices=[("risk", "by risk"), ("random", "at random")], max_length=10, verbose_name="drawn"
                    ),
                ),
                ("seed", models.CharField(max_length=64, verbose_name="seed")),
                ("pool", models.JSONField(verbose_name="units in the draw")),
                (
                    "chosen",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None, verbose_name="units drawn"
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(editable=False, max_length=20, unique=True, verbose_name="number")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("inspection", "inspection"),
                            ("unled", "duty that nobody led"),
                            ("refused", "refused attempt"),
                        ],
                        max_length=10,
                        verbose_name="from",
                    ),
                ),
                ("item", models.CharField(blank=True, max_length=40, verbose_name="item")),
                (
                    "what",
                    core.crypto.SealedField(
                        blank=True,
                        default="",
                        label="discipline_finding.what",
                        max_length=2000,
                        verbose_name="what was found",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "to be put right"),
                            ("reported", "reported as put right"),
                            ("passed", "re-checked: put right"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("found_at", models.DateTimeField()),
                ("due_on", models.DateField(verbose_name="to be put right by")),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "assignment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="duties.assignment",
                    ),
                ),
                (
                    "attempt",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="duties.refusedattempt",
                    ),
                ),
                (
                    "found_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="organisation.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="FindingPhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "file",
                    core.crypto.files.SealedFileField(
                        label="discipline_findingphoto.file", max_length=200, upload_to="", verbose_name="photo"
                    ),
                ),
                ("content_type", models.CharField(editable=False, max_length=80)),
                ("size", models.PositiveIntegerField(editable=False)),
                ("sha256", models.CharField(editable=False, max_length=64)),
                (
                    "taken_of",
                    models.CharField(
                        choices=[("found", "what was found"), ("remedy", "what was put right")],
                        max_length=10,
                        verbose_name="shows",
                    ),
                ),
                ("uploaded_at", models.DateTimeField()),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="photos", to="discipline.finding"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="FindingStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reported", "reported as put right"),
                            ("passed", "re-check passed"),
                            ("failed", "re-check failed"),
                            ("extended", "given more time"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=10,
                        verbose_name="step",
                    ),
                ),
                (
                    "what",
                    core.crypto.SealedField(
                        blank=True,
                        default="",
                        label="discipline_findingstep.what",
                        max_length=2000,
                        verbose_name="words",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="to be put right by")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="discipline.finding"
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
            name="Inspection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(editable=False, max_length=20, unique=True, verbose_name="number")),
                ("checklist", models.CharField(max_length=40, verbose_name="checklist")),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("risk", "drawn by risk"),
                            ("random", "drawn at random"),
                            ("directed", "ordered"),
                            ("signal", "because of something that came in"),
                        ],
                        max_length=10,
                        verbose_name="why",
                    ),
                ),
                ("announced", models.BooleanField(default=False, verbose_name="announced")),
                ("planned_for", models.DateField(verbose_name="planned for")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("under_way", "under way"),
                            ("closed", "closed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("planned_at", models.DateTimeField()),
                ("began_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "reason",
                    core.crypto.SealedField(
                        blank=True,
                        default="",
                        label="discipline_inspection.reason",
                        max_length=500,
                        verbose_name="reason",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "assignment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspections",
                        to="duties.assignment",
                    ),
                ),
                (
                    "draw",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspections",
                        to="discipline.draw",
                    ),
                ),
                (
                    "inspector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspections",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "inspector_person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.person"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="inspections", to="organisation.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["-planned_for", "-pk"],
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="finding",
            name="inspection",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="findings",
                to="discipline.inspection",
            ),
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item", models.CharField(max_length=40, verbose_name="item")),
                (
                    "result",
                    models.CharField(
                        choices=[("right", "in order"), ("wrong", "not in order"), ("not_seen", "does not apply")],
                        max_length=10,
                        verbose_name="result",
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="discipline.inspection"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Responsibility",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("acting", "for the act"),
                            ("leading", "for leading"),
                            ("commanding", "for commanding"),
                        ],
                        max_length=10,
                        verbose_name="responsible",
                    ),
                ),
                (
                    "stands",
                    models.CharField(
                        choices=[
                            ("to_examine", "to be examined"),
                            ("established", "established"),
                            ("none", "not established"),
                        ],
                        default="to_examine",
                        max_length=12,
                        verbose_name="result",
                    ),
                ),
                (
                    "reason",
                    core.crypto.SealedField(
                        blank=True,
                        default="",
                        label="discipline_responsibility.reason",
                        max_length=1000,
                        verbose_name="reason",
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True)),
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
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responsibilities",
                        to="discipline.finding",
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
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
        migrations.AddIndex(
            model_name="inspection",
            index=models.Index(fields=["unit", "-planned_for", "-id"], name="inspection_of_unit"),
        ),
        migrations.AddIndex(
            model_name="inspection",
            index=models.Index(
                condition=models.Q(("status__in", ["planned", "under_way"])),
                fields=["planned_for"],
                name="inspection_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("draw__isnull", False), models.Q(("why__in", ["risk", "random"]), _negated=True), _connector="OR"
                ),
                name="drawn_by_a_draw",
                violation_error_message="Name the draw it comes from.",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                condition=models.Q(("status__in", ["open", "reported"])),
                fields=["unit", "due_on", "id"],
                name="finding_standing",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["unit", "-id"], name="finding_of_unit"),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("inspection__isnull", False), ("source", "inspection")),
                    models.Q(("assignment__isnull", False), ("source", "unled")),
                    models.Q(("attempt__isnull", False), ("source", "refused")),
                    _connector="OR",
                ),
                name="finding_has_its_source",
                violation_error_message="Name the inspection, the duty or the attempt it comes from.",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source", "unled")),
                fields=("assignment",),
                name="unled_duty_found_once",
                violation_error_message="This duty has its finding already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source", "refused")),
                fields=("attempt",),
                name="attempt_found_once",
                violation_error_message="This attempt has its finding already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                fields=("inspection", "item"),
                name="item_answered_once",
                violation_error_message="This item was answered already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="responsibility",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("auxiliary__isnull", False), ("kind", "acting"), ("officer__isnull", True)),
                    models.Q(
                        ("auxiliary__isnull", True), ("kind__in", ["leading", "commanding"]), ("officer__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="responsible_for_what",
                violation_error_message="An auxiliary answers for the act, an officer for leading or commanding.",
            ),
        ),
        migrations.AddConstraint(
            model_name="responsibility",
            constraint=models.UniqueConstraint(
                fields=("finding", "auxiliary"),
                name="auxiliary_responsible_once",
                violation_error_message="This auxiliary is named already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="responsibility",
            constraint=models.UniqueConstraint(
                fields=("finding", "officer"),
                name="officer_responsible_once",
                violation_error_message="This officer is named already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="responsibility",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_by__isnull", True), ("stands", "to_examine")),
                    models.Q(
                        models.Q(("stands", "to_examine"), _negated=True),
                        ("settled_at__isnull", False),
                        ("settled_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="settled_by_somebody",
                violation_error_message="What was settled names who settled it.",
            ),
        ),
        migrations.RunSQL(NUMBERS + MOVES + INSPECTIONS + FINDINGS + RESPONSIBILITIES + INSERT_ONLY, BACK),
    ]
