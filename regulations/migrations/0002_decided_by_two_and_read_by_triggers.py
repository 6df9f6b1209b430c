"""What two persons decided is never rewritten; the mirror is the owner's; triggers of other rooms ask two questions."""

from django.conf import settings
from django.db import migrations

APP = settings.DATABASE_ROLES["app"]
TWO_PERSON_TABLES = (
    "regulations_localban",
    "regulations_banlift",
    "regulations_localvalue",
    "regulations_confirmation",
)

# A proposal may only be decided, and only once: every other column keeps what the first person wrote.
FROZEN = """
CREATE FUNCTION decided_once_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    decision text[] := ARRAY['approved_by_id', 'approved_at', 'declined_by_id', 'declined_at', 'declined_because'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '% is insert-only: DELETE refused', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.approved_at IS NOT NULL OR OLD.declined_at IS NOT NULL THEN
        RAISE EXCEPTION '% % is decided: nothing of it changes', TG_TABLE_NAME, OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF to_jsonb(NEW) - decision <> to_jsonb(OLD) - decision THEN
        RAISE EXCEPTION '% %: a proposal is decided, not rewritten', TG_TABLE_NAME, OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""

# Nobody writes an approved row in one go: it is proposed first, decided afterwards.
PROPOSED_FIRST = """
CREATE FUNCTION proposed_before_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.approved_at IS NOT NULL OR NEW.declined_at IS NOT NULL THEN
        RAISE EXCEPTION '%: propose first, another person decides afterwards', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""

# Which place's rules a unit follows on a day: the newest row of the nearest unit upward that has one; else the nation.
PACK_OF_UNIT = """
CREATE FUNCTION pack_of_unit(unit_path text, on_day date) RETURNS varchar LANGUAGE sql STABLE AS $$
    SELECT COALESCE(
        (SELECT j.pack FROM organisation_unitjurisdiction j JOIN organisation_unit u ON u.id = j.unit_id
          WHERE starts_with(unit_path, u.path) AND j.since <= on_day
          ORDER BY length(u.path) DESC, j.since DESC LIMIT 1),
        'CN')
$$;
"""

DUTY_IS_BANNED = """
CREATE FUNCTION duty_is_banned(unit_path text, duty_code text, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM regulations_localban b JOIN organisation_unit u ON u.id = b.unit_id
         WHERE b.duty = duty_code AND starts_with(unit_path, u.path) AND b.approved_at IS NOT NULL
           AND b.since <= on_day AND (b.until IS NULL OR b.until >= on_day)
           AND NOT EXISTS (SELECT 1 FROM regulations_banlift l
                            WHERE l.ban_id = b.id AND l.approved_at IS NOT NULL AND l.last_day < on_day))
$$;
"""

TRIGGERS = "".join(
    f"""
CREATE TRIGGER proposed_before_decided BEFORE INSERT ON {table}
    FOR EACH ROW EXECUTE FUNCTION proposed_before_decided();
CREATE TRIGGER decided_once_by_another BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION decided_once_by_another();
REVOKE DELETE, TRUNCATE ON {table} FROM {APP};
"""
    for table in TWO_PERSON_TABLES
)
MIRROR_IS_READ = f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON regulations_verdictmirror FROM {APP};"

BACK = "".join(
    f"DROP TRIGGER decided_once_by_another ON {table}; DROP TRIGGER proposed_before_decided ON {table};"
    for table in TWO_PERSON_TABLES
) + (
    "DROP FUNCTION duty_is_banned(text, text, date); DROP FUNCTION pack_of_unit(text, date);"
    "DROP FUNCTION proposed_before_decided(); DROP FUNCTION decided_once_by_another();"
)


class Migration(migrations.Migration):
    dependencies = [
        ("regulations", "0001_initial"),
        ("organisation", "0001_initial"),
        ("core", "0002_rights_of_the_roles"),
    ]
    operations = [
        migrations.RunSQL(FROZEN + PROPOSED_FIRST + PACK_OF_UNIT + DUTY_IS_BANNED + TRIGGERS + MIRROR_IS_READ, BACK),
    ]
