"""Requests of the demonstration in every state: waiting, refused, referred, approved, under way, returned."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from accounts.models import User
from core import clock
from core.errors import Refused
from duties import services
from duties.models import Assignment, local_day
from duties.proposal import Proposal
from organisation.models import Officer, Unit
from roster.models import Auxiliary


@dataclass
class Desk:
    """Who asks, who approves, and whom they may choose."""

    units: Mapping[str, Unit]
    users: Mapping[str, User]
    officers: Mapping[str, Officer]
    first: list[Auxiliary] = field(default_factory=list)

    def people(self, unit: str, count: int, *, skip: int = 0, category: str = "service") -> tuple[int, ...]:
        rows = Auxiliary.objects.filter(unit=self.units[unit], status="active", category=category).order_by("pk")
        return tuple(rows.values_list("pk", flat=True)[skip : skip + count])

    def officer_of(self, unit: str, place: int = 0) -> int:
        rows = Officer.objects.filter(unit=self.units[unit], status="serving").order_by("police_number")
        return int(rows.values_list("pk", flat=True)[place])

    def ask(self, unit: str, text: str, *, day: int, hours: tuple[int, int], **more: object) -> Assignment:
        """Save and submit as `requester`; a refusal stays as the attempt it is."""
        begins = _at(day, hours[0])
        content = Proposal(
            unit_id=self.units[unit].pk,
            text=text,
            starts_at=begins,
            ends_at=begins + dt.timedelta(hours=hours[1]),
            commander=self.officer_of(unit),
            **{"place": "城关镇人民路至建设街", **more},  # type: ignore[arg-type]
        )
        saved = services.save_draft(content=content, by=self.users["requester"])
        with contextlib.suppress(Refused):
            saved = services.submit(assignment=saved, by=self.users["requester"])
        return saved


def _at(days: int, hour: int) -> dt.datetime:
    """A moment in China that many days from now."""
    day = local_day(clock.now()) + dt.timedelta(days=days)
    return dt.datetime.combine(day, dt.time(hour), dt.timezone(dt.timedelta(hours=8)))


def ask_for_work(desk: Desk) -> None:
    """One request of each kind; the two who have a sign-in are among the approved ones."""
    gate, river, traffic = "99990104", "99990105", "99990103"
    desk.ask(
        gate, "夜间治安巡逻，发现情况及时报告", day=1, hours=(19, 4), codes=("patrol-street",),
        auxiliaries=desk.people(gate, 2, skip=4),
    )  # fmt: skip
    desk.ask(
        traffic, "国道312线东河路口设点执勤，民警带队", day=2, hours=(8, 4), place="国道312线东河路口",
        codes=("roadside-checkpoint",), auxiliaries=desk.people(traffic, 2), leads=(desk.officer_of(traffic, 1),),
        recorder_number="ZF-0312",
    )  # fmt: skip
    desk.ask(
        gate, "治安巡逻并开具罚单", day=2, hours=(9, 3), codes=("patrol-street",),
        auxiliaries=desk.people(gate, 2, skip=6),
    )  # fmt: skip
    desk.ask(
        gate, "晚上独立看管一名盗窃嫌疑人", day=1, hours=(20, 8), place="城关派出所办案区",
        auxiliaries=desk.people(gate, 2, skip=8),
    )  # fmt: skip
    desk.ask(
        river,
        "配合完成上级交办的其他事项",
        day=3,
        hours=(9, 3),
        place="东河镇",
        auxiliaries=desk.people(river, 2, skip=3),
    )
    for member, unit in zip(desk.first, (gate, river), strict=True):
        mates = tuple(pk for pk in desk.people(unit, 3) if pk != member.pk)[:1]
        asked = desk.ask(
            unit, "早高峰学校门口护学执勤，维持秩序，劝导学生走斑马线", day=1, hours=(7, 2), place="实验小学门口",
            codes=("patrol-street",), auxiliaries=(member.pk, *mates),
        )  # fmt: skip
        services.approve(assignment=asked, by=desk.users["supervisor"])
    returned = desk.ask(
        traffic, "早高峰交通疏导", day=4, hours=(7, 2), place="人民路口", codes=("traffic-direct",),
        auxiliaries=desk.people(traffic, 4, skip=6),
    )  # fmt: skip
    services.return_(assignment=returned, reason="四人太多，请减为两人。", by=desk.users["supervisor"])
    _one_under_way(desk, gate)


def _one_under_way(desk: Desk, unit: str) -> None:
    """It begins in an hour; the requesting officer commands it and is on the spot."""
    begins = clock.now().replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1, minutes=30)
    content = Proposal(
        unit_id=desk.units[unit].pk,
        text="大型超市周边治安巡逻",
        place="万佳超市周边",
        starts_at=begins,
        ends_at=begins + dt.timedelta(hours=4),
        codes=("patrol-street",),
        auxiliaries=desk.people(unit, 2, skip=12),
        commander=desk.officers["990002"].pk,
    )
    saved = services.save_draft(content=content, by=desk.users["requester"])
    services.submit(assignment=saved, by=desk.users["requester"])
    services.approve(assignment=saved, by=desk.users["supervisor"])
    services.begin(assignment=saved, by=desk.users["requester"])
