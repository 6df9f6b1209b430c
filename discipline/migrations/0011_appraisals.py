import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.crypto

NUMBERS = "CREATE SEQUENCE discipline_appraisal_numbers;"

# The pairs of discipline/rules/appraisals.py; tests/discipline/appraisals/test_database.py compares the two.
MOVES = """
CREATE FUNCTION appraisal_may_move(old_status text, new_status text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT (old_status, new_status) IN (
        ('open', 'reported'), ('open', 'marked'), ('open', 'left_out'),
        ('reported', 'marked'), ('reported', 'left_out'),
        ('marked', 'calibrated'), ('calibrated', 'calibrated'), ('calibrated', 'told'),
        ('told', 'contested'), ('told', 'final'), ('contested', 'final'))
$$;
"""

LIFE = """
CREATE FUNCTION appraisal_keeps_to_its_life() RETURNS trigger LANGUAGE plpgsql SET bytea_output = 'hex' AS $$
DECLARE
    sealed text[] := ARRAY['self_report', 'reason', 'objection', 'answer'];  -- sealed anew when keys are changed
    written text[] := ARRAY['status', 'revision'];
    person bigint;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'appraisal %: never deleted, it is left out', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'open' OR NEW.calibrated <> '' OR NEW.result <> '' THEN
            RAISE EXCEPTION 'appraisal %: begins open, without a result', NEW.number USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF only_sealed_anew_in(to_jsonb(OLD), to_jsonb(NEW), sealed) THEN
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - sealed = to_jsonb(OLD) - sealed THEN
        RAISE EXCEPTION 'appraisal %: what was said stays; it is only sealed anew under another key', OLD.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NOT appraisal_may_move(OLD.status, NEW.status) THEN
        RAISE EXCEPTION 'appraisal %: from % never to %', OLD.number, OLD.status, NEW.status
            USING ERRCODE = 'restrict_violation';
    END IF;
    written := written || CASE NEW.status
        WHEN 'reported' THEN ARRAY['self_report', 'reported_on']
        WHEN 'marked' THEN ARRAY['heads', 'score', 'facts', 'proposed']
        WHEN 'left_out' THEN ARRAY['reason']
        WHEN 'calibrated' THEN ARRAY['calibrated', 'reason', 'calibrated_by_id', 'calibrated_person_id', 'calibrated_at']
        WHEN 'told' THEN ARRAY['told_on', 'objection_until']
        WHEN 'contested' THEN ARRAY['objection', 'contested', 'contested_on', 'review_until']
        ELSE ARRAY['result', 'final_on', 'accepted_on', 'answer', 'settled_by_id', 'settled_person_id']
    END;
    IF to_jsonb(NEW) - written <> to_jsonb(OLD) - written THEN
        RAISE EXCEPTION 'appraisal %: what was marked, set and told is frozen', OLD.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT person_id INTO person FROM roster_auxiliary WHERE id = NEW.auxiliary_id;
    IF person IN (NEW.calibrated_person_id, NEW.settled_person_id) THEN
        RAISE EXCEPTION 'appraisal %: nobody judges the own work', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.status = 'final' AND OLD.status = 'told' AND NEW.result <> NEW.calibrated THEN
        RAISE EXCEPTION 'appraisal %: the result that was told is the result', OLD.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.status = 'final' AND OLD.status = 'contested' THEN
        IF array_position(ARRAY['excellent', 'competent', 'basic', 'failed'], NEW.result::text)
           > array_position(ARRAY['excellent', 'competent', 'basic', 'failed'], NEW.calibrated::text) THEN
            RAISE EXCEPTION 'appraisal %: an objection never makes it worse', OLD.number
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF EXISTS (SELECT 1 FROM discipline_appraisalmark m WHERE m.appraisal_id = NEW.id
                   AND m.source = 'leader' AND m.marker_id = NEW.settled_person_id) THEN
            RAISE EXCEPTION 'appraisal %: who marked as the leader does not settle the objection', OLD.number
                USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER appraisal_keeps_to_its_life BEFORE INSERT OR UPDATE OR DELETE ON discipline_appraisal
    FOR EACH ROW EXECUTE FUNCTION appraisal_keeps_to_its_life();
"""

