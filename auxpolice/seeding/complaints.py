"""Complaints of the demonstration: one being dealt with, whose reporter gave a name, and one that came in yesterday without."""

from __future__ import annotations

import datetime as dt
from datetime import date

from auxpolice.seeding.work import Desk
from discipline.services import complaints
from discipline.services.complaints import Told, Who
from roster.models import Auxiliary

RIVER, TRAFFIC = "99990105", "99990103"


def complain(desk: Desk, day: date) -> None:
    """Dates relative to the day: the first came in twelve days ago and is to be answered within thirty."""
    inspector = desk.users["inspector"]
    about = Auxiliary.objects.get(pk=desk.people(RIVER, 1, skip=9)[0])
    came = day - dt.timedelta(days=12)
    told = Told(desk.units[RIVER], "conduct", "夜间巡查时对商户大声呵斥，要求提前关门，未说明理由。")
    row, _key = complaints.receive(
        told=told, who=Who("public", "某商户", "来访时留言"), channel="clerk", on=came, by=inspector, subjects=[about]
    )
    row = complaints.acknowledge(complaint=row, by=inspector)
    complaints.assign(complaint=row, handler=inspector, on=came + dt.timedelta(days=1), by=inspector)
    told = Told(desk.units[TRAFFIC], "favour", "路口执勤的辅警对熟人车辆违停不予提醒。")
    complaints.receive(told=told, who=Who(), channel="page", on=day - dt.timedelta(days=1))
