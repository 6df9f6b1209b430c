"""Who opened whose file, paper or masked field. Called by the pages and the API of every room that shows a person."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from core import clock
from core.context import current
from core.trail import open_trail
from evidence.models import Reading


@transaction.atomic(savepoint=False)  # within the page's own transaction it costs one statement
def note_reading(*, by: User, person: int, label: str, what: str, unit_path: str = "") -> Reading | None:
    """One row for each opening. One's own file is not counted. `what`: file, paper, unmasked, or a room's own word.

    In the trail a page stands once a day and an unmasking each time; here everything stands each time, because the
    watch asks how much was read within an hour.
    """
    if by.person_id == person:
        return None
    context = current()
    with open_trail():
        return Reading.objects.create(
            at=clock.now(),
            user_id=by.pk,
            user_name=by.audit_name()[:150],
            person_id=person,
            person_label=label[:200],
            what=what[:40],
            unit_path=unit_path,
            request_id=context.request_id,
            address=context.address,
        )
