"""Every objection to a proposed grade is a row of its own, with who, when and its answer; nothing is decided over an open one."""

import importlib

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

import core.crypto

APP = settings.DATABASE_ROLES["app"]
GRADES = importlib.import_module("discipline.migrations.0005_grades")
SEALED = importlib.import_module("discipline.migrations.0007_what_was_said_stays")


def _with(made, *changes):
    for old, new in changes:
        if made.count(old) != 1:
            raise ValueError(old)
        made = made.replace(old, new)
    return made


MOVES_BEFORE = GRADES.MOVES.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)
MOVES = _with(MOVES_BEFORE, ("('contested', 'public'),", "('contested', 'contested'), ('contested', 'public'),"))
PROPOSAL = _with(
    SEALED.PROPOSAL_BEFORE,
    ("ARRAY['status', 'revision', 'reason', 'answer']", "ARRAY['status', 'revision', 'reason']"),
    (
        """    ELSIF NEW.status = 'contested' THEN
        written := written || ARRAY['objection', 'contested_by_id', 'contested_person_id'];
""",
        "",
    ),
    (
        "    IF NEW.status = 'decided'\n",
        """    IF (NEW.status = 'contested' OR (OLD.status = 'contested' AND NEW.status = 'public') OR NEW.status = 'decided')
       AND (NEW.status = 'contested') <> EXISTS (
        SELECT 1 FROM discipline_gradeobjection o WHERE o.proposal_id = NEW.id AND o.outcome = 'open') THEN
        RAISE EXCEPTION 'grade proposal %: it rests while an objection has no answer, and only then', OLD.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.status = 'decided'
""",
    ),
)
UNSEALED = "DROP TRIGGER what_is_sealed_stays ON discipline_gradeproposal;"
SEALED_AGAIN = """
CREATE TRIGGER what_is_sealed_stays BEFORE UPDATE ON discipline_gradeproposal
    FOR EACH ROW EXECUTE FUNCTION what_is_sealed_stays('status', 'objection=contested', 'answer=public,rejected');
"""

OBJECTION = """
CREATE FUNCTION grade_objection_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    settled text[] := ARRAY['outcome', 'answer', 'settled_by_id', 'settled_person_id', 'settled_at'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'grade objection %: never deleted', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.outcome <> 'open' OR NOT EXISTS (
            SELECT 1 FROM discipline_gradeproposal p WHERE p.id = NEW.proposal_id AND p.status IN ('public', 'contested')
               AND NEW.raised_on BETWEEN p.published_from AND p.published_until FOR SHARE) THEN
            RAISE EXCEPTION 'grade objection: heard within the publicity only' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF only_sealed_anew_in(to_jsonb(OLD), to_jsonb(NEW), ARRAY['text', 'answer']) THEN
        RETURN NEW;
    END IF;
    IF OLD.outcome <> 'open' OR to_jsonb(NEW) - settled <> to_jsonb(OLD) - settled THEN
        RAISE EXCEPTION 'grade objection %: what was said and settled is frozen', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.outcome <> 'open' AND EXISTS (
        SELECT 1 FROM discipline_gradeproposal p JOIN roster_auxiliary a ON a.id = p.auxiliary_id
         WHERE p.id = NEW.proposal_id AND NEW.settled_person_id IN (p.proposed_person_id, a.person_id)) THEN
        RAISE EXCEPTION 'grade objection %: settled by somebody apart', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grade_objection_is_kept BEFORE INSERT OR UPDATE OR DELETE ON discipline_gradeobjection
    FOR EACH ROW EXECUTE FUNCTION grade_objection_is_kept();
CREATE TRIGGER what_is_sealed_stays BEFORE UPDATE ON discipline_gradeobjection
    FOR EACH ROW EXECUTE FUNCTION what_is_sealed_stays('outcome', 'text=', 'answer=upheld,dismissed');
"""
KEPT = f"REVOKE DELETE, TRUNCATE ON discipline_gradeobjection FROM {APP};"
BACK = """
DROP TRIGGER what_is_sealed_stays ON discipline_gradeobjection;
DROP TRIGGER grade_objection_is_kept ON discipline_gradeobjection;
DROP FUNCTION grade_objection_is_kept();
"""


def someone(**more):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, **more
    )


def person(**more):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.person", **more
    )


def said(name, **more):
    label = f"discipline_gradeobjection.{name}"
    return core.crypto.SealedField(default="", label=label, max_length=1000, **more)


class Migration(migrations.Migration):
    dependencies = [
        ("discipline", "0015_grade_lowered"),
        ("organisation", "0004_versions_of_units_and_officers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GradeObjection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("settled_at", models.DateTimeField(null=True)),
                ("text", said("text", blank=False, verbose_name="objection")),
                ("answer", said("answer", blank=True, verbose_name="answer")),
                ("entered_by", someone()),
                ("entered_person", person(null=True)),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="discipline.gradeproposal",
                    ),
                ),
                ("settled_by", someone(null=True)),
                ("settled_person", person(null=True)),
            ],
            options={
                "ordering": ["raised_on", "pk"],
                "abstract": False,
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(outcome="open", settled_person__isnull=True)
                        | (~Q(outcome="open") & Q(settled_person__isnull=False, settled_at__isnull=False)),
                        name="gradeobjection_settled_by_somebody",
                        violation_error_message="A settled objection names who settled it.",
                    ),
                    models.CheckConstraint(
                        condition=Q(settled_person__isnull=True)
                        | Q(entered_person__isnull=True)
                        | ~Q(settled_person=F("entered_person")),
                        name="gradeobjection_settled_by_another",
                        violation_error_message="Whoever raised an objection does not settle it.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            MOVES + PROPOSAL + UNSEALED + OBJECTION + KEPT, SEALED_AGAIN + BACK + SEALED.PROPOSAL + MOVES_BEFORE
        ),
        *(
            migrations.RemoveField(model_name="gradeproposal", name=name)
            for name in ("objection", "contested_by", "contested_person", "answer")
        ),
    ]
