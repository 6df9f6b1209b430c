"""The second person: another natural person, with the right over the unit, and a reason for a no."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.audit import record
from core.errors import BadInput, NotNow
from core.outbox import emit
from core.perms import Perms
from exports.models import Export
from exports.services.common import Status, locked, must_be, settle, tell, words


def approve_export(*, export: Export, by: User, reason: str = "") -> Export:
    """Agree that the file is made. Raises PermissionDenied, NotNow (decided meanwhile, or one's own request)."""
    _must_be_another(export, by, "export.approved")
    with transaction.atomic():
        export = _decided(export, by, reason)
        export.status, export.making_since = Status.MAKING, export.decided_at
        export.save()
        record("export.approved", export, by=by, after=words(export), reason=reason)
        emit("exports.wanted", {"export": export.pk})
    return export


def decline_export(*, export: Export, by: User, reason: str) -> Export:
    """Say no, with the reason, which whoever asked reads. Raises PermissionDenied, NotNow, BadInput."""
    if not reason.strip():
        raise BadInput({"reason": _("Say why: whoever asked reads it.")})
    _must_be_another(export, by, "export.declined")
    with transaction.atomic():
        export = _decided(export, by, reason)
        export.status = Status.DECLINED
        export.save()
        record("export.declined", export, by=by, after=words(export), reason=reason)
        tell(export, [export.by_id], "exports.declined")
    return export


def _decided(export: Export, by: User, reason: str) -> Export:
    export = locked(export)
    must_be(export, Status.WAITING)
    export.decided_by, export.decided_person_id, export.decided_at = by, by.person_id, clock.now()
    export.decision_reason = reason.strip()[:300]
    settle(export)
    return export


def _must_be_another(export: Export, by: User, act: str) -> None:
    """A refused attempt to be both hands is kept, too."""
    if not by.may(Perms.APPROVE_EXPORT, export.unit):
        raise PermissionDenied
    same_account = by.pk == export.by_id
    same_person = by.person_id is None or export.person_id is None or by.person_id == export.person_id
    if same_account or same_person:
        with transaction.atomic():
            record(act, export, by=by, success=False, after=words(export), reason="not a second natural person")
        raise NotNow(_("You asked for this file yourself, or nobody knows who you are: a second person decides."))