SHARE = """
CREATE FUNCTION appraisal_excellent_keeps_its_share() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    most integer;
    held integer;
BEGIN
    PERFORM 1 FROM discipline_appraisalround WHERE id = NEW.round_id FOR NO KEY UPDATE;
    SELECT count(*) FILTER (WHERE a.calibrated = 'excellent'), floor(r.share * count(*)) INTO held, most
      FROM discipline_appraisal a JOIN discipline_appraisalround r ON r.id = a.round_id
     WHERE a.round_id = NEW.round_id AND a.status <> 'left_out' GROUP BY r.share;
    IF held > most THEN
        RAISE EXCEPTION 'round %: % excellent for % places', NEW.round_id, held, most USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER appraisal_excellent_keeps_its_share AFTER UPDATE ON discipline_appraisal
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.calibrated = 'excellent' AND OLD.calibrated IS DISTINCT FROM NEW.calibrated)
    EXECUTE FUNCTION appraisal_excellent_keeps_its_share();
"""

MARKS = """
CREATE FUNCTION appraisal_mark_is_kept() RETURNS trigger LANGUAGE plpgsql SET bytea_output = 'hex' AS $$
DECLARE
    person bigint;
    stands text;
BEGIN
    IF TG_OP = 'UPDATE' AND only_sealed_anew_in(to_jsonb(OLD), to_jsonb(NEW), ARRAY['comment']) THEN
        RETURN NEW;  -- sealed anew when keys are changed
    END IF;
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'mark %: what was given is frozen', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT x.person_id, a.status INTO person, stands FROM discipline_appraisal a
      JOIN roster_auxiliary x ON x.id = a.auxiliary_id WHERE a.id = NEW.appraisal_id FOR SHARE OF a;
    IF stands NOT IN ('open', 'reported') THEN
        RAISE EXCEPTION 'mark: the marks of this appraisal are closed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF person = NEW.marker_id THEN
        RAISE EXCEPTION 'mark: nobody marks the own work' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER appraisal_mark_is_kept BEFORE INSERT OR UPDATE OR DELETE ON discipline_appraisalmark
    FOR EACH ROW EXECUTE FUNCTION appraisal_mark_is_kept();
"""

ROUNDS = """
CREATE FUNCTION appraisal_round_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'round %: span, share and basis are frozen', OLD.id USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER appraisal_round_is_kept BEFORE UPDATE OR DELETE ON discipline_appraisalround
    FOR EACH ROW EXECUTE FUNCTION appraisal_round_is_kept();
"""

# As in 0007: what was said stays. While a result may still be set anew, its reason is written with it.
SAID = """
CREATE TRIGGER what_is_sealed_stays BEFORE UPDATE ON discipline_appraisal FOR EACH ROW
    WHEN (NOT (OLD.status = 'calibrated' AND NEW.status = 'calibrated' AND NEW.revision > OLD.revision))
    EXECUTE FUNCTION what_is_sealed_stays('status', 'self_report=reported', 'reason=calibrated,left_out',
                                          'objection=contested', 'answer=final');
CREATE TRIGGER what_is_sealed_stays BEFORE UPDATE ON discipline_appraisalmark FOR EACH ROW
    EXECUTE FUNCTION what_is_sealed_stays('', 'comment=');
"""

BACK = (
    "DROP TRIGGER what_is_sealed_stays ON discipline_appraisal;"
    "DROP TRIGGER what_is_sealed_stays ON discipline_appraisalmark;"
    "DROP TRIGGER appraisal_round_is_kept ON discipline_appraisalround; DROP FUNCTION appraisal_round_is_kept();"
    "DROP TRIGGER appraisal_mark_is_kept ON discipline_appraisalmark; DROP FUNCTION appraisal_mark_is_kept();"
    "DROP TRIGGER appraisal_excellent_keeps_its_share ON discipline_appraisal;"
    "DROP FUNCTION appraisal_excellent_keeps_its_share();"
    "DROP TRIGGER appraisal_keeps_to_its_life ON discipline_appraisal;"
    "DROP FUNCTION appraisal_keeps_to_its_life(); DROP FUNCTION appraisal_may_move(text, text);"
    "DROP SEQUENCE discipline_appraisal_numbers;"
)


