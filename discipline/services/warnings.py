"""What was done about a warning is written down, by a person, in words. Nothing else follows from a warning."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from core import clock
from core.audit import record
from core.errors import BadInput, NotNow
from core.perms import Perms
from discipline.models.warnings import WarningNote
from discipline.selectors import warnings as selectors
from roster.models import Auxiliary

RIGHTS = (Perms.SUPERVISE, Perms.RECTIFY)


@transaction.atomic
def answer(*, auxiliary: Auxiliary, done: str, words: str, by: User, on: date) -> WarningNote:
    """Write down what was done about the reasons that stand out today. Raises NotNow where none does.

    For who supervises or puts right in the unit; nobody answers the own warning.
    """
    if done not in WarningNote.Done.values:
        raise BadInput({"done": pgettext("warning", "Say what was done.")})
    if not (said := words.strip()):
        raise BadInput({"words": _("Say it in words.")})
    locked = _lock(auxiliary)
    if not any(by.may(right, locked.unit) for right in RIGHTS) or locked.person_id == by.person_id:
        raise PermissionDenied
    if by.person_id is None:
        raise NotNow(_("Only a natural person does this: the account names none."))
    (stands,) = selectors.warned([locked], selectors.Policies(on), on)
    if not stands.reasons:
        raise NotNow(_("Nothing stands out about %(name)s any more.") % {"name": locked.person.name})
    row = WarningNote(
        auxiliary=locked, level=stands.level, signs=[one.code for one in stands.reasons], done=done, words=said,
        by=by, person_id=by.person_id, at=clock.now(),
    )  # fmt: skip
    row.save()
    record("warning.answered", row, by=by, after={"level": stands.level, "done": done})
    return row


def _lock(auxiliary: Auxiliary) -> Auxiliary:
    rows = Auxiliary.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("unit", "person").get(pk=auxiliary.pk)
