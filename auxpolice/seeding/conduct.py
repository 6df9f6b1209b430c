"""Cases and complaints of the demonstration: a pending appeal, a case to decide, a request that somebody withdraw, one just
reported, a suspension."""

from __future__ import annotations

import datetime as dt
from datetime import date

from accounts.models import User
from auxpolice.seeding.complaints import complain
from auxpolice.seeding.work import Desk
from discipline.models import Case
from discipline.services import cases
from organisation.models import Officer
from roster.models import Auxiliary

GATE, RIVER = "99990104", "99990105"


def try_cases(desk: Desk, day: date) -> None:
    """Dates relative to the day: the appeal was filed six days ago and is to be answered in three weeks."""
    own = User.objects.select_related("person").get(username="auxiliary")
    about = Auxiliary.objects.select_related("unit", "person").get(person=own.person_id)
    case = heard(desk, about, day - dt.timedelta(days=40), "demerit", "巡逻途中两次脱岗，各约四十分钟。", own)
    chief, inspector = desk.users["supervisor"], desk.users["inspector"]
    grounds = "事实清楚，本人认可脱岗时间；有定位记录和值班日志证实。"
    decided = cases.decide(case=case, outcome="demerit", grounds=grounds, by=chief, on=day - dt.timedelta(days=12))
    served = cases.serve(case=decided, how="in_person", by=inspector, on=day - dt.timedelta(days=11))
    cases.appeal(case=served, grounds="当时身体不适已电话告知班长，处分过重。", by=own, on=day - dt.timedelta(days=6))
    first, second, third = (Auxiliary.objects.get(pk=pk) for pk in desk.people(RIVER, 3, skip=6))
    heard(desk, first, day - dt.timedelta(days=25), "warning", "在社交平台发布执勤现场照片。", None)
    cases.report(
        auxiliary=second,
        subject="群众反映服务态度生硬。",
        source="complaint",
        by=inspector,
        on=day - dt.timedelta(days=2),
    )
    taking = cases.report(
        auxiliary=third, subject="涉嫌收受商户财物。", source="superior", by=inspector, on=day - dt.timedelta(days=3)
    )
    cases.suspend(case=taking, reason="涉嫌收受财物，调查期间停职", by=inspector, on=day - dt.timedelta(days=3))
    somebody_is_to_withdraw(desk, day)
    complain(desk, day)


def somebody_is_to_withdraw(desk: Desk, day: date) -> None:
    """Asked for yesterday, and to be answered tomorrow: until then nothing is decided."""
    own = User.objects.select_related("person").get(username="auxiliary2")
    about = Auxiliary.objects.select_related("unit", "person").get(person=own.person_id)
    case = heard(desk, about, day - dt.timedelta(days=23), "warning", "值班时与群众发生争执。", own)
    beside = case.investigators.get(officer=desk.officer_of(GATE, 2))
    reason = "该民警与投诉的群众是近亲属。"
    cases.ask_to_withdraw(case=case, investigator=beside, reason=reason, by=own, on=day - dt.timedelta(days=1))


def heard(desk: Desk, about: Auxiliary, start: date, intended: str, subject: str, own: User | None) -> Case:
    """A case brought as far as its hearing, three days a step."""
    inspector = desk.users["inspector"]

    def step(number: int) -> date:
        return start + dt.timedelta(days=3 * number)

    case = cases.report(auxiliary=about, subject=subject, source="inspection", by=inspector, on=start)
    case = cases.examine(case=case, by=inspector, on=step(1))
    mine = Officer.objects.get(person=inspector.person_id)
    beside = Officer.objects.get(pk=desk.officer_of(GATE, 2))
    for officer in (mine, beside):
        cases.name_investigator(case=case, officer=officer, by=inspector, on=step(1))
    case = cases.open_case(case=case, by=inspector, on=step(2))
    case = cases.conclude(case=case, findings="经调取记录和询问，反映的问题属实。", by=inspector, on=step(5))
    case = cases.tell(case=case, intended=intended, how="in_person", by=inspector, on=step(6))
    if own is None:
        return cases.hear(case=case, how="waived", text="本人放弃陈述申辩。", by=inspector, on=step(7))
    cases.make_statement(case=case, text="当天身体不适，已向班长说明，愿意接受批评。", by=own, on=step(7))
    return Case.objects.select_related("auxiliary", "unit").get(pk=case.pk)
