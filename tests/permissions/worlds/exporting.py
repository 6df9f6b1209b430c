"""Exports of the station North: one ready, one downloaded, one that waits for a second person."""

from __future__ import annotations

from typing import Any

from exports import services
from exports.models import Export
from tests.cast import Cast
from tests.permissions.world import Place


def objects(cast: Cast) -> dict[str, Any]:
    def asked(columns: list[str]) -> Export:
        filters = {"unit": "north", "columns": columns}
        export = services.request_export(
            kind="roster", filters=filters, format="csv", purpose="yearly review", by=cast.user("hr"), on=cast.today
        )
        return services.make_export(export=export)

    ready, taken, waiting = asked(["name"]), asked(["name"]), asked(["name", "medical_on"])
    services.take_export(export=taken, by=cast.user("hr"))
    return {"export": ready, "export_taken": taken, "export_waiting": waiting}


def everywhere(cast: Cast, at: Place) -> dict[str, Any]:
    """The same of the unit's own list, asked for by its own HR."""

    def asked(columns: list[str]) -> Export:
        filters = {"unit": at.code, "columns": columns}
        export = services.request_export(
            kind="roster", filters=filters, format="csv", purpose="yearly review", by=at.desk, on=cast.today
        )
        return services.make_export(export=export)

    ready, taken, waiting = asked(["name"]), asked(["name"]), asked(["name", "medical_on"])
    services.take_export(export=taken, by=at.desk)
    return {"export": ready, "export_taken": taken, "export_waiting": waiting}
