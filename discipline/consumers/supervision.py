"""What flows in by itself, and who is told what becomes of an inspection or a finding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import clock
from core.actors import SYSTEM
from core.outbox import consumer
from core.perms import Perms
from discipline.models.supervision import Finding, Inspection
from discipline.rules.supervision import InspectionStatus, Step
from discipline.services import supervision
from duties.models import Assignment
from reminders.recipients import nearest_holders
from reminders.services import tell_users
from reminders.wording import message_words

Payload = Mapping[str, Any]

message_words.update(
    {
        "discipline.inspection_announced": _("%(number)s: an inspection is announced for %(day)s."),
        "discipline.found": _("%(number)s: something is to be put right by %(day)s."),
        "discipline.finding_reported": _("%(number)s was reported as put right: check it again."),
        "discipline.finding_failed": _("%(number)s did not pass the re-check: to be put right by %(day)s."),
        "discipline.finding_extended": _("%(number)s: more time was given, until %(day)s."),
        "discipline.finding_passed": _("%(number)s passed the re-check."),
        "discipline.finding_withdrawn": _("%(number)s was withdrawn."),
    }
)
TO_INSPECTORS = (Step.REPORTED,)


@consumer("duties.unled", name="discipline.find_unled")
def find_unled(payload: Payload) -> None:
    """A duty that nobody confirmed to lead becomes a finding by itself; safe to run twice."""
    row = Assignment.objects.select_related("unit").get(pk=payload["assignment"])
    supervision.find_unled(assignment=row, on=clock.today(), by=SYSTEM)


@consumer("discipline.inspection_planned", name="discipline.announce")
def announce(payload: Payload) -> None:
    """Those who put things right in the unit learn of an announced inspection; of another one they learn nothing, nor of one
    that was called off before."""
    row = Inspection.objects.select_related("unit").get(pk=payload["inspection"])
    if row.announced and row.status != InspectionStatus.CANCELLED:
        address = reverse("discipline:inspection", args=[row.pk])
        words = {"number": row.number, "day": row.planned_for.isoformat()}
        _tell("discipline.inspection_announced", Perms.RECTIFY, row.unit.path, words, f"{row.pk}", address)


@consumer("discipline.found", name="discipline.tell")
def tell_found(payload: Payload) -> None:
    """Whoever puts it right learns that something was found."""
    _told("discipline.found", Finding.objects.select_related("unit").get(pk=payload["finding"]), Perms.RECTIFY)


@consumer("discipline.finding_moved", name="discipline.tell")
def tell_moved(payload: Payload) -> None:
    """The other side learns of each step."""
    right = Perms.SUPERVISE if payload["step"] in TO_INSPECTORS else Perms.RECTIFY
    row = Finding.objects.select_related("unit").get(pk=payload["finding"])
    _told(f"discipline.finding_{payload['step']}", row, right)


def _told(kind: str, row: Finding, right: str) -> None:
    words = {"number": row.number, "day": row.due_on.isoformat()}
    address = reverse("discipline:finding", args=[row.pk])
    _tell(kind, right, row.unit.path, words, f"{row.pk}:{row.revision}", address)


def _tell(kind: str, right: str, path: str, words: Mapping[str, Any], key: str, address: str) -> None:
    tell_users(users=nearest_holders(right, path), kind=kind, words=words, key=f"{kind}:{key}", url=address)
