"""Quota and headcount are kept by the database: nobody is counted in without room, whoever writes the row.

Statement triggers, so that a bulk insert counts once a quota and not once a person. The quota (or post) rows are
locked before counting: two hires at once are counted one after the other. Files are never deleted.
"""

from django.conf import settings
from django.db import migrations

APP = settings.DATABASE_ROLES["app"]

KEEP_QUOTA = """
CREATE FUNCTION roster_keep_quota() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    gaining bigint[];
    uncovered bigint;
    quota record;
    used bigint;
BEGIN
    IF TG_OP = 'INSERT' THEN
        WITH entered AS (
            SELECT DISTINCT f.category, f.quota_year, u.path
            FROM fresh f JOIN organisation_unit u ON u.id = f.unit_id WHERE f.status <> 'left'
        ), over AS (
            SELECT e.path, e.category, e.quota_year, q.id FROM entered e LEFT JOIN roster_quota q
            ON q.unit_id = ANY (string_to_array(trim(trailing '.' from e.path), '.')::bigint[])
            AND q.year = e.quota_year AND q.category IN (e.category, 'any') AND q.approved_on IS NOT NULL
        )
        SELECT array_agg(DISTINCT id) FILTER (WHERE id IS NOT NULL), count(*) FILTER (WHERE id IS NULL)
        INTO gaining, uncovered FROM over;
    ELSE
        WITH changed AS (
            SELECT f.category, f.quota_year, u.path,
                   CASE WHEN o.status = 'left' THEN NULL ELSE o.category END AS old_category,
                   CASE WHEN o.status = 'left' THEN NULL ELSE v.path END AS old_path
            FROM fresh f JOIN former o ON o.id = f.id
            JOIN organisation_unit u ON u.id = f.unit_id JOIN organisation_unit v ON v.id = o.unit_id
            WHERE f.status <> 'left'
              AND (o.status = 'left' OR o.unit_id <> f.unit_id OR o.category <> f.category)
        ), over AS (
            SELECT c.*, q.id, q.category AS counts, w.path AS at FROM changed c LEFT JOIN roster_quota q
            ON q.unit_id = ANY (string_to_array(trim(trailing '.' from c.path), '.')::bigint[])
            AND q.year = c.quota_year AND q.category IN (c.category, 'any') AND q.approved_on IS NOT NULL
            LEFT JOIN organisation_unit w ON w.id = q.unit_id
        )
        SELECT array_agg(DISTINCT id) FILTER (WHERE id IS NOT NULL AND (
                   old_path IS NULL OR NOT starts_with(old_path, at)
                   OR (counts <> 'any' AND old_category <> category))),
               count(*) FILTER (WHERE id IS NULL)
        INTO gaining, uncovered FROM over;
    END IF;
    IF uncovered > 0 THEN
        RAISE EXCEPTION 'no approved quota covers this' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'quota_approved_first', TABLE = 'roster_auxiliary', SCHEMA = 'public';
    END IF;
    FOR quota IN
        SELECT q.id, q.number, q.category, u.path FROM roster_quota q JOIN organisation_unit u ON u.id = q.unit_id
        WHERE q.id = ANY (gaining) ORDER BY q.id FOR UPDATE OF q
    LOOP
        SELECT count(*) INTO used FROM roster_auxiliary a JOIN organisation_unit u ON u.id = a.unit_id
        WHERE starts_with(u.path, quota.path) AND a.status <> 'left'
          AND (quota.category = 'any' OR a.category = quota.category);
        IF used > quota.number THEN
            RAISE EXCEPTION 'quota %: % of %', quota.id, used, quota.number USING ERRCODE = 'check_violation',
                CONSTRAINT = 'quota_not_exceeded', TABLE = 'roster_auxiliary', SCHEMA = 'public';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_1_quota_in AFTER INSERT ON roster_auxiliary REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION roster_keep_quota();
CREATE TRIGGER keep_1_quota_on AFTER UPDATE ON roster_auxiliary REFERENCING OLD TABLE AS former NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION roster_keep_quota();
"""

KEEP_HEADCOUNT = """
CREATE FUNCTION roster_keep_headcount() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    gaining bigint[];
    post record;
    used bigint;
BEGIN
    IF TG_OP = 'INSERT' THEN
        gaining := ARRAY(SELECT DISTINCT post_id FROM fresh WHERE status <> 'left' AND post_id IS NOT NULL);
    ELSE
        gaining := ARRAY(
            SELECT DISTINCT f.post_id FROM fresh f JOIN former o ON o.id = f.id
            WHERE f.status <> 'left' AND f.post_id IS NOT NULL
              AND (o.status = 'left' OR o.post_id IS DISTINCT FROM f.post_id)
        );
    END IF;
    FOR post IN SELECT id, headcount FROM roster_post WHERE id = ANY (gaining) ORDER BY id FOR UPDATE LOOP
        SELECT count(*) INTO used FROM roster_auxiliary WHERE post_id = post.id AND status <> 'left';
        IF used > post.headcount THEN
            RAISE EXCEPTION 'post %: % of %', post.id, used, post.headcount USING ERRCODE = 'check_violation',
                CONSTRAINT = 'headcount_not_exceeded', TABLE = 'roster_auxiliary', SCHEMA = 'public';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_2_headcount_in AFTER INSERT ON roster_auxiliary REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION roster_keep_headcount();
CREATE TRIGGER keep_2_headcount_on AFTER UPDATE ON roster_auxiliary REFERENCING OLD TABLE AS former NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION roster_keep_headcount();
"""

TAKE_AWAY_QUOTA = """
DROP TRIGGER keep_1_quota_in ON roster_auxiliary;
DROP TRIGGER keep_1_quota_on ON roster_auxiliary;
DROP FUNCTION roster_keep_quota();
"""
TAKE_AWAY_HEADCOUNT = """
DROP TRIGGER keep_2_headcount_in ON roster_auxiliary;
DROP TRIGGER keep_2_headcount_on ON roster_auxiliary;
DROP FUNCTION roster_keep_headcount();
"""

FILES = "auxiliary quota post posting graderecord contract workcard issue relationship restriction qualification"
FILES += " document injury leaving"
NEVER_DELETED = "".join(f"REVOKE DELETE, TRUNCATE ON roster_{name} FROM {APP};\n" for name in FILES.split())
DELETED_AGAIN = "".join(f"GRANT DELETE ON roster_{name} TO {APP};\n" for name in FILES.split())


class Migration(migrations.Migration):
    dependencies = [("roster", "0001_initial"), ("core", "0002_rights_of_the_roles")]
    operations = [
        migrations.RunSQL(KEEP_QUOTA, TAKE_AWAY_QUOTA),
        migrations.RunSQL(KEEP_HEADCOUNT, TAKE_AWAY_HEADCOUNT),
        migrations.RunSQL(NEVER_DELETED, DELETED_AGAIN),
    ]
