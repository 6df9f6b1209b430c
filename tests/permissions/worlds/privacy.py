"""A correction asked for by the auxiliary of North."""

from __future__ import annotations

from typing import Any

from privacy import services
from tests.cast import Cast


def objects(cast: Cast) -> dict[str, Any]:
    asked = services.ask(
        kind="correction", field="email", wrong="old", should_be="new@example.cn", by=cast.user("auxiliary"), on=cast.today
    )
    return {"rights_request": asked}
