"""A complaint that just came in, about an auxiliary of the place."""

from __future__ import annotations

from typing import Any

from discipline.services import complaints
from discipline.services.complaints import Told, Who
from organisation.models import Unit
from roster.models import Auxiliary
from tests.cast import Cast
from tests.permissions.world import Place


def objects(cast: Cast) -> dict[str, Any]:
    found = made(cast, cast["north"], cast.auxiliary("甄被诉"))
    inspector = cast.user("inspector")
    other = complaints.acknowledge(complaint=made(cast, cast["north"], cast.auxiliary("甄另诉")), by=inspector)
    complaints.assign(complaint=other, handler=inspector, on=cast.today, by=inspector)
    complaints.open_reporter(complaint=other, reason="核实", by=inspector)
    complaints.look_at_retaliation(complaint=other, result="none", reason="未见", by=inspector)
    return {"complaint": found}


def everywhere(cast: Cast, at: Place) -> dict[str, Any]:
    return {"complaint": made(cast, at.unit, cast.auxiliary(f"against-{at.name}", unit=at.code))}


def made(cast: Cast, unit: Unit, against: Auxiliary) -> Any:
    told = Told(unit, "conduct", f"态度恶劣 {unit.code}")
    row, _token = complaints.receive(
        told=told, who=Who("public", "某市民"), channel="page", on=cast.today, subjects=[against]
    )
    return row
