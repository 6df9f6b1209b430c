"""One assignment at each point where somebody may do something, a refused attempt, and who leads."""

from __future__ import annotations

import datetime as dt
from typing import Any

from accounts.models import User
from core import clock
from core.errors import Refused
from duties import services
from duties.models import Assignment, RefusedAttempt
from duties.proposal import Proposal
from organisation.models import Officer
from reminders.models import Message
from reminders.services import tell_users
from tests.cast import Cast
from tests.permissions.world import Place


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


def everywhere(cast: Cast, at: Place) -> dict[str, Any]:
    """An assignment of the unit's own clerk in each state, and an attempt that was refused; archived: all withdrawn."""
    lead = cast.officer(f"lead-{at.name}", person=at.clerk.person, unit=at.code)
    chief = cast.officer(f"chief-{at.name}", person=at.chief.person, unit=at.code)
    mates = tuple(cast.auxiliary(f"{name}-{at.name}", unit=at.code).pk for name in ("mate", "pal"))
    start = clock.now().replace(microsecond=0) + dt.timedelta(days=40)

    def asked(text: str, after: int, *, submit: bool = True) -> Assignment:
        hours = start + dt.timedelta(days=2 * after)
        content = Proposal(
            unit_id=at.unit.pk, text=text, place=f"place-{at.name}", starts_at=hours, ends_at=hours + dt.timedelta(hours=4),
            auxiliaries=mates, leads=(lead.pk,), commander=lead.pk,
        )  # fmt: skip
        draft = services.save_draft(content=content, by=at.clerk)
        return services.submit(assignment=draft, by=at.clerk) if submit else draft

    rows = {
        "draft": asked("人民广场治安巡逻", 0, submit=False),
        "pending": asked("人民广场治安巡逻", 1),
        "referred": asked("完成所长交办的有关工作", 2),
        "approved": approved(asked("人民广场治安巡逻", 3), at.chief, chief),
        "attempt": RefusedAttempt.objects.create(
            unit=at.unit, requester=at.clerk, requester_person=at.clerk.person, text=f"attempt-{at.name}", 
            decision=RefusedAttempt.objects.earliest("pk").decision,
            created_at=clock.now(),
        ),
    }  # fmt: skip
    if at.left:
        for name in ("draft", "pending", "referred"):
            rows[name] = services.withdraw(assignment=rows[name], by=at.clerk)
    return rows


def approved(assignment: Assignment, chief: User, officer: Officer) -> Assignment:
    """Approved by the chief of the place, without asking whether the law would have it."""
    by = {"approver": chief, "approver_officer": officer, "approved_at": clock.now()}
    Assignment.objects.filter(pk=assignment.pk).update(status="approved", **by)
    assignment.refresh_from_db()
    return assignment
