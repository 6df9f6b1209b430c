"""Three database roles: the application works on rows but may not change tables, and may only add to the audit trail."""

from django.conf import settings
from django.db import migrations

APP, READ = settings.DATABASE_ROLES["app"], settings.DATABASE_ROLES["read"]

GRANT = f"""
GRANT USAGE ON SCHEMA public TO {APP}, {READ};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP};
GRANT SELECT ON ALL TABLES IN SCHEMA public TO {READ};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {APP};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO {READ};
REVOKE UPDATE, DELETE, TRUNCATE ON core_auditentry FROM {APP};
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON django_migrations FROM {APP};
"""

# Even the owner does not change the trail by accident: the trigger must be taken away on purpose.
INSERT_ONLY = """
CREATE FUNCTION insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is insert-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_is_insert_only BEFORE UPDATE OR DELETE ON core_auditentry
    FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON core_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION insert_only();
"""
TAKE_AWAY = """
DROP TRIGGER audit_is_never_emptied ON core_auditentry;
DROP TRIGGER audit_is_insert_only ON core_auditentry;
DROP FUNCTION insert_only();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
        migrations.RunSQL(INSERT_ONLY, TAKE_AWAY),
    ]
