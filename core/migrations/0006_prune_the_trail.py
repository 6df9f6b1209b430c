"""The oldest part of the trail may go when its time is over: by this function alone, which keeps at least six months."""

from django.conf import settings
from django.db import migrations

ROLES = settings.DATABASE_ROLES

PRUNE = f"""
SET LOCAL ROLE {ROLES["audit"]};
CREATE FUNCTION core_audit_prune(first_kept bigint) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gone bigint;
BEGIN
    IF EXISTS (
        SELECT FROM public.core_auditlink l JOIN public.core_auditentry e ON e.id = l.entry_id
        WHERE l.seq < first_kept AND e.at > now() - interval '6 months'
    ) THEN
        RAISE EXCEPTION 'the trail of the last six months stays' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NOT EXISTS (SELECT FROM public.core_auditlink l WHERE l.seq = first_kept) THEN
        RAISE EXCEPTION 'the chain has no place %', first_kept USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM set_config('auxpolice.pruning', 'on', true);
    DELETE FROM public.core_auditentry e USING public.core_auditlink l WHERE l.entry_id = e.id AND l.seq < first_kept;
    GET DIAGNOSTICS gone = ROW_COUNT;
    DELETE FROM public.core_auditlink l WHERE l.seq < first_kept;
    PERFORM set_config('auxpolice.pruning', 'off', true);
    RETURN gone;
END $$;
REVOKE ALL ON FUNCTION core_audit_prune(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core_audit_prune(bigint) TO {ROLES["owner"]};
RESET ROLE;
"""
TAKE_AWAY = f"SET LOCAL ROLE {ROLES['audit']}; DROP FUNCTION core_audit_prune(bigint); RESET ROLE;"


class Migration(migrations.Migration):
    dependencies = [("core", "0005_a_backup_reads_the_queue")]
    operations = [migrations.RunSQL(PRUNE, TAKE_AWAY)]
