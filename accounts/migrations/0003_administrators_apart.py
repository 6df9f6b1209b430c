"""The database itself keeps the three administrators apart: whoever holds one of their roles holds no other role.

It looks at natural persons, through all their accounts, whichever way a role, an account or its person is written.
"""

from django.db import migrations

APART = """
CREATE FUNCTION accounts_keep_apart(who bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('accounts_keep_apart', who));
    IF EXISTS (
        SELECT FROM accounts_role a JOIN accounts_user u ON u.id = a.user_id
        JOIN accounts_user v ON v.person_id = u.person_id JOIN accounts_role b ON b.user_id = v.id AND b.id <> a.id
        WHERE u.person_id = who AND a."group" IN ('sysadmin', 'secadmin', 'auditor')
          AND daterange(a.starts_on, a.ends_on, '[]') && daterange(b.starts_on, b.ends_on, '[]')
    ) THEN
        RAISE EXCEPTION 'an administrator holds no other role: person %', who
            USING ERRCODE = 'check_violation', CONSTRAINT = 'administrators_apart';
    END IF;
END $$;

CREATE FUNCTION accounts_role_apart() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE who bigint;
BEGIN
    SELECT person_id INTO who FROM accounts_user WHERE id = NEW.user_id;
    IF who IS NOT NULL THEN
        PERFORM accounts_keep_apart(who);
    ELSIF NEW."group" IN ('sysadmin', 'secadmin', 'auditor') THEN
        RAISE EXCEPTION 'an administrator is a named person: account %', NEW.user_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'administrators_apart';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION accounts_user_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.person_id IS NOT NULL THEN
        PERFORM accounts_keep_apart(NEW.person_id);
    ELSIF EXISTS (SELECT FROM accounts_role WHERE user_id = NEW.id AND "group" IN ('sysadmin', 'secadmin', 'auditor')) THEN
        RAISE EXCEPTION 'an administrator is a named person: account %', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'administrators_apart';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER administrators_apart AFTER INSERT OR UPDATE OF user_id, "group", starts_on, ends_on ON accounts_role
    FOR EACH ROW EXECUTE FUNCTION accounts_role_apart();
CREATE TRIGGER administrators_named AFTER UPDATE OF person_id ON accounts_user
    FOR EACH ROW WHEN (OLD.person_id IS DISTINCT FROM NEW.person_id) EXECUTE FUNCTION accounts_user_apart();
"""
TOGETHER = """
DROP TRIGGER administrators_named ON accounts_user;
DROP TRIGGER administrators_apart ON accounts_role;
DROP FUNCTION accounts_user_apart();
DROP FUNCTION accounts_role_apart();
DROP FUNCTION accounts_keep_apart(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_second_factor")]
    operations = [migrations.RunSQL(APART, TOGETHER)]