class Migration(migrations.Migration):
    dependencies = [
        ("discipline", "0010_protection"),
        ("organisation", "0004_versions_of_units_and_officers"),
        ("roster", "0008_kinds_of_imports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AppraisalRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("daily", "Daily"), ("monthly", "Monthly"), ("annual", "Annual")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("first", models.DateField(verbose_name="from")),
                ("last", models.DateField(verbose_name="until")),
                ("share", models.DecimalField(decimal_places=3, max_digits=4, verbose_name="share of excellent")),
                ("report_until", models.DateField(null=True, verbose_name="self-reports until")),
                ("basis", models.JSONField(default=dict)),
                ("opened_at", models.DateTimeField()),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appraisal_rounds",
                        to="organisation.unit",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Appraisal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(editable=False, max_length=20, unique=True, verbose_name="number")),
                (
                    "kind",
                    models.CharField(
                        choices=[("daily", "Daily"), ("monthly", "Monthly"), ("annual", "Annual")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("first", models.DateField(verbose_name="from")),
                ("last", models.DateField(verbose_name="until")),
                ("form", models.CharField(max_length=10, verbose_name="form")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "marks are taken"),
                            ("reported", "self-report handed in"),
                            ("marked", "reckoned"),
                            ("calibrated", "result set"),
                            ("told", "told"),
                            ("contested", "objected to"),
                            ("final", "final"),
                            ("left_out", "not appraised"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "self_report",
                    core.crypto.SealedField(
                        blank=True,
                        default="",
                        label="discipline_appraisal.self_report",
                        max_length=4000,
                        verbose_name="self-report",
                    ),
                ),
                ("reported_on", models.DateField(null=True, verbose_name="self-report handed in on")),
                ("facts", models.JSONField(default=list)),
                ("heads", models.JSONField(default=dict)),
                ("score", models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="score")),
                (
                    "proposed",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("excellent", "excellent"),
                            ("competent", "competent"),
                            ("basic", "basically competent"),
                            ("failed", "not competent"),
                        ],
                        max_length=10,
                        verbose_name="proposed result",
                    ),
                ),
                (
                    "calibrated",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("excellent", "excellent"),
                            ("competent", "competent"),
                            ("basic", "basically competent"),
                            ("failed", "not competent"),
                        ],
                        max_length=10,
                        verbose_name="result as set",
                    ),
                ),
                ("calibrated_at", models.DateTimeField(null=True)),
                (
                    "reason",
                    core.crypto.SealedField(
                        blank=True,
                        default="",
                        label="discipline_appraisal.reason",
                        max_length=500,
                        verbose_name="reason",
                    ),
                ),
                ("told_on", models.DateField(null=True, verbose_name="told on")),
                ("objection_until", models.DateField(null=True, verbose_name="objection until")),
                ("contested", models.BooleanField(default=False, verbose_name="objected to")),
                (
                    "objection",
                    core.crypto.SealedField(
                        blank=True,
                        default="",
                        label="discipline_appraisal.objection",
                        max_length=1000,
                        verbose_name="objection",
                    ),
                ),
                ("contested_on", models.DateField(null=True, verbose_name="objected on")),
                ("review_until", models.DateField(null=True, verbose_name="answer until")),
                (
                    "answer",
                    core.crypto.SealedField(
                        blank=True,
                        default="",
                        label="discipline_appraisal.answer",
                        max_length=1000,
                        verbose_name="answer",
                    ),
                ),
                ("accepted_on", models.DateField(null=True, verbose_name="accepted on")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("excellent", "excellent"),
                            ("competent", "competent"),
                            ("basic", "basically competent"),
                            ("failed", "not competent"),
                        ],
                        max_length=10,
                        verbose_name="result",
                    ),
                ),
                ("final_on", models.DateField(null=True, verbose_name="final on")),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "auxiliary",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appraisals", to="roster.auxiliary"
                    ),
                ),
                (
                    "calibrated_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "calibrated_person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
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
                (
                    "settled_person",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="appraisals", to="organisation.unit"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appraisals",
                        to="discipline.appraisalround",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="AppraisalMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[("leader", "Leader"), ("colleague", "Colleague"), ("public", "Public")],
                        max_length=10,
                        verbose_name="who marks",
                    ),
                ),
                (
                    "virtue",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(100)], verbose_name="Virtue"
                    ),
                ),
                (
                    "ability",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(100)], verbose_name="Ability"
                    ),
                ),
                (
                    "diligence",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(100)], verbose_name="Diligence"
                    ),
                ),
                (
                    "results",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(100)], verbose_name="Results"
                    ),
                ),
                (
                    "integrity",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(100)], verbose_name="Integrity"
                    ),
                ),
                (
                    "comment",
                    core.crypto.SealedField(
                        blank=True,
                        default="",
                        label="discipline_appraisalmark.comment",
                        max_length=500,
                        verbose_name="comment",
                    ),
                ),
                ("given_on", models.DateField(verbose_name="given on")),
                ("entered_at", models.DateTimeField()),
                (
                    "appraisal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="discipline.appraisal"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "marker",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("marker__isnull", False)),
                        fields=("appraisal", "marker"),
                        name="one_voice_one_mark",
                        violation_error_message="You have marked this person already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("marker__isnull", True), ("source", "public")),
                            models.Q(models.Q(("source", "public"), _negated=True), ("marker__isnull", False)),
                            _connector="OR",
                        ),
                        name="mark_of_somebody_or_the_public",
                        violation_error_message="Marks of leaders and colleagues name who gave them.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ability__lte", 100),
                            ("diligence__lte", 100),
                            ("integrity__lte", 100),
                            ("results__lte", 100),
                            ("virtue__lte", 100),
                        ),
                        name="marks_up_to_a_hundred",
                        violation_error_message="Marks go from 0 to 100.",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="appraisalround",
            index=models.Index(fields=["unit", "-first"], name="appraisal_rounds_of_unit"),
        ),
        migrations.AddConstraint(
            model_name="appraisalround",
            constraint=models.UniqueConstraint(
                fields=("unit", "kind", "first"),
                name="one_appraisal_round",
                violation_error_message="This round of the unit is open already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisalround",
            constraint=models.CheckConstraint(
                condition=models.Q(("last__gte", models.F("first"))),
                name="appraisal_round_has_days",
                violation_error_message="The last day is before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisalround",
            constraint=models.CheckConstraint(
                condition=models.Q(("share__gte", 0), ("share__lte", 1)),
                name="appraisal_share_is_a_share",
                violation_error_message="A share lies between nothing and all.",
            ),
        ),
        migrations.AddIndex(
            model_name="appraisal",
            index=models.Index(fields=["round", "status", "id"], name="appraisal_of_round"),
        ),
        migrations.AddIndex(
            model_name="appraisal",
            index=models.Index(fields=["auxiliary", "kind", "-first"], name="appraisal_of_auxiliary"),
        ),
        migrations.AddIndex(
            model_name="appraisal",
            index=models.Index(
                condition=models.Q(("status", "told")), fields=["objection_until"], name="appraisal_told"
            ),
        ),
        migrations.AddIndex(
            model_name="appraisal",
            index=models.Index(
                condition=models.Q(("status", "contested")), fields=["review_until"], name="appraisal_contested"
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "left_out"), _negated=True),
                fields=("auxiliary", "kind", "first"),
                name="appraised_once_a_span",
                violation_error_message="The person is appraised for this span already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["open", "reported", "left_out"]),
                    models.Q(
                        ("score__gte", 0),
                        ("score__isnull", False),
                        ("score__lte", 100),
                        models.Q(("proposed", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="appraisal_is_reckoned",
                violation_error_message="A score lies between 0 and 100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["calibrated", "told", "contested", "final"]), _negated=True),
                    models.Q(
                        ("calibrated_at__isnull", False),
                        ("calibrated_person__isnull", False),
                        models.Q(("calibrated", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="appraisal_result_set_by_somebody",
                violation_error_message="A result names who set it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["told", "contested", "final"]), _negated=True),
                    models.Q(
                        ("objection_until__gte", models.F("told_on")),
                        ("objection_until__isnull", False),
                        ("told_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="appraisal_leaves_time_to_object",
                violation_error_message="Whoever is told has time to object.",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "contested"), _negated=True),
                    models.Q(
                        ("contested", True),
                        ("contested_on__isnull", False),
                        ("contested_on__lte", models.F("objection_until")),
                    ),
                    _connector="OR",
                ),
                name="appraisal_contested_in_time",
                violation_error_message="An objection is heard only until its last day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "final"), _negated=True),
                    models.Q(
                        models.Q(("result", ""), _negated=True),
                        models.Q(
                            models.Q(("accepted_on__isnull", False), ("contested", False)),
                            models.Q(
                                ("contested", False),
                                ("final_on__gt", models.F("objection_until")),
                                ("final_on__isnull", False),
                            ),
                            models.Q(("contested", True), ("settled_person__isnull", False)),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="appraisal_final_after_objection",
                violation_error_message="Nothing is final while there is time to object.",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("settled_person__isnull", True),
                    models.Q(("settled_person", models.F("calibrated_person")), _negated=True),
                    _connector="OR",
                ),
                name="appraisal_settled_by_another",
                violation_error_message="Whoever set the result does not settle the objection.",
            ),
        ),
        migrations.RunSQL(NUMBERS + MOVES + LIFE + SHARE + MARKS + ROUNDS + SAID, BACK),
    ]
