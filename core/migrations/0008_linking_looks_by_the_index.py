"""The look whether an entry has its link already goes by the index.

PL/pgSQL keeps the plan of that look for the session. Made while the trail was young it read the whole table of links,
entry by entry: a session that wrote 100,000 entries later took minutes to commit (0.6 s for the first 20,000, 27 s for
the third; 0.7 s each now).
"""

from django.conf import settings
from django.db import migrations

AUDIT = settings.DATABASE_ROLES["audit"]


def altered(what: str) -> str:
    return f"SET LOCAL ROLE {AUDIT}; ALTER FUNCTION core_audit_queue() {what}; RESET ROLE;"


class Migration(migrations.Migration):
    dependencies = [("core", "0007_sealed_texts")]
    operations = [migrations.RunSQL(altered("SET enable_seqscan = off"), altered("RESET enable_seqscan"))]
