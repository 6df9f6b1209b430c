"""What is wrong with a file today, the gravest first: each with the place that puts it right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.perms import Perms
from core.registries import Wrong, wrongs
from regulations import rules
from regulations.packs import at_or_first as at
from regulations.selectors import unit_pack
from roster.models import Auxiliary, Contract, Qualification
from roster.rules.contracts import WrittenFacts

SOON = 30  # days before the end of a contract from which it is said on the file


def found(auxiliary: Auxiliary, user: Any, day: dt.date) -> list[Wrong]:
    """All of it, from every room; acts are offered to whoever may do them."""
    if auxiliary.status == Auxiliary.Status.LEFT:
        return list(_after_leaving(auxiliary, user, day))
    own = [*_suspended(auxiliary, day), *_contract(auxiliary, user, day), *_papers(auxiliary, user, day)]
    for source in wrongs.all():
        if not source.permission or user.may(source.permission, auxiliary.unit):
            own += source.find(auxiliary, user, day)
    return own


def _act(
    auxiliary: Auxiliary, user: Any, name: str, words: str, section: str, row: int | None = None
) -> tuple[str, str]:
    """Address and words of the act that helps; for whoever may only read, the section of the file."""
    if not user.may(Perms.EDIT_AUXILIARIES, auxiliary.unit):
        return f"#{section}", ""
    args = [auxiliary.pk] if row is None else [auxiliary.pk, row]
    return reverse(f"roster:{name}", args=args), words


def _suspended(auxiliary: Auxiliary, day: dt.date) -> Iterator[Wrong]:
    if auxiliary.status == Auxiliary.Status.SUSPENDED:
        yield Wrong(_("Suspended: may not be sent to any duty."), "#restrictions")


def _contract(auxiliary: Auxiliary, user: Any, day: dt.date) -> Iterator[Wrong]:
    contract = next((row for row in auxiliary.contracts.all() if row.ended_on is None), None)
    if contract is None:
        yield Wrong(
            _("There is no contract in force."),
            *_act(auxiliary, user, "contract-sign", _("Enter a labour contract"), "contracts"),
        )
        return
    renew = _act(auxiliary, user, "contract-renew", _("Renew"), "contracts", contract.pk)
    if contract.last_day is not None and contract.last_day < day:
        said = _("The contract ran out on %(day)s, and the work goes on.")
        yield Wrong(said % {"day": shown(contract.last_day)}, *renew)
    elif contract.last_day is not None and contract.last_day <= day + dt.timedelta(days=SOON):
        yield Wrong(_ends_in((contract.last_day - day).days), *renew)
    if contract.signed_on is None:
        yield from _unsigned(auxiliary, user, contract, day)


def _ends_in(days: int) -> str:
    if not days:
        return _("The contract ends today.")
    said = ngettext("The contract ends in %(days)d day.", "The contract ends in %(days)d days.", days)
    return said % {"days": days}


def _unsigned(auxiliary: Auxiliary, user: Any, contract: Contract, day: dt.date) -> Iterator[Wrong]:
    pack = unit_pack(auxiliary.unit, day)
    months = at("roster.contract.written_within_months", day=day, pack=pack).value
    facts = WrittenFacts(contract.starts_on, None, day, months)
    sign = _act(auxiliary, user, "contract-signature", _("Note the signature"), "contracts", contract.pk)
    for finding in rules.broken("roster.contract.written", facts, day=day, pack=pack, months=months):
        yield Wrong(finding.sentence(), *sign)


def _papers(auxiliary: Auxiliary, user: Any, day: dt.date) -> Iterator[Wrong]:
    if not any(c.valid_from <= day <= c.valid_until and c.returned_on is None for c in auxiliary.cards.all()):
        held = any(card.returned_on is None for card in auxiliary.cards.all())
        act = ("#cards", "") if held else _act(auxiliary, user, "card-issue", _("Give out a work card"), "cards")
        yield Wrong(_("There is no valid work card."), *act)
    trainings = [q for q in auxiliary.qualifications.all() if q.kind == Qualification.Kind.TRAINING]
    if not any(_valid(training, day) for training in trainings):
        act = _act(auxiliary, user, "qualification-add", _("Enter a training"), "qualifications")
        lapsed = max((t.valid_until for t in trainings if t.valid_until), default=None)
        said = _("No training is valid today.")
        if lapsed is not None and lapsed < day:
            said = _("The last training lapsed on %(day)s.") % {"day": shown(lapsed)}
        yield Wrong(said, *act)


def _valid(qualification: Qualification, day: dt.date) -> bool:
    until = qualification.valid_until
    return qualification.obtained_on <= day and (until is None or day <= until)


def _after_leaving(auxiliary: Auxiliary, user: Any, day: dt.date) -> Iterator[Wrong]:
    leaving = max(auxiliary.leavings.all(), key=lambda row: row.last_day, default=None)
    if leaving is None or (leaving.files_transferred_on and leaving.insurance_transferred_on):
        return
    days = at("roster.leaving.transfer_days", day=leaving.last_day, pack=unit_pack(auxiliary.unit, leaving.last_day))
    last = leaving.last_day + dt.timedelta(days=days.value)
    act = _act(auxiliary, user, "transfers", _("Certificate and transfers"), "leaving", leaving.pk)
    yield Wrong(_("File and insurance are to be passed on by %(day)s.") % {"day": shown(last)}, *act)


def shown(day: dt.date) -> str:
    return date_format(day, "DATE_FORMAT")
