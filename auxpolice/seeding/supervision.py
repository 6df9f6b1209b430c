"""Inspections of the demonstration: one with an overdue rectification, one to be checked again, one announced, a draw."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from auxpolice.seeding.work import Desk
from discipline.checklists import checklists
from discipline.models import Finding
from discipline.services import supervision
from discipline.services.supervision import Plan, Seen
from roster.models import Auxiliary

GATE, RIVER, TRAFFIC = "99990104", "99990105", "99990103"
AT_THE_UNIT = "at_the_unit"


def inspect(desk: Desk, day: date) -> None:
    """Three weeks ago the gate station was looked at: its rectification is overdue; the river station reported in time."""
    inspector = desk.users["inspector"]
    before = day - timedelta(days=21)
    (late,) = _looked_at(desk, GATE, before, cards_kept=Seen("wrong", "2名离职辅警的工作证和服装未收回。"))
    own, done = _looked_at(
        desk,
        RIVER,
        day - timedelta(days=9),
        off_duty_uniform=Seen("wrong", "1名辅警非执勤时间着辅警服装外出。"),
        own_work_handed_over=Seen("wrong", "带班民警让辅警单独登记群众求助。"),
    )
    supervision.report(finding=done, what="已谈话提醒，并在所务会上重申着装规定。", by=desk.users["supervisor"])
    member = Auxiliary.objects.get(pk=desk.people(RIVER, 1, skip=3)[0])
    supervision.name_auxiliary(finding=done, auxiliary=member, by=inspector)
    leader = desk.officers[min(desk.officers)]
    named = supervision.name_officer(finding=own, officer=leader, by=inspector)
    supervision.settle(responsibility=named, stands="established", reason="带班民警未在场。", on=day, by=inspector)
    plan = Plan("on_the_spot", day + timedelta(days=2), announced=True)
    supervision.plan(unit=desk.units[TRAFFIC], plan=plan, on=day, by=inspector)
    silent = Plan("on_the_spot", day + timedelta(days=5))
    top = late.unit.parent or late.unit
    supervision.draw(unit=top, method="risk", count=1, plan=silent, on=day, seed=f"示范{day:%Y%m%d}", by=inspector)


def _looked_at(desk: Desk, unit: str, on: date, **wrong: Seen) -> list[Finding]:
    inspector = desk.users["inspector"]
    seen: Mapping[str, Seen] = {code: wrong.get(code, Seen("right")) for code in checklists()[AT_THE_UNIT].codes}
    planned = supervision.plan(unit=desk.units[unit], plan=Plan(AT_THE_UNIT, on), on=on, by=inspector)
    supervision.begin(inspection=planned, by=inspector)
    return supervision.conclude(inspection=planned, seen=seen, on=on, by=inspector)
