"""Which rules a unit followed is never rewritten: rows are only added."""

from django.conf import settings
from django.db import migrations

APP = settings.DATABASE_ROLES["app"]

FORWARD = f"""
REVOKE UPDATE, DELETE, TRUNCATE ON organisation_unitjurisdiction FROM {APP};
CREATE TRIGGER jurisdiction_is_insert_only BEFORE UPDATE OR DELETE ON organisation_unitjurisdiction
    FOR EACH ROW EXECUTE FUNCTION insert_only();
"""
BACK = "DROP TRIGGER jurisdiction_is_insert_only ON organisation_unitjurisdiction;"


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial"), ("core", "0002_rights_of_the_roles")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
