"""What the early warning keeps about a person: what was done about it. The warning itself is kept nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.registries import PersonalData, personal_data
from discipline.models.warnings import WarningNote


def notes(person: int) -> Iterator[Mapping[str, Any]]:
    """What was done about the own warnings, and in which words."""
    for row in WarningNote.objects.filter(auxiliary__person=person).order_by("pk"):
        yield {"at": row.at, "done": str(row.get_done_display()), "words": row.words}


personal_data.add(
    PersonalData(
        "discipline.WarningNote", _("What was done about warnings"), "auxiliary__person", rows=notes, order=320
    )
)
