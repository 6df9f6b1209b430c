"""What appraisals keep about a person: the own results with their reasons, and the marks the person gave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.audit import plain
from core.registries import PersonalData, not_personal_data, personal_data
from discipline.models import Appraisal, AppraisalMark
from discipline.rules.appraisals import Head
from discipline.selectors.appraisals import is_told

ALWAYS = ("number", "kind", "first", "last", "status", "self_report", "reported_on")
TOLD = ("score", "heads", "facts", "calibrated", "reason", "told_on", "objection_until", "objection", "contested_on", "answer",
        "result", "final_on")  # fmt: skip


def appraisals(person: int) -> Iterator[Mapping[str, Any]]:
    """Appraisals; score and result from the day they are told. Who marked is told to nobody but those who appraise."""
    rows = Appraisal.objects.filter(auxiliary__person=person).select_related("unit")
    for row in rows.order_by("pk"):
        names = (*ALWAYS, *TOLD) if is_told(row) else ALWAYS
        yield {"unit": str(row.unit), **plain({name: getattr(row, name) for name in names})}


def marks(person: int) -> Iterator[Mapping[str, Any]]:
    """Marks this person gave, without whom they are about."""
    rows = AppraisalMark.objects.filter(marker=person)
    for row in rows.order_by("pk"):
        yield plain({name: getattr(row, name) for name in ("source", *Head.values, "comment", "given_on")})


personal_data.add(
    PersonalData("discipline.Appraisal", _("My appraisals"), "auxiliary__person", rows=appraisals, order=310)
)
personal_data.add(PersonalData("discipline.AppraisalMark", _("Marks I gave"), "marker", rows=marks, order=315))
not_personal_data["discipline.AppraisalRound"] = "which unit was appraised for which days; only names who opened it"
