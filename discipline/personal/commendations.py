"""What commendations keep about a person: what they were put forward for, and what was said against it, without by whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.audit import plain
from core.registries import PersonalData, personal_data
from discipline.models import Commendation, Objection

FIELDS = ("number", "kind", "status", "deed", "deed_on", "published_from", "published_until", "awarded_on",
          "document_number", "reason")  # fmt: skip


def nominations(person: int) -> Iterator[Mapping[str, Any]]:
    """Nominations with their awards; who nominated and decided is told by function only."""
    rows = Commendation.objects.filter(auxiliary__person=person).select_related("unit")
    for row in rows.order_by("pk"):
        yield {"unit": str(row.unit), **plain({name: getattr(row, name) for name in FIELDS})}


def objections(person: int) -> Iterator[Mapping[str, Any]]:
    """What this person objected to in the own name. What others said against the own nomination names others: it stays out."""
    rows = Objection.objects.filter(entered_person=person).select_related("commendation")
    for row in rows.order_by("pk"):
        values = {name: getattr(row, name) for name in ("text", "raised_on", "outcome", "answer")}
        yield {"nomination": row.commendation.number, **plain(values)}


personal_data.add(
    PersonalData(
        "discipline.Commendation", _("My nominations and awards"), "auxiliary__person", rows=nominations, order=300
    )
)
personal_data.add(
    PersonalData(
        "discipline.Objection", _("My objections to nominations"), "entered_person", rows=objections, order=305
    )
)
