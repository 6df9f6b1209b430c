"""Incidents on duty and the care list, and what PostgreSQL keeps of them: their life, who deals with them, only added."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.crypto

NUMBERS = "CREATE SEQUENCE discipline_incident_numbers;"

# The pairs of discipline/rules/protection.py; tests/discipline/protection/test_life.py compares the two.
INCIDENTS = """
CREATE FUNCTION incident_may_move(old_status text, new_status text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT (old_status, new_status) IN (('reported', 'in_hand'), ('in_hand', 'settled'))
$$;
CREATE FUNCTION incident_keeps_to_its_life() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    acts text[] := ARRAY['status', 'handler_id', 'handler_person_id', 'recourse', 'result', 'settled_at', 'revision'];
    anew text[] := ARRAY['what', 'result'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'incident %: never deleted', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'reported' THEN
            RAISE EXCEPTION 'incident %: begins as reported', NEW.number USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.status <> OLD.status AND NOT incident_may_move(OLD.status, NEW.status) THEN
        RAISE EXCEPTION 'incident %: from % never to %', OLD.number, OLD.status, NEW.status
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF to_jsonb(NEW) - acts - 'what'::text <> to_jsonb(OLD) - acts - 'what'::text
       OR (OLD.status = 'settled' AND to_jsonb(NEW) - anew <> to_jsonb(OLD) - anew) THEN
        RAISE EXCEPTION 'incident %: what was reported is frozen', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.handler_person_id IS DISTINCT FROM OLD.handler_person_id AND NEW.handler_person_id IN (
        SELECT a.person_id FROM roster_auxiliary a WHERE a.id = NEW.auxiliary_id
        UNION SELECT o.person_id FROM organisation_officer o WHERE o.id = NEW.lead_id) THEN
        RAISE EXCEPTION 'incident %: neither the person nor the lead deals with it', OLD.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER incident_keeps_to_its_life BEFORE INSERT OR UPDATE OR DELETE ON discipline_incident
    FOR EACH ROW EXECUTE FUNCTION incident_keeps_to_its_life();
"""

# What was done is only added; of the care list only the next visit and the end are written.
ONLY_ADDED = """
CREATE TRIGGER discipline_incidentstep_is_only_sealed_anew BEFORE UPDATE OR DELETE ON discipline_incidentstep
    FOR EACH ROW EXECUTE FUNCTION only_these_sealed_anew('words');
CREATE TRIGGER discipline_carevisit_is_only_sealed_anew BEFORE UPDATE OR DELETE ON discipline_carevisit
    FOR EACH ROW EXECUTE FUNCTION only_these_sealed_anew('words');
CREATE TRIGGER care_keeps_to_its_ground BEFORE UPDATE OR DELETE ON discipline_care
    FOR EACH ROW EXECUTE FUNCTION only_these_sealed_anew('words', 'why_ended', 'until', 'visit_by');
"""
# What was said stays; what came of it is written with the act that says it.
SEALED = """
CREATE TRIGGER what_is_sealed_stays BEFORE UPDATE ON discipline_incident
    FOR EACH ROW EXECUTE FUNCTION what_is_sealed_stays('status', 'what=', 'result=settled');
CREATE TRIGGER what_is_sealed_stays BEFORE UPDATE ON discipline_incidentstep
    FOR EACH ROW EXECUTE FUNCTION what_is_sealed_stays('', 'words=');
CREATE TRIGGER what_is_sealed_stays BEFORE UPDATE ON discipline_care
    FOR EACH ROW EXECUTE FUNCTION what_is_sealed_stays('', 'words=', 'why_ended=*');
CREATE TRIGGER what_is_sealed_stays BEFORE UPDATE ON discipline_carevisit
    FOR EACH ROW EXECUTE FUNCTION what_is_sealed_stays('', 'words=');
"""
BACK = """
DROP TRIGGER what_is_sealed_stays ON discipline_carevisit;
DROP TRIGGER what_is_sealed_stays ON discipline_care;
DROP TRIGGER what_is_sealed_stays ON discipline_incidentstep;
DROP TRIGGER what_is_sealed_stays ON discipline_incident;
DROP TRIGGER care_keeps_to_its_ground ON discipline_care;
DROP TRIGGER discipline_carevisit_is_only_sealed_anew ON discipline_carevisit;
DROP TRIGGER discipline_incidentstep_is_only_sealed_anew ON discipline_incidentstep;
DROP TRIGGER incident_keeps_to_its_life ON discipline_incident;
DROP FUNCTION incident_keeps_to_its_life();
DROP FUNCTION incident_may_move(text, text);
DROP SEQUENCE discipline_incident_numbers;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("discipline", "0009_warnings"),
        ("duties", "0003_lawful_when_approved"),
        ("organisation", "0004_versions_of_units_and_officers"),
        ("roster", "0008_kinds_of_imports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(editable=False, max_length=20, unique=True, verbose_name="number")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("hurt", "hurt on duty"),
                            ("attacked", "attacked or hindered on duty"),
                            ("threatened", "threatened or slandered for the duty"),
                            ("third_party", "somebody else was harmed by a duty"),
                            ("rights", "rights of the auxiliary were harmed"),
                            ("other", "other"),
                        ],
                        max_length=15,
                        verbose_name="kind",
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="happened on")),
                (
                    "what",
                    core.crypto.SealedField(
                        blank=False,
                        default="",
                        label="discipline_incident.what",
                        max_length=4000,
                        verbose_name="what happened",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("reported", "reported"), ("in_hand", "being dealt with"), ("settled", "settled")],
                        default="reported",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("reported_on", models.DateField(verbose_name="reported on")),
                ("take_by", models.DateField(verbose_name="to be taken in hand by")),
                ("due_on", models.DateField(verbose_name="to be settled by")),
                (
                    "recourse",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "neither intent nor gross negligence: nothing is asked back"),
                            ("gross", "gross negligence: part is asked back"),
                            ("intent", "intent: part or all is asked back"),
                        ],
                        max_length=10,
                        verbose_name="asked back",
                    ),
                ),
                (
                    "result",
                    core.crypto.SealedField(
                        blank=True,
                        default="",
                        label="discipline_incident.result",
                        max_length=2000,
                        verbose_name="result",
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "assignment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incidents",
                        to="duties.assignment",
                    ),
                ),
                (
                    "auxiliary",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="incidents", to="roster.auxiliary"
                    ),
                ),
                (
                    "borne_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.unit",
                        verbose_name="borne by",
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.officer",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "reported_person",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="incidents", to="organisation.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Care",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("disabled", "hurt or disabled on duty"),
                            ("bereaved", "family of somebody who died on duty"),
                            ("hardship", "family in hardship"),
                            ("orphan", "orphan of somebody who died on duty"),
                        ],
                        max_length=10,
                        verbose_name="ground",
                    ),
                ),
                (
                    "words",
                    core.crypto.SealedField(
                        blank=False,
                        default="",
                        label="discipline_care.words",
                        max_length=1000,
                        verbose_name="circumstances",
                    ),
                ),
                ("since", models.DateField(verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "why_ended",
                    core.crypto.SealedField(
                        blank=True,
                        default="",
                        label="discipline_care.why_ended",
                        max_length=300,
                        verbose_name="why it ended",
                    ),
                ),
                ("visit_by", models.DateField(verbose_name="next visit by")),
                (
                    "auxiliary",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cares", to="roster.auxiliary"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cares",
                        to="discipline.incident",
                    ),
                ),
            ],
            options={
                "ordering": ["visit_by", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="IncidentStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("medical", "taken to a doctor"),
                            ("advanced", "treatment paid in advance by the organ"),
                            ("injury", "recognition of the injury applied for"),
                            ("pursued", "offence reported and pursued"),
                            ("legal", "legal help given"),
                            ("compensated", "compensation paid by the organ"),
                            ("consoled", "visited, consoled"),
                            ("remedied", "right restored"),
                            ("other", "other"),
                        ],
                        max_length=15,
                        verbose_name="step",
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                (
                    "paid",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="paid by the organ, yuan"
                    ),
                ),
                (
                    "words",
                    core.crypto.SealedField(
                        blank=False,
                        default="",
                        label="discipline_incidentstep.words",
                        max_length=1000,
                        verbose_name="in words",
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
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="discipline.incident"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
            ],
            options={
                "ordering": ["on", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="CareVisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="day")),
                (
                    "given",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=10, null=True, verbose_name="given, yuan"
                    ),
                ),
                (
                    "words",
                    core.crypto.SealedField(
                        blank=False,
                        default="",
                        label="discipline_carevisit.words",
                        max_length=1000,
                        verbose_name="in words",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "care",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="discipline.care"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("given", None), ("given__gte", 0), _connector="OR"),
                        name="care_visit_gives_no_less_than_nought",
                        violation_error_message="An amount cannot be negative.",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["unit", "-id"], name="incident_of_unit"),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                condition=models.Q(("status", "settled"), _negated=True), fields=["due_on", "id"], name="incident_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("handler__isnull", True), ("status", "reported")),
                    models.Q(("handler_person__isnull", False), ("status__in", ["in_hand", "settled"])),
                    _connector="OR",
                ),
                name="incident_in_hand_of_somebody",
                violation_error_message="Name who deals with it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", False), ("status", "settled")),
                    models.Q(models.Q(("status", "settled"), _negated=True), ("settled_at", None)),
                    _connector="OR",
                ),
                name="incident_settled_on_a_day",
                violation_error_message="Say what came of it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="care",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)),
                fields=("auxiliary", "ground"),
                name="one_care_of_a_ground",
                violation_error_message="This person is on the list for this ground already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="care",
            constraint=models.CheckConstraint(
                condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                name="care_ends_after_its_beginning",
                violation_error_message="It cannot end before it begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("paid", None), ("paid__gte", 0), _connector="OR"),
                name="incident_step_pays_no_less_than_nought",
                violation_error_message="An amount cannot be negative.",
            ),
        ),
        migrations.RunSQL(NUMBERS + INCIDENTS + ONLY_ADDED + SEALED, BACK),
    ]
