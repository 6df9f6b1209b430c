"""A bureau with everybody who acts in the conduct of auxiliaries, each with a sign-in, and days that move when they are told."""

from __future__ import annotations

import datetime as dt
import os
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from core import clock, outbox
from core.actors import SYSTEM
from discipline.services import appraisals, cases
from duties.models import CHINA
from organisation.models import Officer
from regulations import services as regulations
from roster import services as roster
from roster.models import Auxiliary, GradeRecord
from tests import stagehands
from tests.cast import LONG_AGO, TODAY, sign_in
from tests.discipline.cases.court import Court
from tests.duties.stage import Stage

HELD_SINCE = dt.date(2023, 11, 16)  # three years before the first day: the next grade is due
GRADES = {"lin": "七级", "wu": "六级", "mate": "七级"}  # each held since then
ABOVE = {"七级": "六级", "六级": "五级"}
SAVED = 6  # months an award of this office shortens the wait by
SHARE = "0.2"  # of the people of a round who may be excellent
PEOPLE = ("lin", "wu", "mate")  # the auxiliaries whose conduct it is about


class Days:
    """The day it is in the bureau, at nine in the morning."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.set(TODAY)
        monkeypatch.setattr(clock, "now", self.now)

    def set(self, day: dt.date) -> None:
        self.day = day
        os.environ["AUXPOLICE_TODAY"] = day.isoformat()

    def now(self) -> dt.datetime:
        return dt.datetime.combine(self.day, dt.time(9), CHINA)


class Bureau:
    """Who acts: inspectors, deciders, those who hear appeals, clerks; who is tied to somebody; who has no business here."""

    def __init__(self, days: Days) -> None:
        self.days = days
        self.stage = Stage()
        self.cast = self.stage.cast
        self.court = Court(self.cast)
        self.people = {
            "lin": self._graded("林晓甲", GRADES["lin"]),
            "wu": self._graded("吴强乙", GRADES["wu"]),
            "mate": self._graded("马特丙", GRADES["mate"]),
        }
        self.users: dict[str, User] = {
            name: self.cast.user(name)
            for name in ("inspector", "supervisor", "legal", "hr", "higher", "requester", "pay-clerk", "supervisor2")
        }
        for name, one in self.people.items():
            self.users[name] = self._own(one)
        self.officers = {"gu": self.court.gu, "he": self.court.he, "bai": self.stage.bai}
        for name, group in (("second", "inspector"), ("boss", "supervisor"), ("counsel", "legal"), ("clerk", "hr")):
            self.users[name], self.officers[name] = self.court.somebody(f"官员{name}", group)
        self._ties()
        self._own_rules()
        self.clients = {name: self._client(user) for name, user in self.users.items()}
        self.clients["nobody"] = Client()
        self.sweep()  # what the making of this world emitted decides nothing in a sequence

    def _graded(self, name: str, grade: str) -> Auxiliary:
        made = self.cast.auxiliary(name, grade=grade, hired_on=dt.date(2020, 1, 1))
        GradeRecord.objects.create(auxiliary=made, grade=grade, since=HELD_SINCE)
        return made

    def _own(self, auxiliary: Auxiliary) -> User:
        user = User.objects.create_user(f"own-{auxiliary.pk}", None, person=auxiliary.person)
        stagehands.give_role(user, "auxiliary", auxiliary.unit, since=LONG_AGO)
        return user

    def _ties(self) -> None:
        """The boss is a near relative of Wu; the mate is an official too; the account of the desk belongs to nobody."""
        self.people["wu"].relationships.create(
            name="亲属", related=self.users["boss"].person, kind="sibling", near_relative=True, starts_on=LONG_AGO
        )
        for group, unit in (("inspector", "first"), ("supervisor", "city")):
            stagehands.give_role(self.users["mate"], group, self.cast[unit], since=LONG_AGO)
        self.officers["mate"] = self.cast.officer("马特丙", unit="first", person=self.people["mate"].person)
        self.users["desk"] = User.objects.create_user("desk", None)
        for group, unit in (("hr", "first"), ("inspector", "north"), ("supervisor", "city")):
            stagehands.give_role(self.users["desk"], group, self.cast[unit], since=LONG_AGO)

    def _own_rules(self) -> None:
        """An award saves months; one of the six people of North may be excellent."""
        for key, amount in (("grades.award_saves_months", SAVED), ("appraisal.excellent_share", SHARE)):
            values = {"unit": self.cast["first"], "key": f"discipline.{key}", "amount": str(amount), "since": LONG_AGO}
            row = regulations.propose_value(by=self.users["hr"], reason="本局", **values)
            regulations.approve(row=row, by=self.users["legal"])

    def _client(self, user: User) -> Any:
        return sign_in(Client(), user)

    def officer(self, name: str) -> Officer:
        return self.officers[name]

    def night(self) -> None:
        """What beat does soon after midnight."""
        cases.end_effects(on=self.days.day, by=SYSTEM)
        cases.note_ended_suspensions(on=self.days.day, by=SYSTEM)
        appraisals.conclude_unopposed(on=self.days.day, by=SYSTEM)
        roster.apply_due_suspensions(on=self.days.day, by=SYSTEM)

    def sweep(self) -> None:
        """The sweeper: whatever the queue did not deliver."""
        while outbox.sweep():
            pass
