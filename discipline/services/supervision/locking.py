"""Locks of supervision, and what every act asks first."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import BadInput, NotNow
from discipline.models.supervision import Finding, Inspection
from discipline.rules.supervision import FINDING_STEPS, Step
from organisation.models import Unit

NUMBERS = {"DC": "discipline_inspection_numbers", "WT": "discipline_finding_numbers"}


def lock_inspection(inspection: Inspection) -> Inspection:
    """The inspection as it stands, held until the act is done."""
    rows = Inspection.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("unit", "assignment").get(pk=inspection.pk)


def lock_finding(finding: Finding) -> Finding:
    """The finding as it stands, held until the act is done."""
    rows = Finding.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("unit", "assignment").get(pk=finding.pk)


def holds(right: str, unit: Unit, by: User) -> None:
    """Raises PermissionDenied for whoever lacks the right over this unit."""
    if not by.may(right, unit):
        raise PermissionDenied


def stands_for(step: Step, finding: Finding) -> None:
    """Raises NotNow where the finding stands elsewhere by now."""
    if finding.status != FINDING_STEPS[step][0]:
        words = {"number": finding.number, "status": finding.get_status_display()}
        raise NotNow(_("%(number)s stands at “%(status)s” already.") % words)


def as_seen(row: Finding | Inspection, revision: int | None) -> None:
    """Refuse an act on something else than was looked at; None does not say what was."""
    if revision is not None and revision != row.revision:
        raise NotNow(_("%(number)s was changed meanwhile: look at it again.") % {"number": row.number})


def worded(text: str, field: str = "what") -> str:
    """The words without blanks around. Raises BadInput where there are none."""
    if not (said := text.strip()):
        raise BadInput({field: _("Say it in a few words.")})
    return said


def next_number(kind: str, year: int) -> str:
    """A number for a new record, never given twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass)", [NUMBERS[kind]])
        return f"{kind}{year}-{cursor.fetchone()[0]:06d}"
