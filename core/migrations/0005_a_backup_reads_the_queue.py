"""A backup reads every table with the rights of the program. The queue of the trail holds numbers only, and is empty
whenever a transaction has ended; reading it tells nothing that the links do not tell."""

from django.conf import settings
from django.db import migrations

ROLES = settings.DATABASE_ROLES
READ_ON = f"SET LOCAL ROLE {ROLES['audit']}; GRANT SELECT ON core_auditqueue TO {ROLES['app']}; RESET ROLE;"
READ_NO_MORE = f"SET LOCAL ROLE {ROLES['audit']}; REVOKE SELECT ON core_auditqueue FROM {ROLES['app']}; RESET ROLE;"


class Migration(migrations.Migration):
    dependencies = [("core", "0004_sealed_index")]
    operations = [migrations.RunSQL(READ_ON, READ_NO_MORE)]
