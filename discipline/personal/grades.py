"""What the way up keeps about a person: the grades that were proposed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.audit import plain
from core.registries import PersonalData, personal_data
from discipline.models import GradeObjection, GradeProposal

FIELDS = ("number", "from_grade", "to_grade", "status", "appraisal", "published_from", "published_until", "decided_on",
          "effective_on", "document_number", "reason")  # fmt: skip


def proposals(person: int) -> Iterator[Mapping[str, Any]]:
    """Proposals with their decision; who proposed, objected and decided stays out."""
    rows = GradeProposal.objects.filter(auxiliary__person=person).select_related("unit")
    for row in rows.order_by("pk"):
        yield {"unit": str(row.unit), **plain({name: getattr(row, name) for name in FIELDS})}


def objections(person: int) -> Iterator[Mapping[str, Any]]:
    """Objections this person entered. What was said against the own grade names others: it stays out."""
    rows = GradeObjection.objects.filter(entered_person=person).select_related("proposal")
    for row in rows.order_by("pk"):
        values = {name: getattr(row, name) for name in ("text", "raised_on", "outcome", "answer")}
        yield {"proposal": row.proposal.number, **plain(values)}


personal_data.add(
    PersonalData("discipline.GradeProposal", _("My proposed grades"), "auxiliary__person", rows=proposals, order=310)
)
personal_data.add(
    PersonalData(
        "discipline.GradeObjection",
        _("Objections to a grade that I entered"),
        "entered_person",
        rows=objections,
        order=315,
    )
)
