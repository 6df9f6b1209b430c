"""The second person: approves or declines what the first proposed. The row is locked, so that one of two wins."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.actors import Actor
from core.audit import record
from core.errors import BadInput, NotNow
from core.outbox import emit
from regulations.models import TwoPersonRow

Row = TypeVar("Row", bound=TwoPersonRow)

# What other rooms listen to: open assignments are decided again when the law of an office changes.
EVENT = "regulations.local_rule_changed"


def propose(row: Row, *, by: Actor) -> Row:
    """Keep a proposal. It has no effect until another person approves it."""
    if by.person_id is None:
        raise NotNow(_("Only a natural person proposes; this account belongs to nobody."))
    row.proposed_by_id = by.person_id
    row.proposed_at = clock.now()
    try:
        row.full_clean(exclude=["proposed_by"])
    except ValidationError as error:
        raise BadInput(error.message_dict) from error
    row.save()
    record(f"{_noun(row)}.proposed", row, by=by, after=_said(row), reason=row.reason)
    return row


@transaction.atomic
def approve(*, row: Row, by: Actor) -> Row:
    """The second person agrees; from now on the row counts on its days and is never changed."""
    row = _open(row)
    _is_another(row, by)
    row.approved_by_id, row.approved_at = by.person_id, clock.now()
    row.save(update_fields=["approved_by", "approved_at"])
    record(f"{_noun(row)}.approved", row, by=by, after=_said(row))
    emit(EVENT, {"kind": _noun(row), "id": row.pk, "unit": row.unit.pk, "path": row.unit.path})
    return row


@transaction.atomic
def decline(*, row: Row, because: str, by: Actor) -> Row:
    """Another person, or the proposer, takes the proposal away with a reason."""
    if not because.strip():
        raise BadInput({"because": _("Say why.")})
    row = _open(row)
    if by.person_id is None:
        raise NotNow(_("Only a natural person decides; this account belongs to nobody."))
    row.declined_by_id, row.declined_at, row.declined_because = by.person_id, clock.now(), because.strip()
    row.save(update_fields=["declined_by", "declined_at", "declined_because"])
    record(f"{_noun(row)}.declined", row, by=by, reason=because)
    return row


def _open(row: Row) -> Row:
    locked = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if locked.state != "waiting":
        who = locked.approved_by or locked.declined_by
        raise NotNow(_("This was decided meanwhile by %(name)s.") % {"name": who})
    return locked


def _is_another(row: TwoPersonRow, by: Actor) -> None:
    if by.person_id is None:
        raise NotNow(_("Only a natural person decides; this account belongs to nobody."))
    if by.person_id == row.proposed_by_id:
        raise NotNow(_("You proposed this yourself: it takes a second person to approve it."))


def _noun(row: TwoPersonRow) -> str:
    return {"localban": "ban", "banlift": "ban_lift", "localvalue": "local_value"}.get(
        row._meta.model_name or "", "confirmation"
    )


def _said(row: TwoPersonRow) -> dict[str, object]:
    """The row's own words, for the audit trail."""
    shared = {field.name for field in TwoPersonRow._meta.get_fields()} | {"id"}
    return {field.name: getattr(row, field.name) for field in row._meta.concrete_fields if field.name not in shared}
