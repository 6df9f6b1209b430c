"""One file: the person, what is wrong at a glance, and the time line."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.models import AuditEntry
from core.perms import Perms
from regulations import rules
from regulations.packs import at_or_first as at
from regulations.selectors import unit_pack
from roster.models import Auxiliary, Contract, Qualification
from roster.opening import may_read, reason_right
from roster.rules.contracts import WrittenFacts

TIMELINE = 50


def auxiliary(user: Any, pk: int, permission: str = Perms.VIEW_AUXILIARIES) -> Auxiliary:
    """The file, or 404 when it lies outside the user's units."""
    rows: Any = Auxiliary.objects.visible_to(user, permission).select_related("person", "unit", "post")
    found: Auxiliary = get_object_or_404(rows, pk=pk)
    return found


def whole(user: Any, pk: int, permission: str = Perms.VIEW_AUXILIARIES) -> Auxiliary:
    """The file with its rows, each kind read once for head and sections alike."""
    found = auxiliary(user, pk, permission)
    contracts = Prefetch("contracts", Contract.objects.select_related("employer", "agreement"))
    prefetch_related_objects([found], contracts, "cards", "issues", "qualifications", "leavings")
    return found


def timeline(auxiliary: Auxiliary, user: Any) -> list[AuditEntry]:
    """What happened to the file, newest first, with the reasons the user may read; sensitive values are masked."""
    rows = AuditEntry.objects.filter(object_type=auxiliary._meta.label, object_id=str(auxiliary.pk))
    entries = list(rows.order_by("-at", "-id")[:TIMELINE])
    for entry in entries:
        if entry.reason and not may_read(user, reason_right(entry), auxiliary):
            entry.reason = ""
    return entries


def wrongs(auxiliary: Auxiliary, day: dt.date) -> list[tuple[str, str]]:
    """The two or three things that are wrong with the file on the day: sentence and section that puts it right."""
    if auxiliary.status == Auxiliary.Status.LEFT:
        return _wrong_after_leaving(auxiliary, day)
    return [*_wrong_contract(auxiliary, day), *_wrong_papers(auxiliary, day)]


def _wrong_contract(auxiliary: Auxiliary, day: dt.date) -> list[tuple[str, str]]:
    contract = next((row for row in auxiliary.contracts.all() if row.ended_on is None), None)
    if contract is None:
        return [(_("There is no contract in force."), "contracts")]
    if contract.last_day is not None and contract.last_day < day:
        said = _("The contract ran out on %(day)s, and the work goes on.")
        return [(said % {"day": shown(contract.last_day)}, "contracts")]
    if contract.signed_on is None:
        pack = unit_pack(auxiliary.unit, day)
        months = at("roster.contract.written_within_months", day=day, pack=pack).value
        facts = WrittenFacts(contract.starts_on, None, day, months)
        broken = rules.broken("roster.contract.written", facts, day=day, pack=pack, months=months)
        return [(finding.sentence(), "contracts") for finding in broken]
    return []


def _wrong_papers(auxiliary: Auxiliary, day: dt.date) -> list[tuple[str, str]]:
    said = []
    if not any(c.valid_from <= day <= c.valid_until and c.returned_on is None for c in auxiliary.cards.all()):
        said.append((_("There is no valid work card."), "cards"))
    if not any(q.kind == "training" and _valid(q, day) for q in auxiliary.qualifications.all()):
        said.append((_("No training is valid today."), "qualifications"))
    return said


def _valid(qualification: Qualification, day: dt.date) -> bool:
    until = qualification.valid_until
    return qualification.obtained_on <= day and (until is None or day <= until)


def _wrong_after_leaving(auxiliary: Auxiliary, day: dt.date) -> list[tuple[str, str]]:
    leaving = max(auxiliary.leavings.all(), key=lambda row: row.last_day, default=None)
    if leaving is None or (leaving.files_transferred_on and leaving.insurance_transferred_on):
        return []
    days = at("roster.leaving.transfer_days", day=leaving.last_day, pack=unit_pack(auxiliary.unit, leaving.last_day))
    last = leaving.last_day + dt.timedelta(days=days.value)
    said = _("File and insurance are to be passed on by %(day)s.")
    return [(said % {"day": shown(last)}, "leaving")]


def shown(day: dt.date) -> str:
    return date_format(day, "DATE_FORMAT")
