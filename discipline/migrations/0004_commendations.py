"""Commendations and objections, and what PostgreSQL refuses: a second award, an award within the publicity."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import core.crypto

NUMBERS = "CREATE SEQUENCE discipline_commendation_numbers;"

# The pairs of discipline/rules/commendations.py; tests/discipline/commendations/test_life.py compares the two.
MOVES = """
CREATE FUNCTION commendation_may_move(old_status text, new_status text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT (old_status, new_status) IN (
        ('nominated', 'public'), ('nominated', 'rejected'), ('nominated', 'withdrawn'),
        ('public', 'awarded'), ('public', 'rejected'), ('public', 'withdrawn'),
        ('awarded', 'revoked'))
$$;
"""

LIFE = """
CREATE FUNCTION commendation_keeps_to_its_life() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    publicity text[] := ARRAY['published_in_id', 'published_from', 'published_until', 'published_workdays', 'basis'];
    decision text[] := ARRAY['document_number', 'awarded_on', 'year', 'decided_by_id', 'decided_person_id', 'decided_at'];
    written text[] := ARRAY['status', 'revision', 'reason'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'commendation %: never deleted, it is withdrawn', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'nominated' THEN
            RAISE EXCEPTION 'commendation %: begins as a nomination', NEW.number USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.status = OLD.status OR NOT commendation_may_move(OLD.status, NEW.status) THEN
        RAISE EXCEPTION 'commendation %: from % never to %', OLD.number, OLD.status, NEW.status
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.status = 'public' THEN
        written := written || publicity;
    ELSIF NEW.status = 'awarded' THEN
        written := written || decision;
    END IF;
    IF to_jsonb(NEW) - written <> to_jsonb(OLD) - written THEN
        RAISE EXCEPTION 'commendation %: what was nominated, shown and decided is frozen', OLD.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.status = 'public' AND NEW.published_until IS NULL THEN
        RAISE EXCEPTION 'commendation %: a publicity has its days', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.status = 'awarded' AND (
           NEW.decided_person_id = (SELECT person_id FROM roster_auxiliary WHERE id = NEW.auxiliary_id)
        OR EXISTS (SELECT 1 FROM discipline_objection o WHERE o.commendation_id = NEW.id AND o.outcome <> 'dismissed')) THEN
        RAISE EXCEPTION 'commendation %: an objection stands, or the nominee decides', OLD.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER commendation_keeps_to_its_life BEFORE INSERT OR UPDATE OR DELETE ON discipline_commendation
    FOR EACH ROW EXECUTE FUNCTION commendation_keeps_to_its_life();
"""

OBJECTIONS = """
CREATE FUNCTION objection_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    settled text[] := ARRAY['outcome', 'answer', 'settled_by_id', 'settled_person_id', 'settled_at'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'objection %: never deleted', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.outcome <> 'open' OR NOT EXISTS (
            SELECT 1 FROM discipline_commendation c WHERE c.id = NEW.commendation_id AND c.status = 'public'
               AND NEW.raised_on BETWEEN c.published_from AND c.published_until FOR SHARE) THEN
            RAISE EXCEPTION 'objection: heard within the publicity only' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.outcome <> 'open' OR to_jsonb(NEW) - settled <> to_jsonb(OLD) - settled THEN
        RAISE EXCEPTION 'objection %: what was said and settled is frozen', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER objection_is_kept BEFORE INSERT OR UPDATE OR DELETE ON discipline_objection
    FOR EACH ROW EXECUTE FUNCTION objection_is_kept();
"""

BACK = (
    "DROP TRIGGER objection_is_kept ON discipline_objection; DROP FUNCTION objection_is_kept();"
    "DROP TRIGGER commendation_keeps_to_its_life ON discipline_commendation;"
    "DROP FUNCTION commendation_keeps_to_its_life(); DROP FUNCTION commendation_may_move(text, text);"
    "DROP SEQUENCE discipline_commendation_numbers;"
)


class Migration(migrations.Migration):
    dependencies = [
        ("discipline", "0003_life_of_a_case"),
        ("organisation", "0004_versions_of_units_and_officers"),
        ("roster", "0007_saved_views"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Commendation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(editable=False, max_length=20, unique=True, verbose_name="number")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("praise", "Commendation"),
                            ("merit_3", "Third-class merit"),
                            ("merit_2", "Second-class merit"),
                            ("merit_1", "First-class merit"),
                        ],
                        max_length=10,
                        verbose_name="award",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("nominated", "nominated"),
                            ("public", "in publicity"),
                            ("awarded", "awarded"),
                            ("rejected", "not awarded"),
                            ("withdrawn", "withdrawn"),
                            ("revoked", "award revoked"),
                        ],
                        default="nominated",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("deed", models.TextField(max_length=2000, verbose_name="what was done")),
                ("deed_on", models.DateField(verbose_name="done on")),
                ("nominated_at", models.DateTimeField()),
                ("published_from", models.DateField(null=True, verbose_name="public from")),
                ("published_until", models.DateField(null=True, verbose_name="public until")),
                (
                    "published_workdays",
                    models.PositiveSmallIntegerField(null=True, verbose_name="working days in public"),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("awarded_on", models.DateField(null=True, verbose_name="awarded on")),
                ("year", models.PositiveSmallIntegerField(null=True, verbose_name="year of the award")),
                ("document_number", models.CharField(blank=True, max_length=60, verbose_name="document number")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("basis", models.JSONField(default=dict)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "auxiliary",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="commendations", to="roster.auxiliary"
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
                    "nominated_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "nominated_person",
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
                        related_name="commendations",
                        to="organisation.unit",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "objector",
                    core.crypto.SealedField(
                        blank=True,
                        default="",
                        label="discipline_objection.objector",
                        max_length=60,
                        verbose_name="who objects",
                    ),
                ),
                (
                    "text",
                    core.crypto.SealedField(
                        blank=False,
                        default="",
                        label="discipline_objection.text",
                        max_length=1000,
                        verbose_name="objection",
                    ),
                ),
                ("raised_on", models.DateField(verbose_name="raised on")),
                ("entered_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[("open", "to be settled"), ("upheld", "upheld"), ("dismissed", "dismissed")],
                        default="open",
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "answer",
                    core.crypto.SealedField(
                        blank=True,
                        default="",
                        label="discipline_objection.answer",
                        max_length=1000,
                        verbose_name="answer",
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "commendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="discipline.commendation",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "entered_person",
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
            ],
            options={
                "ordering": ["raised_on", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.AddIndex(
            model_name="commendation",
            index=models.Index(fields=["unit", "status", "-id"], name="commendation_list"),
        ),
        migrations.AddIndex(
            model_name="commendation",
            index=models.Index(fields=["auxiliary", "year"], name="commendation_of_auxiliary"),
        ),
        migrations.AddIndex(
            model_name="commendation",
            index=models.Index(
                condition=models.Q(("status", "public")), fields=["published_until"], name="commendation_public"
            ),
        ),
        migrations.AddConstraint(
            model_name="commendation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "awarded")),
                fields=("auxiliary", "kind", "year"),
                name="same_award_once_a_year",
                violation_error_message="The person has this award of the year already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="commendation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["nominated", "public", "awarded"])),
                fields=("auxiliary", "deed_on"),
                name="one_deed_one_award",
                violation_error_message="What was done on this day is nominated or commended already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="commendation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["awarded", "revoked"]), _negated=True),
                    models.Q(
                        ("awarded_on__gt", models.F("published_until")),
                        ("decided_person__isnull", False),
                        ("published_workdays__gte", 1),
                        ("year", django.db.models.functions.datetime.ExtractYear("awarded_on")),
                    ),
                    _connector="OR",
                ),
                name="award_after_its_publicity",
                violation_error_message="Nothing is awarded before the publicity is over.",
            ),
        ),
        migrations.AddConstraint(
            model_name="commendation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_person__isnull", True),
                    models.Q(("decided_person", models.F("nominated_person")), _negated=True),
                    _connector="OR",
                ),
                name="award_decided_by_another",
                violation_error_message="Whoever nominated does not decide.",
            ),
        ),
        migrations.AddConstraint(
            model_name="commendation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["rejected", "revoked"]), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="no_award_has_its_reason",
                violation_error_message="Give the reason.",
            ),
        ),
        migrations.AddConstraint(
            model_name="commendation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_from__isnull", True), ("published_until__isnull", True)),
                    ("published_until__gte", models.F("published_from")),
                    _connector="OR",
                ),
                name="publicity_ends_after_it_begins",
                violation_error_message="The last day is before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "open"), ("settled_person__isnull", True)),
                    models.Q(
                        models.Q(("outcome", "open"), _negated=True),
                        ("settled_at__isnull", False),
                        ("settled_person__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="objection_settled_by_somebody",
                violation_error_message="A settled objection names who settled it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("settled_person__isnull", True),
                    ("entered_person__isnull", True),
                    models.Q(("settled_person", models.F("entered_person")), _negated=True),
                    _connector="OR",
                ),
                name="objection_settled_by_another",
                violation_error_message="Whoever raised an objection does not settle it.",
            ),
        ),
        migrations.RunSQL(NUMBERS + MOVES + LIFE + OBJECTIONS, BACK),
    ]
