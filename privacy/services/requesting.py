"""Correct it, delete it, stop using it: asked by the auxiliary, answered by HR with a reason, both seeing state and deadline."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import clock
from core.audit import record
from core.errors import BadInput, NotNow
from core.perms import Perms
from privacy.models import RightsRequest
from privacy.texts import answer_days
from reminders.recipients import nearest_holders
from reminders.services import tell_users
from roster.models import Auxiliary
from roster.services import add_document, change_file

Status, Kind = RightsRequest.Status, RightsRequest.Kind

# What may be asked about. Those that `change_file` writes are put right with the answer; for the others HR acts on the
# file first (contract, posting, certificate have acts of their own) and then answers.
WRITTEN: Final = {
    "name": gettext_lazy("Name"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "address": gettext_lazy("Address"),
    "emergency_name": gettext_lazy("Emergency contact"),
    "emergency_phone": gettext_lazy("Phone of the emergency contact"),
    "bank_card": gettext_lazy("Bank card"),
}
BY_HAND: Final = {
    "identity_number": gettext_lazy("Identity number"),
    "education": gettext_lazy("Education"),
    "political_status": gettext_lazy("Political status"),
    "contract": gettext_lazy("Labour contract"),
    "posting": gettext_lazy("Unit, post or grade"),
    "qualification": gettext_lazy("Training or certificate"),
    "photo": gettext_lazy("Photo"),
    "other": gettext_lazy("Something else"),
}
FIELDS: Final = {**WRITTEN, **BY_HAND}
MAY_BE_EMPTY: Final = ("email", "address", "emergency_name", "emergency_phone")


@transaction.atomic
def ask(
    *, kind: str, field: str, wrong: str, by: User, on: date, should_be: str = "", paper: Any = None
) -> RightsRequest:
    """Ask about one's own data. Raises PermissionDenied (no file of one's own), BadInput. The answer is due by a day."""
    auxiliary = Auxiliary.objects.select_related("person", "unit").filter(person_id=by.person_id).first()
    if auxiliary is None or by.person_id is None:
        raise PermissionDenied
    errors: dict[str, str] = {}
    if field not in FIELDS:
        errors["field"] = _("Choose what it is about.")
    if not wrong.strip():
        errors["wrong"] = _("Say what is wrong, or why you ask.")
    if kind == Kind.CORRECTION and not should_be.strip():
        errors["should_be"] = _("Say what it should be.")
    if errors:
        raise BadInput(errors)
    evidence = None
    if paper is not None:
        evidence = add_document(auxiliary=auxiliary, kind="other", title=_("Paper for a request"), file=paper, by=by)
    request = RightsRequest.objects.create(
        auxiliary=auxiliary,
        person_id=by.person_id,
        kind=kind,
        field=field,
        wrong=wrong.strip(),
        should_be=should_be.strip() if kind == Kind.CORRECTION else "",
        evidence=evidence,
        made_at=clock.now(),
        due_on=on + timedelta(days=answer_days()),
    )
    record("rights.asked", request, by=by, after={"kind": kind, "field": field, "due_on": request.due_on})
    _tell(request, nearest_holders(Perms.EDIT_AUXILIARIES, auxiliary.unit.path), "rights.asked", "privacy:request")
    return request


@transaction.atomic
def accept(*, request: RightsRequest, by: User, on: date, reason: str = "") -> RightsRequest:
    """Do as asked: what `change_file` writes is written with the answer, the old value stays masked in the trail."""
    request = _to_answer(request, by)
    if request.field in WRITTEN and request.kind != Kind.FREEZE:
        value = request.should_be if request.kind == Kind.CORRECTION else _emptied(request.field)
        change_file(auxiliary=request.auxiliary, by=by, on=on, version=None, **{request.field: value})
    return _answered(request, by, Status.ACCEPTED, reason)


def _emptied(field: str) -> str:
    if field not in MAY_BE_EMPTY:
        raise NotNow(_("The law asks us to keep this: answer that it is kept and no longer used otherwise, with why."))
    return ""


@transaction.atomic
def freeze(*, request: RightsRequest, by: User, reason: str) -> RightsRequest:
    """The law asks to keep it, so it is stored and protected only, for the stated reason (PIPL 47(2))."""
    request = _to_answer(request, by)
    if request.kind == Kind.CORRECTION:
        raise NotNow(_("A correction is done or refused."))
    return _answered(request, by, Status.FROZEN, _reason(reason))


@transaction.atomic
def refuse(*, request: RightsRequest, by: User, reason: str) -> RightsRequest:
    """Say no and why; the auxiliary reads it (PIPL 50)."""
    return _answered(_to_answer(request, by), by, Status.REFUSED, _reason(reason))


def _reason(reason: str) -> str:
    if not reason.strip():
        raise BadInput({"reason": _("A no has a reason, and the auxiliary reads it (PIPL 50).")})
    return reason.strip()[:500]


def _to_answer(request: RightsRequest, by: User) -> RightsRequest:
    found: RightsRequest = (
        RightsRequest.objects.select_for_update(of=("self",))
        .select_related("auxiliary__person", "auxiliary__unit")
        .get(pk=request.pk)
    )
    if not by.may(Perms.EDIT_AUXILIARIES, found.auxiliary.unit):
        raise PermissionDenied
    if by.person_id is None or by.person_id == found.person_id:
        raise NotNow(_("Nobody answers their own request."))
    if found.status != Status.OPEN:
        raise NotNow(_("This request was answered meanwhile."))
    return found


def _answered(request: RightsRequest, by: User, status: str, reason: str) -> RightsRequest:
    request.status, request.reason = status, reason.strip()[:500]
    request.decided_by, request.decided_person_id, request.decided_at = by, by.person_id, clock.now()
    request.save(update_fields=["status", "reason", "decided_by", "decided_person", "decided_at"])
    after = {"kind": request.kind, "field": request.field, "answer": status}
    record("rights.answered", request, by=by, after=after, reason=request.reason)
    users = User.objects.filter(person_id=request.person_id, is_active=True).values_list("pk", flat=True)
    _tell(request, users, "rights.answered", "privacy:own")
    return request


def _tell(request: RightsRequest, users: Any, kind: str, address: str) -> None:
    url = reverse(address, args=[request.pk]) if address == "privacy:request" else reverse(address)
    words = {"name": request.auxiliary.person.name, "due": request.due_on.isoformat()}
    tell_users(users=users, kind=kind, words=words, key=f"{kind}:{request.pk}", url=url)
