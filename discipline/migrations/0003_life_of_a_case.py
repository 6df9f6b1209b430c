"""A case's life in the database: numbers, the table of moves, who must not judge whom, and what never changes."""

from django.conf import settings
from django.db import migrations

APP = settings.DATABASE_ROLES["app"]

NUMBERS = "CREATE SEQUENCE discipline_case_numbers; CREATE SEQUENCE discipline_appeal_numbers;"

# The pairs of discipline/rules/cases/life.py; tests/discipline/cases/test_life.py compares the two.
MOVES = """
CREATE FUNCTION case_may_move(old_status text, new_status text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT (old_status, new_status) IN (
        ('reported', 'preliminary'), ('reported', 'dropped'), ('preliminary', 'dropped'), ('preliminary', 'opened'),
        ('opened', 'investigated'), ('investigated', 'told'), ('told', 'heard'), ('heard', 'opened'),
        ('heard', 'decided'), ('decided', 'served'), ('served', 'appealed'), ('served', 'closed'),
        ('appealed', 'closed'))
$$;
"""

# Who is tied to a case: the person concerned, a near relative on file, whoever reported it.
TIED = """
CREATE FUNCTION tied_to_case(whose bigint, someone bigint, day date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM discipline_case c JOIN roster_auxiliary a ON a.id = c.auxiliary_id
         WHERE c.id = whose AND (a.person_id = someone OR c.reporter_id = someone OR EXISTS (
             SELECT 1 FROM roster_relationship r WHERE r.auxiliary_id = a.id AND r.related_id = someone
                AND r.near_relative AND r.starts_on <= day AND (r.ends_on IS NULL OR r.ends_on >= day))))
$$;
"""

CASE = """
CREATE FUNCTION case_keeps_to_its_life() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- What each act writes; everything else stays as it was.
    always text[] := ARRAY['status', 'revision', 'due_on'];
    acts text[] := CASE OLD.status || '>' || NEW.status
        WHEN 'reported>dropped' THEN ARRAY['closing', 'closed_on']
        WHEN 'preliminary>dropped' THEN ARRAY['closing', 'closed_on']
        WHEN 'preliminary>opened' THEN ARRAY['opened_on']
        WHEN 'opened>investigated' THEN ARRAY['findings', 'concluded_on']
        WHEN 'investigated>told' THEN ARRAY['intended', 'told_how', 'told_on', 'statement_until']
        WHEN 'told>heard' THEN ARRAY['heard_on', 'heard_how']
        WHEN 'heard>opened' THEN ARRAY['closing', 'intended', 'told_how', 'told_on', 'statement_until', 'heard_on',
                                       'heard_how', 'concluded_on']
        WHEN 'heard>decided' THEN ARRAY['outcome', 'grounds', 'decided_on', 'decider_id', 'decider_person_id']
        WHEN 'decided>served' THEN ARRAY['served_on', 'served_how', 'appeal_until']
        WHEN 'served>appealed' THEN ARRAY['appealed']
        WHEN 'served>closed' THEN ARRAY['closed_on']
        WHEN 'appealed>closed' THEN ARRAY['closed_on']
        ELSE ARRAY[]::text[] END;
    sealed text[] := ARRAY['subject', 'findings', 'grounds', 'closing'];  -- sealed anew when keys are changed
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'case %: never deleted', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'reported' THEN
            RAISE EXCEPTION 'case %: begins with its report', NEW.number USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.status <> OLD.status AND NOT case_may_move(OLD.status, NEW.status) THEN
        RAISE EXCEPTION 'case %: from % never to %', OLD.number, OLD.status, NEW.status
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF to_jsonb(NEW) - always - acts - sealed <> to_jsonb(OLD) - always - acts - sealed THEN
        RAISE EXCEPTION 'case %: what is on record does not change', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.status = 'opened' AND NEW.status = 'investigated' AND (
        SELECT count(DISTINCT o.person_id) FROM discipline_investigator i JOIN organisation_officer o ON o.id = i.officer_id
         WHERE i.case_id = NEW.id AND i.relieved_on IS NULL) < 2 THEN
        RAISE EXCEPTION 'case %: two people investigate', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.status = 'told' AND NEW.status = 'heard' AND NEW.heard_how = 'term_over'
       AND NEW.heard_on <= NEW.statement_until THEN
        RAISE EXCEPTION 'case %: the term for the statement still runs', OLD.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.status = 'heard' AND OLD.status <> 'heard' AND NEW.heard_how <> 'term_over' AND NOT EXISTS (
        SELECT 1 FROM discipline_statement s WHERE s.case_id = NEW.id AND s.made_on >= NEW.told_on) THEN
        RAISE EXCEPTION 'case %: no statement is on record', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.status = 'heard' AND NEW.status = 'decided' THEN
        IF tied_to_case(NEW.id, NEW.decider_person_id, NEW.decided_on) OR EXISTS (
            SELECT 1 FROM discipline_investigator i JOIN organisation_officer o ON o.id = i.officer_id
             WHERE i.case_id = NEW.id AND o.person_id = NEW.decider_person_id) THEN
            RAISE EXCEPTION 'case %: whoever investigated it or is tied to it does not decide', OLD.number
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF NOT EXISTS (SELECT 1 FROM accounts_user u WHERE u.id = NEW.decider_id
                          AND u.person_id = NEW.decider_person_id) THEN
            RAISE EXCEPTION 'case %: the decider is who signed in', OLD.number USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER case_keeps_to_its_life BEFORE INSERT OR UPDATE OR DELETE ON discipline_case
    FOR EACH ROW EXECUTE FUNCTION case_keeps_to_its_life();
"""

