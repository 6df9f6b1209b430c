"""A bureau in which cases are heard: who investigates, who decides, who answers appeals, and who it is about."""

from __future__ import annotations

import datetime as dt
from datetime import date

from accounts.models import User
from core.errors import Refused
from discipline.models import Case
from discipline.services import cases
from organisation.models import Officer
from roster.models import Auxiliary
from tests import stagehands
from tests.cast import LONG_AGO, TODAY, Cast


class Court:
    """The cast, and short ways to bring a case to any point of its life. Days count from the day of the report."""

    def __init__(self, cast: Cast | None = None, start: date = TODAY) -> None:
        self.cast, self.start = cast or Cast(), start
        self.inspector = self.cast.user("inspector")
        self.supervisor = self.cast.user("supervisor")
        self.legal = self.cast.user("legal")
        self.gu = self.cast.officer("督察顾", person=self.inspector.person, unit="first")
        self.he = self.cast.officer("督察何", unit="first")
        self.person = self.cast.user("auxiliary")
        self.auxiliary = Auxiliary.objects.select_related("person", "unit").get(person=self.person.person_id)

    def day(self, number: int) -> date:
        return self.start + dt.timedelta(days=number)

    def reported(self, **more) -> Case:
        values = {
            "auxiliary": self.auxiliary,
            "subject": "收受商户香烟两条",
            "by": self.inspector,
            "on": self.start,
            **more,
        }
        return cases.report(**values)

    def opened(self, **more) -> Case:
        case = cases.examine(case=self.reported(**more), by=self.inspector, on=self.day(1))
        for officer in (self.gu, self.he):
            cases.name_investigator(case=case, officer=officer, by=self.inspector, on=self.day(1))
        return cases.open_case(case=case, by=self.inspector, on=self.day(2))

    def investigated(self, **more) -> Case:
        return cases.conclude(
            case=self.opened(**more), findings="监控和商户陈述证实", by=self.inspector, on=self.day(10)
        )

    def told(self, intended: str = "demerit", **more) -> Case:
        return cases.tell(
            case=self.investigated(**more), intended=intended, how="in_person", by=self.inspector, on=self.day(11)
        )

    def heard(self, intended: str = "demerit", **more) -> Case:
        case = self.told(intended, **more)
        cases.make_statement(case=case, text="我当时并不知情", by=self.user_of(case), on=self.day(12))
        return fresh(case)

    def decided(self, outcome: str = "demerit", **more) -> Case:
        return cases.decide(
            case=self.heard(outcome, **more), outcome=outcome, grounds="事实清楚", by=self.supervisor, on=self.day(14)
        )

    def served(self, outcome: str = "demerit", **more) -> Case:
        return cases.serve(case=self.decided(outcome, **more), how="in_person", by=self.inspector, on=self.day(15))

    def appealed(self, outcome: str = "demerit", **more) -> Case:
        case = self.served(outcome, **more)
        cases.appeal(case=case, grounds="处分过重", by=self.user_of(case), on=self.day(20))
        return fresh(case)

    def user_of(self, case: Case) -> User:
        """The sign-in of whoever the case is about, opened when first asked for."""
        person = case.auxiliary.person
        found = User.objects.filter(person=person).first()
        if found is None:
            found = User.objects.create_user(f"own{person.pk}", None, person=person)
            stagehands.give_role(found, "auxiliary", case.auxiliary.unit, since=LONG_AGO)
        return found

    def somebody(self, name: str, group: str = "supervisor") -> tuple[User, Officer]:
        """One more official of the bureau, who is an officer too."""
        officer = self.cast.officer(name, unit="first")
        user = User.objects.create_user(f"{group}-{officer.pk}", None, person=officer.person)
        stagehands.give_role(user, group, self.cast["first"], since=LONG_AGO)
        return user, officer


def fresh(case: Case) -> Case:
    return Case.objects.select_related("auxiliary__person", "unit").get(pk=case.pk)


def codes(error: Refused) -> set[str]:
    return {finding.code for finding in error.findings}
