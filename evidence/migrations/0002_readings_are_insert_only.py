"""What was read stays written: the application adds readings and reads them."""

from django.conf import settings
from django.db import migrations

APP = settings.DATABASE_ROLES["app"]


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial"), ("core", "0002_rights_of_the_roles")]
    operations = [
        migrations.RunSQL(
            f"""
            REVOKE UPDATE, DELETE, TRUNCATE ON evidence_reading FROM {APP};
            CREATE TRIGGER reading_is_insert_only BEFORE UPDATE ON evidence_reading
                FOR EACH ROW EXECUTE FUNCTION insert_only();
            """,
            f"""
            DROP TRIGGER reading_is_insert_only ON evidence_reading;
            GRANT UPDATE, DELETE ON evidence_reading TO {APP};
            """,
        )
    ]
