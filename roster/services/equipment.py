"""Work cards and equipment: given out and taken back."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from core.actors import Actor
from core.audit import record
from core.errors import NotNow
from core.outbox import emit
from roster.models import Auxiliary, Issue, WorkCard
from roster.services.common import lock, lock_row, on_strength, save


@transaction.atomic
def issue_card(*, auxiliary: Auxiliary, number: str, valid_from: date, valid_until: date, by: Actor) -> WorkCard:
    """Give out a work card. Raises NotNow while another is held, BadInput when the number is taken."""
    auxiliary = lock(auxiliary)
    on_strength(auxiliary)
    card = WorkCard(auxiliary=auxiliary, number=number.strip(), valid_from=valid_from, valid_until=valid_until)
    save(card, day=valid_from)
    after = {"card": card.number, "from": valid_from, "to": valid_until}
    record("card.issued", auxiliary, by=by, after=after)
    emit("roster.card_changed", {"auxiliary": auxiliary.pk})
    return card


@transaction.atomic
def return_card(*, card: WorkCard, returned_on: date, by: Actor, note: str = "") -> WorkCard:
    """Take a work card back, or note it as lost. It no longer counts from that day on."""
    auxiliary = lock(card.auxiliary)
    card = lock_row(card)
    if card.returned_on is not None:
        raise NotNow(_("This card was already taken back."))
    card.returned_on, card.return_note = returned_on, note.strip()
    save(card, day=returned_on, fields=["returned_on", "return_note"])
    record("card.returned", auxiliary, by=by, after={"card": card.number, "on": returned_on}, reason=note)
    emit("roster.card_changed", {"auxiliary": auxiliary.pk})
    return card


@transaction.atomic
def issue_equipment(
    *,
    auxiliary: Auxiliary,
    kind: str,
    issued_on: date,
    by: Actor,
    serial: str = "",
    due_on: date | None = None,
    note: str = "",
) -> Issue:
    """Give out a piece of equipment. Raises NotNow while somebody else holds the same serial number."""
    auxiliary = lock(auxiliary)
    on_strength(auxiliary)
    issue = Issue(
        auxiliary=auxiliary, kind=kind, serial=serial.strip(), issued_on=issued_on, due_on=due_on, note=note.strip()
    )
    save(issue, day=issued_on)
    record("equipment.issued", auxiliary, by=by, after={"piece": issue, "on": issued_on})
    return issue


@transaction.atomic
def return_equipment(*, issue: Issue, returned_on: date, by: Actor) -> Issue:
    """Take a piece of equipment back."""
    auxiliary = lock(issue.auxiliary)
    issue = lock_row(issue)
    if issue.returned_on is not None:
        raise NotNow(_("This piece was already taken back."))
    issue.returned_on = returned_on
    save(issue, day=returned_on, fields=["returned_on"])
    record("equipment.returned", auxiliary, by=by, after={"piece": issue, "on": returned_on})
    return issue
