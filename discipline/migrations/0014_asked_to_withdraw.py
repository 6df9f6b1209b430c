"""The person asks that an investigator withdraw: who asks and answers, and no decision before the answer."""

import importlib

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.crypto

EARLIER = importlib.import_module("discipline.migrations.0012_appeal_after_closing")
APP = settings.DATABASE_ROLES["app"]


def _with(made, *changes):
    for old, new in changes:
        if made.count(old) != 1:
            raise ValueError(old)
        made = made.replace(old, new)
    return made


MOVES = _with(
    EARLIER.MOVES, ("('heard', 'opened'),", "('heard', 'opened'), ('investigated', 'opened'), ('told', 'opened'),")
)
BLANK = "ARRAY['intended', 'told_how', 'told_on', 'statement_until', 'heard_on', 'heard_how', 'concluded_on']"
CASE = _with(
    EARLIER.CASE,
    (
        "        WHEN 'heard>decided'",
        f"        WHEN 'investigated>opened' THEN {BLANK}\n        WHEN 'told>opened' THEN {BLANK}\n"
        "        WHEN 'heard>decided'",
    ),
    (
        "    IF OLD.status = 'heard' AND NEW.status = 'decided' THEN\n",
        """    IF OLD.status = 'heard' AND NEW.status = 'decided' THEN
        IF EXISTS (SELECT 1 FROM discipline_withdrawal w WHERE w.case_id = NEW.id AND w.answer = '') THEN
            RAISE EXCEPTION 'case %: the person asked that somebody withdraw, and has no answer', OLD.number
                USING ERRCODE = 'restrict_violation';
        END IF;
""",
    ),
)

WITHDRAWAL = """
CREATE FUNCTION withdrawal_is_answered_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    answered text[] := ARRAY['answer', 'answered_on', 'handler_id', 'handler_person_id', 'reasons'];
    sealed text[] := ARRAY['reason', 'reasons'];
    state text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'withdrawal %: never deleted', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        SELECT status INTO state FROM discipline_case WHERE id = NEW.case_id FOR SHARE;
        IF state NOT IN ('told', 'heard') OR NEW.answer <> '' OR NOT EXISTS (
            SELECT 1 FROM discipline_investigator i WHERE i.id = NEW.investigator_id AND i.case_id = NEW.case_id
               AND i.relieved_on IS NULL) THEN
            RAISE EXCEPTION 'withdrawal: asked of an investigator, after being told and before the decision'
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF NOT EXISTS (
            SELECT 1 FROM discipline_case c JOIN roster_auxiliary a ON a.id = c.auxiliary_id
              JOIN accounts_user u ON u.person_id = a.person_id WHERE c.id = NEW.case_id AND u.id = NEW.asked_by_id) THEN
            RAISE EXCEPTION 'withdrawal: asked by the person concerned' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - answered - sealed <> to_jsonb(OLD) - answered - sealed
       OR (OLD.answer <> '' AND to_jsonb(NEW) - sealed <> to_jsonb(OLD) - sealed) THEN
        RAISE EXCEPTION 'withdrawal %: asked once, answered once', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.answer <> '' AND OLD.answer = '' THEN
        IF tied_to_case(NEW.case_id, NEW.handler_person_id, NEW.answered_on)
           OR NOT EXISTS (SELECT 1 FROM accounts_user u WHERE u.id = NEW.handler_id AND u.person_id = NEW.handler_person_id)
           OR EXISTS (SELECT 1 FROM discipline_investigator i JOIN organisation_officer o ON o.id = i.officer_id
                       WHERE i.case_id = NEW.case_id AND o.person_id = NEW.handler_person_id) THEN
            RAISE EXCEPTION 'withdrawal %: answered by somebody who neither investigates nor is tied to it', OLD.id
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.answer = 'granted' AND EXISTS (
            SELECT 1 FROM discipline_investigator i WHERE i.id = NEW.investigator_id AND i.relieved_on IS NULL) THEN
            RAISE EXCEPTION 'withdrawal %: granted, and the officer still investigates', OLD.id
                USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER withdrawal_is_answered_by_another BEFORE INSERT OR UPDATE OR DELETE ON discipline_withdrawal
    FOR EACH ROW EXECUTE FUNCTION withdrawal_is_answered_by_another();
CREATE TRIGGER what_is_sealed_stays BEFORE UPDATE ON discipline_withdrawal
    FOR EACH ROW EXECUTE FUNCTION what_is_sealed_stays('', 'reason=', 'reasons=*');
"""
KEPT = f"REVOKE DELETE, TRUNCATE ON discipline_withdrawal FROM {APP};"
BACK = """
DROP TRIGGER what_is_sealed_stays ON discipline_withdrawal;
DROP TRIGGER withdrawal_is_answered_by_another ON discipline_withdrawal;
DROP FUNCTION withdrawal_is_answered_by_another();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("discipline", "0013_cases_in_order"),
        ("organisation", "0004_versions_of_units_and_officers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    core.crypto.SealedField(
                        blank=False,
                        default="",
                        label="discipline_withdrawal.reason",
                        max_length=1000,
                        verbose_name="why",
                    ),
                ),
                ("asked_on", models.DateField(verbose_name="asked on")),
                ("due_on", models.DateField(verbose_name="answer until")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("granted", "granted"), ("refused", "refused")],
                        max_length=8,
                        verbose_name="answer",
                    ),
                ),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="answered on")),
                (
                    "reasons",
                    core.crypto.SealedField(
                        blank=True,
                        default="",
                        label="discipline_withdrawal.reasons",
                        max_length=1000,
                        verbose_name="reasons",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="withdrawals", to="discipline.case"
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "handler_person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
                (
                    "investigator",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="discipline.investigator",
                        verbose_name="who is to withdraw",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
                "indexes": [
                    models.Index(condition=models.Q(("answer", "")), fields=["due_on"], name="withdrawal_waits")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""), ("answered_on", None), ("handler", None), ("handler_person", None)
                            ),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_on__isnull", False),
                                ("handler__isnull", False),
                                ("handler_person__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="who_answers_a_withdrawal_is_named",
                    )
                ],
            },
        ),
        migrations.RunSQL(MOVES + CASE + WITHDRAWAL + KEPT, BACK + EARLIER.MOVES + EARLIER.CASE),
    ]
