"""A bureau in which assignments live: who asks, who approves, who rules, who leads and who does the work."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from accounts.models import User
from accounts.services import grant_role
from core import clock
from core.actors import SYSTEM
from duties import services
from duties.models import CHINA, Assignment, local_day
from duties.proposal import Proposal
from organisation.models import Officer
from roster.models import Auxiliary
from tests.cast import LONG_AGO, Cast

LATE = 19  # a request of four hours that begins later ends on the next day


def before_night(moment: dt.datetime) -> dt.datetime:
    """The same, or early enough that four hours later it is still the same day: no test depends on when it is run."""
    local = moment.astimezone(CHINA)
    return local.replace(hour=14) if local.hour >= LATE else moment


class Stage:
    """The cast, and short ways to bring an assignment to any point of its life."""

    def __init__(self, *, pack: str = "CN") -> None:
        self.cast = Cast(pack=pack)
        self.requester = self.cast.user("requester")
        self.supervisor = self.cast.user("supervisor")
        self.legal = self.cast.user("legal")
        self.inspector = self.cast.user("inspector")
        self.chief = self.cast.officer("陈所长", person=self.supervisor.person)
        self.bai = self.cast.officer("白警官")
        self.gao = self.cast.officer("高警官")
        self.lin = self.cast.auxiliary("林晓")
        self.wu = self.cast.auxiliary("吴强")
        self.starts_at = before_night(clock.now().replace(microsecond=0) + dt.timedelta(days=1))

    def content(self, *codes: str, **more: Any) -> Proposal:
        """A request in order: two auxiliaries, two leads, a commander, tomorrow for four hours."""
        proposal = Proposal(
            unit_id=self.cast["north"].pk,
            text="",
            place="人民广场",
            starts_at=self.starts_at,
            ends_at=self.starts_at + dt.timedelta(hours=4),
            codes=codes or ("patrol-street",),
            auxiliaries=(self.lin.pk, self.wu.pk),
            leads=(self.bai.pk, self.gao.pk),
            commander=self.gao.pk,
            recorder_number="ZF-001",
        )
        return replace(proposal, **({"text": "人民广场治安巡逻"} | more))

    def draft(self, *codes: str, by: User | None = None, **more: Any) -> Assignment:
        return services.save_draft(content=self.content(*codes, **more), by=by or self.requester)

    def submitted(self, *codes: str, **more: Any) -> Assignment:
        return services.submit(assignment=self.draft(*codes, **more), by=self.requester)

    def approved(self, *codes: str, **more: Any) -> Assignment:
        return services.approve(assignment=self.submitted(*codes, **more), by=self.supervisor)

    def user_of(self, officer: Officer, group: str = "requester", unit: str = "north") -> User:
        """A sign-in of an officer."""
        user = User.objects.create_user(f"u{officer.police_number}", None, person=officer.person)
        grant_role(user=user, group=group, unit=self.cast[unit], starts_on=LONG_AGO, by=SYSTEM, today=self.cast.today)
        return user

    def user_of_auxiliary(self, auxiliary: Auxiliary) -> User:
        """A sign-in of an auxiliary."""
        user = User.objects.create_user(f"a{auxiliary.pk}", None, person=auxiliary.person)
        unit = auxiliary.unit
        grant_role(user=user, group="auxiliary", unit=unit, starts_on=LONG_AGO, by=SYSTEM, today=self.cast.today)
        return user

    def second_supervisor(self) -> User:
        """Another serving officer who may approve."""
        return self.user_of(self.cast.officer("马队长"), group="supervisor", unit="first")

    @property
    def day(self) -> dt.date:
        return local_day(self.starts_at)

    def another(self, name: str = "郑新", **more: Any) -> Auxiliary:
        return self.cast.auxiliary(name, **more)
