"""An incident somebody deals with, with a step; somebody on the care list, visited."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from accounts.models import User
from discipline.services import protection
from roster.models import Auxiliary
from tests.cast import Cast
from tests.permissions.world import Place


def objects(cast: Cast) -> dict[str, Any]:
    return made(cast, cast.auxiliary("甄受伤"), cast.user("inspector"))


def everywhere(cast: Cast, at: Place) -> dict[str, Any]:
    """The same of each place; those of people who left are not told apart."""
    if at.left:
        return {}
    return made(cast, cast.auxiliary(f"hurt-{at.name}", unit=at.code), at.desk)


def made(cast: Cast, someone: Auxiliary, by: User) -> dict[str, Any]:
    day = cast.today
    told = protection.Told(someone, "attacked", day, "执勤时被推倒")
    row = protection.take(incident=protection.report(told=told, on=day, by=by), on=day, by=by)
    step = {"kind": "medical", "on": day, "words": "已送医", "paid": Decimal("120.00"), "today": day}
    protection.note(incident=row, by=by, **step)
    care = protection.look_after(auxiliary=someone, ground="disabled", words="膝部受伤", on=day, by=by, incident=row)
    protection.visit(care=care, on=day, words="已走访", given=Decimal("500.00"), today=day, by=by)
    return {"incident": row, "care": care}
