"""A correction asked for by the auxiliary of North."""

from __future__ import annotations

from typing import Any

from privacy import services
from tests.cast import Cast


def objects(cast: Cast) -> dict[str, Any]:
    asked = services.ask(
        kind="correction",
        field="email",
        wrong="old",
        should_be="new@example.cn",
        by=cast.user("auxiliary"),
        on=cast.today,
    )
    person = cast.user("auxiliary").person_id
    hold = services.place_hold(person=person, why="a dispute", starts_on=cast.today, by=cast.user("hr"))
    return {"rights_request": asked, "legal_hold": hold}
