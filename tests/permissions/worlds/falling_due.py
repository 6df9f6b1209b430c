"""A reminder, an insurance, a policy and one it covers, all at the station North."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from core import clock
from payroll import services
from reminders.models import Notice
from tests.cast import Cast


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
    return {"notice": notice, "enrolment": enrolment, "policy": policy, "cover": policy.members.get()}
