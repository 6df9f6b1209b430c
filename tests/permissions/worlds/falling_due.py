"""A reminder, an insurance, a policy and one it covers, all at the station North."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import User
from core import clock
from payroll import services
from payroll.models import AccidentPolicy
from reminders.models import Notice
from tests.cast import Cast
from tests.permissions.world import Place


def objects(cast: Cast) -> dict[str, Any]:
    auxiliary, hr, first = cast.auxiliary("到期人"), cast.user("hr"), date(2026, 1, 1)
    terms = services.Terms("PICC", "P-1", first, date(2026, 12, 31), Decimal(300000), Decimal(9000))
    policy = services.add_policy(unit=cast["first"], terms=terms, by=hr)
    services.add_members(policy=policy, auxiliaries=[auxiliary], starts_on=first, by=hr)
    (enrolment,) = services.enrol(
        auxiliary=auxiliary, kinds=["pension"], opening=services.Opening("Chengdu", first, first), by=hr
    )
    notice = Notice.objects.create(
        source="contract_end", subject="roster.contract:1", due_on=cast.today, stage=7, unit=cast["north"],
        label="到期人", made_on=cast.today, made_at=clock.now(), escalates_on=cast.today,
    )  # fmt: skip
    return {"notice": notice, "enrolment": enrolment, "policy": policy, **_claimed(policy, hr)}


def everywhere(cast: Cast, at: Place) -> dict[str, Any]:
    """A reminder about somebody of the unit, and what insures them; among the archived all of it is over."""
    auxiliary, by, first = cast.auxiliary(f"insured-{at.name}", unit=at.code), cast.user("hr"), date(2026, 1, 1)
    last = date(2026, 6, 30) if at.left else date(2026, 12, 31)
    terms = services.Terms("PICC", f"P-{at.name}", first, last, Decimal(300000), Decimal(9000))
    policy = services.add_policy(unit=at.unit, terms=terms, by=by)
    services.add_members(policy=policy, auxiliaries=[auxiliary], starts_on=first, by=by)
    (enrolment,) = services.enrol(
        auxiliary=auxiliary, kinds=["pension"], opening=services.Opening("Chengdu", first, first), by=by
    )
    if at.left:
        services.end_enrolment(enrolment=enrolment, ends_on=last, why="left", by=by)
    notice = Notice.objects.create(
        source="contract_end", subject=f"roster.contract:{at.name}", due_on=cast.today, stage=7, unit=at.unit,
        label=f"due-{at.name}", made_on=cast.today, made_at=clock.now(), escalates_on=cast.today,
        closed_at=clock.now() if at.left else None, closed_why="done" if at.left else "",
    )  # fmt: skip
    return {"notice": notice, "enrolment": enrolment, "policy": policy, **_claimed(policy, by)}


def _claimed(policy: AccidentPolicy, by: User) -> dict[str, Any]:
    cover, day = policy.members.get(), date(2026, 3, 1)
    claim = services.report_claim(
        member=cover, kind="medical", happened_on=day, reported_on=day, what="扭伤", asked=Decimal(800), by=by
    )
    return {"cover": cover, "claim": claim}