INVESTIGATOR = """
CREATE FUNCTION investigator_is_free() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    state text;
    someone bigint;
    what text[] := ARRAY['relieved_on', 'reason'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'investigator %: never deleted, they are relieved', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(NEW) - what <> to_jsonb(OLD) - what OR (OLD.relieved_on IS NOT NULL
           AND NEW.relieved_on IS DISTINCT FROM OLD.relieved_on) THEN
            RAISE EXCEPTION 'investigator %: only relieved, once', OLD.id USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    SELECT status INTO state FROM discipline_case WHERE id = NEW.case_id FOR SHARE;
    IF state NOT IN ('preliminary', 'opened') THEN
        RAISE EXCEPTION 'case %: investigators are named while it is looked into', NEW.case_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT person_id INTO someone FROM organisation_officer WHERE id = NEW.officer_id;
    IF tied_to_case(NEW.case_id, someone, NEW.named_on) THEN
        RAISE EXCEPTION 'case %: whoever is tied to it does not investigate', NEW.case_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER investigator_is_free BEFORE INSERT OR UPDATE OR DELETE ON discipline_investigator
    FOR EACH ROW EXECUTE FUNCTION investigator_is_free();
"""

# A measure stands on a decision of its case, is never deleted, and its effects do not change once they began.
SANCTION = """
CREATE FUNCTION sanction_stands_on_a_decision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    state text;
    later text[] := ARRAY['revoked_on', 'ended_on'];
    began text[] := ARRAY['starts_on', 'ends_on', 'pay_share', 'bars_promotion', 'bars_award', 'weighs_on_renewal', 'basis'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'sanction %: never deleted, it is taken back', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        SELECT status INTO state FROM discipline_case WHERE id = NEW.case_id;
        IF state NOT IN ('decided', 'appealed') THEN
            RAISE EXCEPTION 'case %: no sanction without a decision', NEW.case_id USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - later - began <> to_jsonb(OLD) - later - began
       OR (OLD.starts_on IS NOT NULL AND to_jsonb(NEW) - later <> to_jsonb(OLD) - later)
       OR (OLD.revoked_on IS NOT NULL AND NEW.revoked_on IS DISTINCT FROM OLD.revoked_on)
       OR (OLD.ended_on IS NOT NULL AND NEW.ended_on IS DISTINCT FROM OLD.ended_on) THEN
        RAISE EXCEPTION 'sanction %: what was decided does not change', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sanction_stands_on_a_decision BEFORE INSERT OR UPDATE OR DELETE ON discipline_sanction
    FOR EACH ROW EXECUTE FUNCTION sanction_stands_on_a_decision();
"""

