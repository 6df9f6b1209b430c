"""The audit trail: in the same transaction, and only ever added to."""

import pytest
from django.db import DatabaseError, transaction

from core.actors import SYSTEM
from core.audit import record
from core.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_an_entry_masks_personal_numbers():
    entry = record("person.added", by=SYSTEM, after={"identity_number": "410102199001011231", "phone": "13800001234"})
    assert entry.after == {"identity_number": "410102********1231", "phone": "138****1234"}


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_application_role_cannot_rewrite_the_trail(change):
    record("something.happened", by=SYSTEM)
    with pytest.raises(DatabaseError), transaction.atomic():
        if change == "update":
            AuditEntry.objects.update(actor_name="somebody else")
        else:
            AuditEntry.objects.all().delete()
    assert AuditEntry.objects.get().actor_name == "system"
