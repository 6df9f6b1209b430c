"""Appraisals of the demonstration: the year of one station half done, the month before told, with an objection."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from accounts.models import User
from auxpolice.seeding.work import Desk
from discipline.models import Appraisal
from discipline.rules.appraisals import Head, Source
from discipline.services import appraisals as services

GATE = "99990104"
MARKS = (88, 82, 79, 91, 74, 85, 68, 80)  # one after the other, so that results differ


def appraise(desk: Desk, day: date) -> None:
    """Days relative to the day: the annual round was opened twelve days ago, so the self-reports are over; half are marked."""
    unit, clerk, head = desk.units[GATE], desk.users["hr"], desk.users["supervisor"]
    own = User.objects.select_related("person").get(username="auxiliary")
    opened = day - timedelta(days=12)

    month = services.open_round(
        unit=unit, kind="monthly", day=opened.replace(day=1) - timedelta(days=1), by=clerk, on=opened
    )
    rows = list(month.appraisals.order_by("pk"))
    for number, row in enumerate(rows):
        _mark(row, MARKS[number % len(MARKS)], Source.LEADER, head, opened)
    services.reckon(round_=month, by=clerk, on=opened)
    for row in month.appraisals.filter(proposed="excellent"):
        services.calibrate(appraisal=row, result="competent", reason="优秀名额所限", by=clerk, on=opened)
    services.adopt(round_=month, by=clerk, on=opened)
    services.tell(round_=month, by=clerk, on=day)
    mine = month.appraisals.get(auxiliary__person=own.person_id)
    services.contest(appraisal=mine, text="上月抽调参加安保，考勤未计入，请复核。", by=own, on=day)

    year = services.open_round(unit=unit, kind="annual", day=opened, by=clerk, on=opened)
    mine = year.appraisals.get(auxiliary__person=own.person_id)
    said = "本年度参加巡逻勤务，协助处置警情，完成年度培训；有两次脱岗，已作检讨并改正。"
    services.report(appraisal=mine, text=said, by=own, on=opened + timedelta(days=4))
    rows = list(year.appraisals.order_by("pk"))
    for number, row in enumerate(rows[: len(rows) // 2]):
        _mark(row, MARKS[number % len(MARKS)], Source.LEADER, head, day)
    _mark(rows[0], 84, Source.PUBLIC, clerk, day, comment="社区走访二十户的平均评分。")
    colleague = next(row for row in rows if row.pk != mine.pk)
    _mark(colleague, 86, Source.COLLEAGUE, own, day)


def _mark(row: Appraisal, value: int, source: str, by: User, on: date, *, comment: str = "") -> None:
    marks: Mapping[str, int] = dict(zip(Head.values, (value, value - 2, value + 3, value, value + 1), strict=True))
    services.mark(appraisal=row, source=source, marks=marks, by=by, on=on, comment=comment)
