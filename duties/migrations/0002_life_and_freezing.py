"""An assignment's life in the database: numbers, the transition table, and what was submitted stays frozen."""

from django.conf import settings
from django.db import migrations

APP = settings.DATABASE_ROLES["app"]

NUMBERS = "CREATE SEQUENCE duties_assignment_numbers;"

# The pairs of duties/life.py; tests/duties/test_life.py compares the two.
MOVES = """
CREATE FUNCTION assignment_may_move(old_status text, new_status text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT (old_status, new_status) IN (
        ('draft', 'pending'), ('draft', 'referred'), ('draft', 'withdrawn'),
        ('returned', 'pending'), ('returned', 'referred'), ('returned', 'withdrawn'), ('returned', 'expired'),
        ('referred', 'pending'), ('referred', 'rejected'), ('referred', 'withdrawn'), ('referred', 'expired'),
        ('pending', 'approved'), ('pending', 'returned'), ('pending', 'rejected'), ('pending', 'withdrawn'),
        ('pending', 'expired'),
        ('approved', 'under_way'), ('approved', 'stopped'),
        ('under_way', 'completed'), ('under_way', 'stopped'))
$$;
"""

# While it is a draft (or was returned) everything may be written; afterwards only what the acts themselves write.
FROZEN = """
CREATE FUNCTION assignment_keeps_to_its_life() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    acts text[] := ARRAY['status', 'version', 'decision', 'decided_at', 'screening', 'approver_id',
        'approver_officer_id', 'approved_at', 'closed_by_id', 'closed_at', 'reason', 'began_at', 'remarks', 'revision'];
    between_acts text[] := CASE OLD.status
        WHEN 'pending' THEN ARRAY['decision', 'decided_at']
        WHEN 'referred' THEN ARRAY['decision', 'decided_at', 'screening']
        WHEN 'approved' THEN ARRAY['flagged_unled_at']
        ELSE ARRAY[]::text[] END;
    computed text[] := ARRAY['first_day', 'last_day'];  -- from starts_at and ends_at, after this trigger
    written text[];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'assignment %: never deleted, it is withdrawn', OLD.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'draft' THEN
            RAISE EXCEPTION 'assignment %: begins as a draft', NEW.number USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.status <> OLD.status AND NOT assignment_may_move(OLD.status, NEW.status) THEN
        RAISE EXCEPTION 'assignment %: from % never to %', OLD.number, OLD.status, NEW.status
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.number, NEW.requester_id, NEW.requester_person_id, NEW.created_at)
       IS DISTINCT FROM (OLD.number, OLD.requester_id, OLD.requester_person_id, OLD.created_at) THEN
        RAISE EXCEPTION 'assignment %: who asked stays who asked', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    written := computed || CASE WHEN NEW.status = OLD.status THEN between_acts ELSE acts END;
    IF OLD.status NOT IN ('draft', 'returned') AND to_jsonb(NEW) - written <> to_jsonb(OLD) - written THEN
        RAISE EXCEPTION 'assignment %: what was submitted is frozen', OLD.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NOT (OLD.status = 'pending' AND NEW.status = 'approved')
       AND (NEW.approver_id, NEW.approver_officer_id, NEW.approved_at)
       IS DISTINCT FROM (OLD.approver_id, OLD.approver_officer_id, OLD.approved_at) THEN
        RAISE EXCEPTION 'assignment %: who approved is written by the approval only', OLD.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.version <> OLD.version AND NOT (OLD.status = 'pending' AND NEW.status = 'returned'
                                           AND NEW.version = OLD.version + 1) THEN
        RAISE EXCEPTION 'assignment %: a new version begins only when it is returned', OLD.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assignment_keeps_to_its_life BEFORE INSERT OR UPDATE OR DELETE ON duties_assignment
    FOR EACH ROW EXECUTE FUNCTION assignment_keeps_to_its_life();
"""

# Duties, members, commander and leads belong to what was submitted. The assignment is locked while they are written,
# so that nothing slips in beside a submission. Presence and attendance are written afterwards; a ruling names duties.
CHILDREN = """
CREATE FUNCTION assignment_parts_are_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whose bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.assignment_id ELSE NEW.assignment_id END;
    presence text[] := ARRAY['came_at', 'left_at', 'confirmed_at', 'confirmed_by_id'];
    state text;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.assignment_id <> OLD.assignment_id THEN
        RAISE EXCEPTION '%: a part stays with its assignment', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT status INTO state FROM duties_assignment WHERE id = whose FOR SHARE;
    IF state IN ('draft', 'returned') THEN
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND state IN ('approved', 'under_way')
       AND to_jsonb(NEW) - presence = to_jsonb(OLD) - presence THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' AND TG_TABLE_NAME = 'duties_assignmentduty' AND state = 'referred' THEN
        IF to_jsonb(NEW) ->> 'source' = 'ruling' AND EXISTS (
            SELECT 1 FROM duties_ruling r WHERE r.assignment_id = whose AND r.about = 'unclear' AND r.allows
               AND to_jsonb(NEW) ->> 'code' = ANY (r.named_codes)) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '%: what was submitted is frozen (assignment % is %)', TG_TABLE_NAME, whose, state
        USING ERRCODE = 'restrict_violation';
END $$;
"""

PARTS = ("duties_assignmentduty", "duties_member", "duties_commander", "duties_lead")
ON_CHILDREN = "".join(
    f"""
CREATE TRIGGER assignment_parts_are_frozen BEFORE INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION assignment_parts_are_frozen();
"""
    for table in PARTS
)

KEPT = ("duties_assignmentversion", "duties_refusedattempt", "duties_ruling")
INSERT_ONLY = "".join(
    f"""
CREATE TRIGGER {table}_is_insert_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION insert_only();
REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APP};
"""
    for table in KEPT
)

BACK = (
    "".join(f"DROP TRIGGER {table}_is_insert_only ON {table};" for table in KEPT)
    + "".join(f"DROP TRIGGER assignment_parts_are_frozen ON {table};" for table in PARTS)
    + "DROP TRIGGER assignment_keeps_to_its_life ON duties_assignment;"
    "DROP FUNCTION assignment_parts_are_frozen(); DROP FUNCTION assignment_keeps_to_its_life();"
    "DROP FUNCTION assignment_may_move(text, text); DROP SEQUENCE duties_assignment_numbers;"
)


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_assignments"), ("core", "0002_rights_of_the_roles")]
    operations = [migrations.RunSQL(NUMBERS + MOVES + FROZEN + CHILDREN + ON_CHILDREN + INSERT_ONLY, BACK)]
