"""Emergency rights: one asked for by the requester, one running and one that is over, of somebody who is no principal."""

from __future__ import annotations

from typing import Any

from accounts import services
from accounts.models import BreakGlass, User
from core.actors import SYSTEM
from tests.cast import LONG_AGO, Cast

WHY = "夜间抓捕需要查看南所值班人员"


def objects(cast: Cast) -> dict[str, Any]:
    night = User.objects.create_user("night", None, person=cast.person("夜班民警"))
    services.grant_role(
        user=night, group="requester", unit=cast["north"], starts_on=LONG_AGO, by=SYSTEM, today=cast.today
    )

    def asked(by: User) -> BreakGlass:
        return services.ask_break_glass(by=by, group="supervisor", unit=cast["south"], minutes=60, reason=WHY)

    def opened(by: User) -> BreakGlass:
        return services.decide_break_glass(
            emergency=asked(by), by=cast.user("secadmin"), opens=True, reason="已电话核实"
        )

    over = services.end_break_glass(emergency=opened(night), by=night)
    return {"emergency": asked(cast.user("requester")), "emergency_running": opened(night), "emergency_over": over}
