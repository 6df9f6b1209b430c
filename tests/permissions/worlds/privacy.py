"""A correction asked for by the auxiliary of North."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from privacy import services
from roster.services import leave
from tests.cast import Cast
from tests.permissions.world import Place


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
    return {"rights_request": asked, "legal_hold": hold, "held": cast.user("auxiliary").person.auxiliary}


def everywhere(cast: Cast, at: Place) -> dict[str, Any]:
    """A correction asked for by somebody of the unit; archived: by somebody who left since."""
    auxiliary = cast.auxiliary(f"asker-{at.name}", unit=at.code)
    user = User.objects.create_user(f"asker-{at.name}", None, person=auxiliary.person)
    asked = services.ask(
        kind="correction", field="email", wrong="old", should_be="new@example.cn", by=user, on=cast.today
    )
    if at.left:
        leave(auxiliary=auxiliary, last_day=cast.today, ground="resigned", by=at.desk, on=cast.today)
    hold = services.place_hold(person=auxiliary.person_id, why="a dispute", starts_on=cast.today, by=at.desk)
    return {"rights_request": asked, "legal_hold": hold, "held": auxiliary}
