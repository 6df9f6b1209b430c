"""Incidents and care of the demonstration, and what was done about one of its early warnings."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from auxpolice.seeding.work import Desk
from discipline.selectors import warnings as read
from discipline.selectors.warning_lists import ANY
from discipline.services import protection, warnings
from discipline.services.protection import Told
from roster.models import Auxiliary

GATE, RIVER = "99990104", "99990105"


def protect(desk: Desk, day: date) -> None:
    """One attacked four days ago and helped, one report nobody has taken in hand, a family in hardship that was visited."""
    inspector, hr = desk.users["inspector"], desk.users["hr"]
    pushed, threatened = (Auxiliary.objects.get(pk=pk) for pk in desk.people(RIVER, 2, skip=9))
    before = day - timedelta(days=4)
    told = Told(pushed, "attacked", before, "协助民警劝阻斗殴时被当事人推倒，右膝擦伤。")
    row = protection.take(incident=protection.report(told=told, on=before, by=hr), on=before, by=inspector)
    for kind, words, paid in (
        ("medical", "送县医院检查，软组织挫伤，休息三天。", None),
        ("advanced", "急诊费由所里垫付。", Decimal("386.50")),
        ("pursued", "派出所已受案，对方被传唤。", None),
    ):
        protection.note(incident=row, kind=kind, on=before, words=words, paid=paid, today=day, by=inspector)
    protection.report(told=Told(threatened, "threatened", day, "处理违停后被人在网上公布姓名和照片。"), on=day, by=hr)
    family = Auxiliary.objects.get(pk=desk.people(GATE, 1, skip=6)[0])
    since = day - timedelta(days=200)
    care = protection.look_after(auxiliary=family, ground="hardship", words="配偶患病，家庭收入低。", on=since, by=hr)
    protection.visit(
        care=care,
        on=day - timedelta(days=30),
        words="所领导走访，了解治疗情况。",
        given=Decimal("1000"),
        today=day,
        by=hr,
    )


def answer_one(desk: Desk, day: date) -> None:
    """Of the people about whom something stands out, the last one was talked with; the others wait."""
    inspector, policies = desk.users["inspector"], read.Policies(day)
    found = read.warned(list(read.people(inspector, policies, day, sign=ANY)), policies, day)
    if len(found) > 3:
        words = "已与本人谈话，合同续签和培训安排由政工室跟进。"
        warnings.answer(auxiliary=found[-1].auxiliary, done="talked", words=words, by=inspector, on=day)
