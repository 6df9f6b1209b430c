"""Work injuries, leaving with its checklist, and what has to be passed on within fifteen days (LCL 50)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.actors import Actor
from core.audit import record
from core.errors import BadInput
from core.outbox import emit
from regulations import rules
from roster.models import Auxiliary, Injury, Leaving
from roster.services.common import bump, lock, lock_row, on_strength, refuse, save
from roster.services.contracts import end_contract, end_facts

TRANSFERS = ("certificate_issued_on", "files_transferred_on", "insurance_transferred_on")


@transaction.atomic
def report_injury(
    *, auxiliary: Auxiliary, happened_on: date, what: str, by: Actor, reported_on: date | None = None
) -> Injury:
    """Enter a work injury; the organ applies for its recognition within thirty days (WII 17)."""
    auxiliary = lock(auxiliary)
    injury = Injury(auxiliary=auxiliary, happened_on=happened_on, what=what.strip(), reported_on=reported_on)
    save(injury, day=happened_on)
    record("injury.reported", auxiliary, by=by, after={"happened_on": happened_on, "reported_on": reported_on})
    return injury


@transaction.atomic
def change_injury(*, injury: Injury, by: Actor, **changes: Any) -> Injury:
    """Note the application, the decision or the grade of an injury."""
    auxiliary = lock(injury.auxiliary)
    injury = lock_row(injury)
    if wrong := set(changes) - {"reported_on", "recognised", "recognised_on", "grade"}:
        raise BadInput({name: _("This cannot be changed here.") for name in sorted(wrong)})
    before = {name: getattr(injury, name) for name in changes}
    for name, value in changes.items():
        setattr(injury, name, value)
    save(injury, day=injury.happened_on, fields=[*changes])
    record("injury.changed", auxiliary, by=by, before=before, after=changes)
    return injury


def checklist(auxiliary: Auxiliary) -> list[dict[str, str]]:
    """What the person still holds and has to give back: work card and equipment."""
    cards = [{"kind": "card", "label": card.number} for card in auxiliary.cards.held().order_by("pk")]
    pieces = [
        {"kind": "equipment", "label": issue.serial or issue.note, "what": issue.kind}
        for issue in auxiliary.issues.held().order_by("pk")
    ]
    return [*cards, *pieces]


@transaction.atomic
def leave(*, auxiliary: Auxiliary, last_day: date, ground: str, by: Actor, on: date, reason: str = "") -> Leaving:
    """Let an auxiliary leave: contract and posting end, the checklist of what is still held is kept, the rest is told.

    Raises Refused when the ground is none of the statute's (or the person is protected), BadInput for a day to come.
    """
    auxiliary = lock(auxiliary)
    on_strength(auxiliary)
    if last_day > on:
        raise BadInput({"last_day": _("Leaving is entered on the last day or later; end the contract beforehand.")})
    _end_contract(auxiliary, last_day, ground, reason, by)
    _end_posting(auxiliary, last_day)
    auxiliary.status, auxiliary.left_on = Auxiliary.Status.LEFT, last_day
    save(auxiliary, day=last_day, fields=["status", "left_on", *bump(auxiliary)])
    leaving = Leaving(auxiliary=auxiliary, last_day=last_day, ground=ground, reason=reason.strip())
    leaving.checklist = checklist(auxiliary)
    save(leaving, day=last_day)
    after = {"last_day": last_day, "ground": ground, "still_held": len(leaving.checklist)}
    record("auxiliary.left", auxiliary, by=by, after=after)  # the reason lies sealed with the leaving
    emit("roster.left", {"auxiliary": auxiliary.pk})
    return leaving


def _end_contract(auxiliary: Auxiliary, last_day: date, ground: str, reason: str, by: Actor) -> None:
    """End the open contract; one that ended before asks nothing more, and without any the ground must still be lawful."""
    contract = auxiliary.contracts.filter(ended_on__isnull=True).order_by("-starts_on").first()
    if contract is not None:
        end_contract(contract=contract, ended_on=last_day, ground=ground, by=by, reason=reason)
        return
    latest = auxiliary.contracts.order_by("-starts_on").first()
    if latest is not None:
        facts, pack = end_facts(latest, last_day, ground)
        refuse(f for f in rules.broken("roster.contract.end", facts, day=last_day, pack=pack) if f.code == "RO-21")


def _end_posting(auxiliary: Auxiliary, last_day: date) -> None:
    posting = auxiliary.postings.select_for_update().filter(ends_on__isnull=True).first()
    if posting is None:
        return
    if last_day < posting.starts_on:
        raise BadInput({"last_day": _("The present posting began after that day.")})
    posting.ends_on = last_day
    save(posting, day=last_day, fields=["ends_on"])


@transaction.atomic
def note_transfers(*, leaving: Leaving, by: Actor, **days: date | None) -> Leaving:
    """Note the day on which the certificate was issued, the file or the insurance passed on (within 15 days, LCL 50)."""
    auxiliary = lock(leaving.auxiliary)
    leaving = lock_row(leaving)
    if wrong := set(days) - set(TRANSFERS):
        raise BadInput({name: _("This cannot be changed here.") for name in sorted(wrong)})
    before = {name: getattr(leaving, name) for name in days}
    for name, day in days.items():
        setattr(leaving, name, day)
    save(leaving, day=leaving.last_day, fields=[*days])
    record("leaving.transfers_noted", auxiliary, by=by, before=before, after=days)
    return leaving
