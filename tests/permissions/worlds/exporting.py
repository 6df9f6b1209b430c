"""Exports of the station North: one ready, one downloaded, one that waits for a second person."""

from __future__ import annotations

from typing import Any

from exports import services
from exports.models import Export
from tests.cast import Cast


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
