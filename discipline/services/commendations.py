"""Nominating, showing in public, objecting, awarding: the one place where commendations are written."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.audit import record
from core.errors import BadInput, NotNow, Refused
from core.outbox import emit
from core.perms import Perms
from discipline.models import Commendation, Objection
from discipline.models.commendations import as_told
from discipline.rules.commendations import ACTS, AWARD, NOMINATION, Kind, Status
from discipline.selectors import commendations as selectors
from discipline.services import publicity
from discipline.services.cases.common import next_number
from discipline.services.officials import an_official
from regulations import rules
from regulations.selectors import unit_pack
from roster.models import Auxiliary


@transaction.atomic
def nominate(*, auxiliary: Auxiliary, kind: str, deed: str, deed_on: date, by: User, on: date) -> Commendation:
    """Put somebody forward for an award. Raises Refused with every rule that stands against it."""
    if not by.may(Perms.COMMEND, auxiliary.unit):
        raise PermissionDenied
    an_official(by)
    if kind not in Kind.values:
        raise BadInput({"kind": _("Choose one of the awards.")})
    if not deed.strip():
        raise BadInput({"deed": _("Say what was done.")})
    if deed_on > on:
        raise BadInput({"deed_on": _("This day has not come yet.")})
    auxiliary = publicity.lock_person(auxiliary.pk)
    facts, words = selectors.nomination_facts(auxiliary, kind, deed_on, on)
    _refuse(NOMINATION, facts, auxiliary, on, words)
    number = next_number("BZ", "discipline_commendation_numbers", on.year)
    row = Commendation.objects.create(
        number=number, auxiliary=auxiliary, unit=auxiliary.unit, kind=kind, deed=deed.strip()[:2000],
        deed_on=deed_on, nominated_by=by, nominated_person_id=by.person_id, nominated_at=clock.now(),
    )  # fmt: skip
    record("commendation.nominated", row, by=by, after=as_told(row))
    emit("discipline.nominated", {"commendation": row.pk, "unit": row.unit_id})
    return row


@transaction.atomic
def publish(*, commendation: Commendation, by: User, on: date) -> Commendation:
    """Show the nomination in public in the whole bureau, for the working days that house policy asks for."""
    row = _lock("publish", commendation, by)
    facts, words = selectors.nomination_facts(row.auxiliary, row.kind, row.deed_on, on, without=row.pk)
    _refuse(NOMINATION, facts, row.auxiliary, on, words)
    row.published_workdays = publicity.show(row, selectors.KEYS, on)
    _move(row, "publish", [*publicity.WRITTEN, "published_workdays"])
    record("commendation.published", row, by=by, after={"from": on, "until": row.published_until})
    emit("discipline.published", {"commendation": row.pk, "unit": row.unit_id})
    return row


@transaction.atomic
def object_to(*, commendation: Commendation, text: str, by: User, on: date, objector: str = "") -> Objection:
    """Keep an objection: entered by a clerk in another's name, or raised by an auxiliary of the bureau in the own.

    Raises NotNow after the publicity.
    """
    for_others = any(by.may(right, commendation.unit) for right in (Perms.COMMEND, Perms.VIEW_CONDUCT))
    if not for_others and not selectors.in_public(by.person_id or 0, on).filter(pk=commendation.pk).exists():
        raise PermissionDenied
    text = publicity.words(text, "text", _("Say what you object to."))
    row = _locked(commendation)
    publicity.in_time(row, on)
    if row.status != Status.PUBLIC:
        raise NotNow(_standing(row))
    mine = Objection.objects.filter(commendation=row, entered_person=by.person_id)
    if not for_others and mine.exists():
        raise NotNow(_("You have objected to this already."))
    found = Objection.objects.create(
        commendation=row, objector=objector.strip()[:60] if for_others else by.display_name[:60],
        text=text, **publicity.entered(by, on),
    )  # fmt: skip
    record(
        "commendation.objected", found, by=by, after={"on": on}
    )  # not in the history of the nomination: it names nobody
    emit("discipline.objected", {"commendation": row.pk, "objection": found.pk})
    return found


@transaction.atomic
def settle(*, objection: Objection, upheld: bool, answer: str, by: User) -> Objection:
    """Answer an objection. One that is upheld ends the nomination. Never by whoever raised or entered it."""
    said = publicity.words(answer, "answer", _("Say what was found."))
    row = _locked(objection.commendation)
    if not by.may(Perms.COMMEND, row.unit):
        raise PermissionDenied
    found = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    apart = (row.nominated_person_id, row.auxiliary.person_id)
    publicity.answer(found, upheld=upheld, answer=said, by=by, apart_from=apart)
    record("commendation.objection_settled", row, by=by, after={"objection": found.pk, "outcome": found.outcome})
    if upheld and row.status == Status.PUBLIC:
        row.reason = _("An objection was upheld.")
        _close(row, "reject", by)
    return found


@transaction.atomic
def award(
    *, commendation: Commendation, by: User, on: date, document_number: str, revision: int | None = None
) -> Commendation:
    """Decide for the award. Raises Refused with every rule that stands against it, on this very day."""
    if not document_number.strip():
        raise BadInput({"document_number": _("Give the number of the decision.")})
    row = _lock("award", commendation, by, right=False)
    _as_seen(row, revision)
    facts, words = selectors.nomination_facts(row.auxiliary, row.kind, row.deed_on, on, without=row.pk)
    pack = unit_pack(row.unit, on)
    found = rules.broken(NOMINATION, facts, day=on, pack=pack, **words)
    decision, more = selectors.award_facts(row, by, on, document_number.strip())
    found += rules.broken(AWARD, decision, day=on, pack=pack, **more)
    if found:
        raise Refused(found)
    row.document_number, row.awarded_on, row.year = document_number.strip()[:60], on, on.year
    row.decided_by, row.decided_at = by, clock.now()
    row.decided_person_id = by.person_id
    fields = ["document_number", "awarded_on", "year", "decided_by", "decided_person", "decided_at"]
    _move(row, "award", fields)
    record("commendation.awarded", row, by=by, after={**as_told(row), "document_number": row.document_number})
    emit("discipline.awarded", {"commendation": row.pk, "auxiliary": row.auxiliary_id, "on": on.isoformat()})
    return row


@transaction.atomic
def reject(*, commendation: Commendation, reason: str, by: User) -> Commendation:
    """Decide against it, with the reason."""
    row = _lock("reject", commendation, by)
    row.reason = publicity.words(reason, "reason", _("Say why."), 500)
    return _close(row, "reject", by)


@transaction.atomic
def withdraw(*, commendation: Commendation, reason: str, by: User) -> Commendation:
    """Take a nomination back; only the natural person who made it."""
    row = _lock("withdraw", commendation, by)
    if by.person_id != row.nominated_person_id:
        raise NotNow(_("Only whoever nominated takes it back; others reject it."))
    row.reason = publicity.words(reason, "reason", _("Say why."), 500)
    return _close(row, "withdraw", by)


@transaction.atomic
def revoke(*, commendation: Commendation, reason: str, by: User) -> Commendation:
    """Take an award back, where it rested on what was not true. The award stays on file as revoked."""
    row = _lock("revoke", commendation, by)
    if by.person_id == row.auxiliary.person_id:
        raise PermissionDenied
    row.reason = publicity.words(reason, "reason", _("Say why."), 500)
    _move(row, "revoke", ["reason"])
    record("commendation.revoked", row, by=by, before=as_told(row), reason=row.reason)
    emit("discipline.award_revoked", {"commendation": row.pk, "auxiliary": row.auxiliary_id})
    return row


def _close(row: Commendation, act: str, by: User) -> Commendation:
    before = row.status
    _move(row, act, ["reason"])
    record(f"commendation.{row.status}", row, by=by, before={"status": before}, reason=row.reason)
    emit("discipline.nomination_closed", {"commendation": row.pk, "unit": row.unit_id})
    return row


def _move(row: Commendation, act: str, fields: list[str]) -> None:
    row.status = ACTS[act].ends[0]
    row.revision += 1
    row.save(update_fields=[*fields, "status", "revision"])


def _lock(act: str, commendation: Commendation, by: User, *, right: bool = True) -> Commendation:
    """The person's file and the nomination, locked; refuses whoever lacks the right and an act out of turn."""
    row = _locked(commendation)
    if right and not by.may(ACTS[act].right, row.unit):
        raise PermissionDenied
    if not right and not by.may(ACTS[act].right):
        raise PermissionDenied
    if row.status not in ACTS[act].starts:
        raise NotNow(_standing(row))
    return row


def _standing(row: Commendation) -> str:
    words = {"number": row.number, "status": row.get_status_display()}
    return _("%(number)s stands at “%(status)s” already.") % words


def _locked(commendation: Commendation) -> Commendation:
    publicity.lock_person(commendation.auxiliary_id)
    Commendation.objects.select_for_update(no_key=True).values_list("pk").get(pk=commendation.pk)
    return Commendation.objects.select_related("auxiliary__person", "auxiliary__unit", "unit").get(pk=commendation.pk)


def _as_seen(row: Commendation, revision: int | None) -> None:
    if revision is not None and revision != row.revision:
        raise NotNow(_("%(number)s was changed meanwhile: look at it again.") % {"number": row.number})


def _refuse(question: str, facts: Any, auxiliary: Auxiliary, day: date, words: dict[str, Any]) -> None:
    if found := rules.broken(question, facts, day=day, pack=unit_pack(auxiliary.unit, day), **words):
        raise Refused(found)
