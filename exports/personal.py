"""What this room keeps about a person: which files their data went into; by function, not by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.groups import GROUPS
from core.registries import PersonalData, not_personal_data, personal_data
from exports.models import ExportedPerson


def rows(person: int) -> Iterator[Mapping[str, Any]]:
    """When, what kind, what for, by which function: whoever took the data is not named."""
    found = ExportedPerson.objects.filter(person_id=person).select_related("export__by", "export__unit")
    for row in found.prefetch_related("export__by__roles").order_by("export__requested_at"):
        export = row.export
        functions = {str(GROUPS[role.group].title) for role in export.by.roles.all() if role.group in GROUPS}
        yield {
            "serial": export.serial,
            "kind": str(export.title),
            "purpose": export.purpose,
            "unit": str(export.unit),
            "asked_for": export.requested_at,
            "downloaded": export.taken_at,
            "function": ", ".join(sorted(functions)),
        }


personal_data.add(PersonalData("exports.ExportedPerson", _("Files my data went into"), "person", rows=rows, order=400))
not_personal_data["exports.Export"] = "an act of office; who is in the file is exports.ExportedPerson"
