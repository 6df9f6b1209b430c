"""A complaint that just came in, about an auxiliary of the place."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile

from discipline.models import ComplaintFile
from discipline.services import complaints
from discipline.services.complaints import Told, Who
from organisation.models import Unit
from roster.models import Auxiliary
from tests.cast import Cast
from tests.hostile.files import png
from tests.permissions.world import Place, staff


def objects(cast: Cast) -> dict[str, Any]:
    found = made(cast, cast["north"], cast.auxiliary("甄被诉"))
    inspector = cast.user("inspector")
    other = complaints.acknowledge(complaint=made(cast, cast["north"], cast.auxiliary("甄另诉")), by=inspector)
    complaints.assign(complaint=other, handler=inspector, on=cast.today, by=inspector)
    complaints.open_reporter(complaint=other, reason="核实", by=inspector)
    complaints.look_at_retaliation(complaint=other, result="none", reason="未见", by=inspector)
    return {"complaint": found, "complaint_in_hand": other, "complaint_picture": pictured(other, inspector)}


def everywhere(cast: Cast, at: Place) -> dict[str, Any]:
    """One that just came in, and one in the hands of an inspector of the place, with a picture."""
    eye = staff(cast, "ear", "inspector", at.name)
    other = made(cast, at.unit, cast.auxiliary(f"heard-{at.name}", unit=at.code))
    other = complaints.acknowledge(complaint=other, by=eye)
    complaints.assign(complaint=other, handler=eye, on=cast.today, by=eye)
    found = made(cast, at.unit, cast.auxiliary(f"against-{at.name}", unit=at.code))
    return {"complaint": found, "complaint_in_hand": other, "complaint_picture": pictured(other, eye)}


def pictured(row: Any, by: Any) -> ComplaintFile:
    """A picture as it would be kept, without the child that looks at it first."""
    kept = ContentFile(png(4, 4), name="picture.png")
    file = ComplaintFile(
        complaint=row, content_type="image/png", size=80, added_on=row.received_on, added_by=by, file=kept
    )
    file.save()
    return file


def made(cast: Cast, unit: Unit, against: Auxiliary) -> Any:
    told = Told(unit, "conduct", f"态度恶劣 {unit.code}")
    row, _token = complaints.receive(
        told=told, who=Who("public", "某市民"), channel="page", on=cast.today, subjects=[against]
    )
    return row