APPEAL = """
CREATE FUNCTION appeal_is_answered_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whose record;
    answer text[] := ARRAY['handler_id', 'handler_person_id', 'answered_on', 'verdict', 'reasons'];
    sealed text[] := ARRAY['grounds', 'reasons'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'appeal %: never deleted', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT * INTO whose FROM discipline_case WHERE id = NEW.case_id FOR SHARE;
    IF TG_OP = 'INSERT' THEN
        IF whose.status <> 'served' OR NEW.filed_on > whose.appeal_until OR NEW.verdict <> '' THEN
            RAISE EXCEPTION 'appeal %: against a served decision, within its term', NEW.number
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - answer - sealed <> to_jsonb(OLD) - answer - sealed
       OR (OLD.verdict <> '' AND to_jsonb(NEW) - sealed <> to_jsonb(OLD) - sealed) THEN
        RAISE EXCEPTION 'appeal %: filed once, answered once', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.verdict <> '' AND OLD.verdict = '' AND (
        NEW.handler_person_id = whose.decider_person_id
        OR tied_to_case(NEW.case_id, NEW.handler_person_id, NEW.answered_on)
        OR NOT EXISTS (SELECT 1 FROM accounts_user u WHERE u.id = NEW.handler_id AND u.person_id = NEW.handler_person_id)
        OR EXISTS (SELECT 1 FROM discipline_investigator i JOIN organisation_officer o ON o.id = i.officer_id
                    WHERE i.case_id = NEW.case_id AND o.person_id = NEW.handler_person_id)) THEN
        RAISE EXCEPTION 'appeal %: answered by somebody who took no part', OLD.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER appeal_is_answered_by_another BEFORE INSERT OR UPDATE OR DELETE ON discipline_appeal
    FOR EACH ROW EXECUTE FUNCTION appeal_is_answered_by_another();
"""

# Statements, suspensions and proceedings: added, and ended once.
PARTS = """
CREATE FUNCTION part_of_a_case_ends_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ends text[] := CASE TG_TABLE_NAME
        WHEN 'discipline_suspension' THEN ARRAY['lifted_on']
        WHEN 'discipline_matter' THEN ARRAY['until', 'result']
        ELSE ARRAY[]::text[] END;
    sealed text[] := ARRAY['words', 'authority'];
    mark text := CASE TG_TABLE_NAME WHEN 'discipline_suspension' THEN 'lifted_on' ELSE 'until' END;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '%: never deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    IF to_jsonb(NEW) - ends - sealed <> to_jsonb(OLD) - ends - sealed
       OR (to_jsonb(OLD) ->> mark IS NOT NULL AND to_jsonb(NEW) - sealed <> to_jsonb(OLD) - sealed) THEN
        RAISE EXCEPTION '%: what is on record does not change', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
TABLES = ("discipline_statement", "discipline_suspension", "discipline_matter")
ON_PARTS = "".join(
    f"""
CREATE TRIGGER part_of_a_case_ends_once BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION part_of_a_case_ends_once();
"""
    for table in TABLES
)
ALL = ("discipline_case", "discipline_investigator", "discipline_sanction", "discipline_appeal", *TABLES)
KEPT = "".join(f"REVOKE DELETE, TRUNCATE ON {table} FROM {APP};" for table in ALL)

BACK = (
    "".join(f"DROP TRIGGER part_of_a_case_ends_once ON {table};" for table in TABLES)
    + "DROP TRIGGER case_keeps_to_its_life ON discipline_case;"
    "DROP TRIGGER investigator_is_free ON discipline_investigator;"
    "DROP TRIGGER sanction_stands_on_a_decision ON discipline_sanction;"
    "DROP TRIGGER appeal_is_answered_by_another ON discipline_appeal;"
    "DROP FUNCTION part_of_a_case_ends_once(); DROP FUNCTION appeal_is_answered_by_another();"
    "DROP FUNCTION sanction_stands_on_a_decision(); DROP FUNCTION investigator_is_free();"
    "DROP FUNCTION case_keeps_to_its_life(); DROP FUNCTION tied_to_case(bigint, bigint, date);"
    "DROP FUNCTION case_may_move(text, text);"
    "DROP SEQUENCE discipline_case_numbers; DROP SEQUENCE discipline_appeal_numbers;"
)


class Migration(migrations.Migration):
    dependencies = [
        ("discipline", "0002_cases"),
        ("core", "0002_rights_of_the_roles"),
        ("roster", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(
            NUMBERS + MOVES + TIED + CASE + INVESTIGATOR + SANCTION + APPEAL + PARTS + ON_PARTS + KEPT, BACK
        )
    ]
