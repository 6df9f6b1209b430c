"""What the database holds about emergency rights, whoever writes: they are nobody's own doing, end, and stay on file."""

from django.db import migrations

HOLD = """
CREATE FUNCTION accounts_emergency_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'emergency rights stay on file' USING ERRCODE = 'check_violation', CONSTRAINT = 'emergency_holds';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('accounts_keep_apart', NEW.person_id));
    IF NEW.person_id IS DISTINCT FROM (SELECT person_id FROM accounts_user WHERE id = NEW.user_id)
       OR NEW.decider_id IS DISTINCT FROM (SELECT person_id FROM accounts_user WHERE id = NEW.decided_by_id)
       OR NEW.reviewer_id IS DISTINCT FROM (SELECT person_id FROM accounts_user WHERE id = NEW.reviewed_by_id) THEN
        RAISE EXCEPTION 'emergency rights name the person of the account'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'emergency_holds';
    END IF;
    IF NEW.status IN ('asked', 'opened') AND NEW.reviewed_at IS NULL AND EXISTS (
        SELECT FROM accounts_role r JOIN accounts_user u ON u.id = r.user_id
        WHERE u.person_id = NEW.person_id AND r."group" IN ('sysadmin', 'secadmin', 'auditor')
          AND (r.ends_on IS NULL OR r.ends_on >= CURRENT_DATE)
    ) THEN
        RAISE EXCEPTION 'an administrator is given no emergency rights'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'emergency_holds';
    END IF;
    IF NEW.first_code_id IS NOT NULL AND EXISTS (
        SELECT FROM accounts_sealedcode a, accounts_sealedcode b
        WHERE a.id = NEW.first_code_id AND b.id = NEW.second_code_id
          AND (a.holder_id = b.holder_id OR NEW.person_id IN (a.holder_id, b.holder_id))
    ) THEN
        RAISE EXCEPTION 'two sealed codes are held by two others'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'emergency_holds';
    END IF;
    IF TG_OP = 'UPDATE' AND (
        (NEW.user_id, NEW.person_id, NEW."group", NEW.unit_id, NEW.minutes, NEW.reason, NEW.asked_at)
            IS DISTINCT FROM (OLD.user_id, OLD.person_id, OLD."group", OLD.unit_id, OLD.minutes, OLD.reason, OLD.asked_at)
        OR OLD.status <> 'asked' AND (
            (NEW.status, NEW.opened_at, NEW.decided_by_id, NEW.first_code_id, NEW.second_code_id)
                IS DISTINCT FROM (OLD.status, OLD.opened_at, OLD.decided_by_id, OLD.first_code_id, OLD.second_code_id)
            OR NEW.ends_at > OLD.ends_at OR (NEW.ends_at IS NULL) <> (OLD.ends_at IS NULL))
        OR OLD.reviewed_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'emergency rights are not changed or made longer: new ones are asked for'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'emergency_holds';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER emergency_holds BEFORE INSERT OR UPDATE OR DELETE ON accounts_breakglass
    FOR EACH ROW EXECUTE FUNCTION accounts_emergency_holds();

CREATE FUNCTION accounts_code_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.used_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL
       OR (NEW.holder_id, NEW.code_hash, NEW.made_at) IS DISTINCT FROM (OLD.holder_id, OLD.code_hash, OLD.made_at) THEN
        RAISE EXCEPTION 'a sealed code is used once and stays on file'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sealed_code_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sealed_code_once BEFORE UPDATE OR DELETE ON accounts_sealedcode
    FOR EACH ROW EXECUTE FUNCTION accounts_code_once();

CREATE FUNCTION accounts_no_emergency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM accounts_breakglass e JOIN accounts_user u ON u.id = NEW.user_id
        WHERE e.person_id = u.person_id AND (e.status = 'asked' OR e.status = 'opened' AND e.ends_at > now())
    ) THEN
        RAISE EXCEPTION 'an administrator is given no emergency rights'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'emergency_holds';
    END IF;
    RETURN NULL;
END $$;
-- After `administrators_apart`, by name: that one has taken the lock of this person, as the other side does.
CREATE TRIGGER administrators_no_emergency AFTER INSERT OR UPDATE OF user_id, "group" ON accounts_role
    FOR EACH ROW WHEN (NEW."group" IN ('sysadmin', 'secadmin', 'auditor')) EXECUTE FUNCTION accounts_no_emergency();
"""
LET_GO = """
DROP TRIGGER administrators_no_emergency ON accounts_role;
DROP FUNCTION accounts_no_emergency();
DROP TRIGGER sealed_code_once ON accounts_sealedcode;
DROP FUNCTION accounts_code_once();
DROP TRIGGER emergency_holds ON accounts_breakglass;
DROP FUNCTION accounts_emergency_holds();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_break_glass")]
    operations = [migrations.RunSQL(HOLD, LET_GO)]
