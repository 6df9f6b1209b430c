"""Awards of the demonstration: one decided, one in publicity with an objection, one only nominated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from accounts.models import User
from discipline.services import commendations as services
from organisation.models import Unit
from roster.models import Auxiliary

TRAFFIC, PATROL = "99990103", "99990102"


def commend(units: Mapping[str, Unit], users: Mapping[str, User], day: dt.date) -> None:
    """By the clerk of the county bureau, decided by its head; days relative to the day."""
    clerk, head = users["hr"], users["supervisor"]
    hero, second, third = _people(units[PATROL])[:2] + _people(units[TRAFFIC])[:1]
    long_ago = dt.timedelta(days=40)

    given = services.nominate(
        auxiliary=hero, kind="praise", deed="夜间巡逻中发现火情，及时疏散群众十二人。", deed_on=day - long_ago, by=clerk,
        on=day - long_ago,
    )  # fmt: skip
    given = services.publish(commendation=given, by=clerk, on=day - long_ago)
    decided_on = day - dt.timedelta(days=20)
    if decided_on > (given.published_until or decided_on) and decided_on.year == day.year:
        services.award(commendation=given, by=head, on=decided_on, document_number=f"云公政〔{day.year}〕8号")

    shown = services.nominate(
        auxiliary=second, kind="praise", deed="连续三个月无差错完成视频巡查，协助找回走失老人两名。",
        deed_on=day - dt.timedelta(days=10), by=clerk, on=day - dt.timedelta(days=3),
    )  # fmt: skip
    shown = services.publish(commendation=shown, by=clerk, on=day - dt.timedelta(days=3))
    inspector = users["inspector"]
    services.object_to(
        commendation=shown, text="走失老人由社区民警先行发现，请核实。", by=inspector, on=day, objector="来电群众"
    )

    services.nominate(
        auxiliary=third, kind="merit_3", deed="事故现场救助伤员，阻止二次事故发生。",
        deed_on=day - dt.timedelta(days=5), by=clerk, on=day,
    )  # fmt: skip


def _people(unit: Unit) -> list[Auxiliary]:
    rows = Auxiliary.objects.filter(unit=unit, status="active", category="service")
    return list(rows.select_related("unit", "person").order_by("pk"))
