"""The audit trail gets an owner of its own, and at commit every entry becomes a link of a chain of hashes (ADR 0008).

Why two steps: the deferred trigger on the entries only notes the transaction in a queue; the deferred trigger on the
queue, which PostgreSQL runs after every other one of the commit, takes the lock. So the lock is always taken last.
"""

from django.conf import settings
from django.db import migrations, models

ROLES = settings.DATABASE_ROLES
APP, READ, OWNER, AUDIT = ROLES["app"], ROLES["read"], ROLES["owner"], ROLES["audit"]

# The first form in which an entry is told to be hashed. Another form later gets another number; this one stays.
FORM_1 = """jsonb_build_array(
    e.id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.action, e.success, e.actor_id, e.actor_name,
    e.person_id, e.object_type, e.object_id, e.object_label, e.unit_path, e.before, e.after, e.reason, e.request_id,
    e.address, e.entrance, e.roles, e.utc_offset)::text"""

CHECK_ROLE = f"""
DO $$ BEGIN
  IF NOT pg_has_role('{OWNER}', '{AUDIT}', 'MEMBER') THEN
    RAISE EXCEPTION 'The role {AUDIT} is missing: run docker/postgres/roles.sh (roles.sql, database.sql) first.';
  END IF;
EXCEPTION WHEN undefined_object THEN
  RAISE EXCEPTION 'The role {AUDIT} is missing: run docker/postgres/roles.sh (roles.sql, database.sql) first.';
END $$;
"""

QUEUE = """
CREATE TABLE core_auditqueue (act xid8 PRIMARY KEY, entry_id bigint NOT NULL);
COMMENT ON TABLE core_auditqueue IS 'Transactions whose entries still need their links; empty whenever one has ended.';
"""

HAND_OVER = f"""
ALTER TABLE core_auditentry OWNER TO {AUDIT};
ALTER TABLE core_auditlink OWNER TO {AUDIT};
ALTER TABLE core_auditqueue OWNER TO {AUDIT};
SET LOCAL ROLE {AUDIT};
REVOKE ALL ON core_auditentry, core_auditlink, core_auditqueue FROM {APP}, {READ}, {OWNER}, PUBLIC;
GRANT SELECT, INSERT ON core_auditentry TO {APP};
GRANT SELECT ON core_auditlink TO {APP};
GRANT SELECT ON core_auditentry, core_auditlink TO {READ};
GRANT SELECT ON core_auditentry, core_auditlink, core_auditqueue TO {OWNER};

DROP TRIGGER audit_is_insert_only ON core_auditentry;
DROP TRIGGER audit_is_never_emptied ON core_auditentry;

-- Only the retention job, running as the owner of the trail, takes away the oldest entries, up to where it says.
CREATE FUNCTION core_audit_only_grows() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_user = '{AUDIT}' AND current_setting('auxpolice.pruning', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is insert-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION core_audit_queue() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- Made immediate (SET CONSTRAINTS), this runs entry by entry, though the first one's link has linked them all.
    IF EXISTS (SELECT FROM public.core_auditlink l WHERE l.entry_id = NEW.id) THEN
        RETURN NULL;
    END IF;
    INSERT INTO public.core_auditqueue AS q (act, entry_id) VALUES (pg_current_xact_id(), NEW.id)
    ON CONFLICT (act) DO UPDATE SET entry_id = excluded.entry_id WHERE excluded.entry_id < q.entry_id;
    RETURN NULL;
END $$;

CREATE FUNCTION core_audit_link() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan
SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    first bigint;
    place bigint;
    head bytea;
    entry record;
BEGIN
    DELETE FROM public.core_auditqueue WHERE act = NEW.act RETURNING entry_id INTO first;
    IF first IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(40, 1);
    SELECT l.seq, l.hash INTO place, head FROM public.core_auditlink l ORDER BY l.seq DESC LIMIT 1;
    place := coalesce(place, 0);
    head := coalesce(head, '\\x'::bytea);
    FOR entry IN
        SELECT e.id, {FORM_1} AS told FROM public.core_auditentry e
        WHERE e.id >= first AND NOT EXISTS (SELECT FROM public.core_auditlink l WHERE l.entry_id = e.id)
        ORDER BY e.id
    LOOP
        place := place + 1;
        INSERT INTO public.core_auditlink (seq, entry_id, previous, hash, form)
        VALUES (place, entry.id, head, sha256(head || convert_to(entry.told, 'UTF8')), 1) RETURNING hash INTO head;
    END LOOP;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION core_audit_only_grows(), core_audit_queue(), core_audit_link() FROM PUBLIC;
"""

# Entries from before the chain are its first links, in the order of their numbers.
FIRST_LINKS = f"""
DO $$
DECLARE
    place bigint := 0;
    head bytea := '\\x';
    entry record;
BEGIN
    FOR entry IN SELECT e.id, {FORM_1} AS told FROM public.core_auditentry e ORDER BY e.id LOOP
        place := place + 1;
        INSERT INTO public.core_auditlink (seq, entry_id, previous, hash, form)
        VALUES (place, entry.id, head, sha256(head || convert_to(entry.told, 'UTF8')), 1) RETURNING hash INTO head;
    END LOOP;
END $$;
"""

GUARDS = """
CREATE CONSTRAINT TRIGGER audit_is_queued AFTER INSERT ON core_auditentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION core_audit_queue();
CREATE CONSTRAINT TRIGGER audit_is_linked AFTER INSERT ON core_auditqueue
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION core_audit_link();
""" + "".join(
    f"""
CREATE TRIGGER {name}_only_grows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION core_audit_only_grows();
CREATE TRIGGER {name}_is_never_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION core_audit_only_grows();
"""
    for name, table in (("audit", "core_auditentry"), ("link", "core_auditlink"))
)


class Migration(migrations.Migration):
    dependencies = [("core", "0002_rights_of_the_roles")]
    operations = [
        migrations.RunSQL(CHECK_ROLE, migrations.RunSQL.noop),
        migrations.AddField("auditentry", "roles", models.CharField(blank=True, db_default="", max_length=200)),
        migrations.AddField("auditentry", "utc_offset", models.SmallIntegerField(null=True)),
        migrations.AlterField("auditentry", "action", models.CharField(max_length=80)),
        migrations.AddIndex("auditentry", models.Index(fields=["action", "-id"], name="audit_action")),
        migrations.AddIndex("auditentry", models.Index(fields=["unit_path", "-id"], name="audit_unit")),
        migrations.AddIndex("auditentry", models.Index(fields=["request_id"], name="audit_request")),
        migrations.AddIndex(
            "auditentry", models.Index(fields=["-id"], name="audit_refused", condition=models.Q(success=False))
        ),
        migrations.CreateModel(
            name="AuditLink",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("entry_id", models.BigIntegerField(unique=True)),
                ("previous", models.BinaryField()),
                ("hash", models.BinaryField()),
                ("form", models.SmallIntegerField()),
            ],
        ),
        # No way back: the release before works on these tables as they are, and a trail is not unchained.
        migrations.RunSQL(QUEUE),
        migrations.RunSQL(HAND_OVER),
        migrations.RunSQL(FIRST_LINKS + GUARDS + "RESET ROLE;"),
    ]
