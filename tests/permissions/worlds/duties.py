"""One assignment at each point where somebody may do something, a refused attempt, and who leads."""

from __future__ import annotations

import datetime as dt
from typing import Any

from core import clock
from core.errors import Refused
from duties import services
from duties.models import Assignment
from duties.proposal import Proposal
from reminders.models import Message
from reminders.services import tell_users
from tests.cast import Cast


def objects(cast: Cast) -> dict[str, Any]:
    requester, supervisor = cast.user("requester"), cast.user("supervisor")
    cast.officer("陈所长", person=supervisor.person)
    lead = cast.officer("带班警官", person=requester.person)
    start = clock.now().replace(microsecond=0) + dt.timedelta(days=1)

    def draft(text: str = "人民广场治安巡逻", after: int = 0) -> Assignment:
        hours = start + dt.timedelta(days=2 * after)
        return services.save_draft(
            content=Proposal(
                unit_id=cast["north"].pk,
                text=text,
                place="人民广场",
                starts_at=hours,
                ends_at=hours + dt.timedelta(hours=4),
                auxiliaries=tuple(cast.auxiliary(f"{name}{after}", unit="north").pk for name in ("巡甲", "巡乙")),
                leads=(lead.pk,),
                commander=lead.pk,
            ),
            by=requester,
        )

    def submitted(text: str = "人民广场治安巡逻", after: int = 0) -> Assignment:
        return services.submit(assignment=draft(text, after), by=requester)

    refused = draft("开具罚单", 3)
    try:
        services.submit(assignment=refused, by=requester)
    except Refused as error:
        attempt = error.attempt
    approved = services.approve(assignment=submitted(after=2), by=supervisor)
    tell_users(users=[requester.pk], kind="duties.approved", words={"number": "RW", "text": "x"}, key="world")
    return {
        "message": Message.objects.get(key="world"),
        "draft": draft(),
        "pending": submitted(after=1),
        "referred": submitted("完成所长交办的有关工作", 4),
        "approved": approved,
        "attempt": attempt,
    }
