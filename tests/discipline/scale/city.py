"""A city in small: somebody of each role over all of it, and records of conduct in every state, made by the services."""

from __future__ import annotations

import datetime as dt
import itertools
import random

from auxpolice.seeding.scale import GIVEN, SURNAMES
from core import clock
from core.actors import SYSTEM
from discipline.models import Appraisal, Responsibility
from discipline.services import appraisals, cases, commendations, complaints, grades, protection, supervision, warnings
from discipline.services.complaints import Told, Who
from duties.models import RefusedAttempt
from payroll.models import PayInput, PayRun, Payslip
from roster.models import Auxiliary, GradeRecord, Qualification
from tests.cast import TODAY
from tests.discipline.appraisals.world import heads
from tests.discipline.cases.court import Court, fresh
from tests.discipline.supervision.conftest import Beat

NAMES = 40
NEAR_ENDS = {11: 40, 22: 40, 33: 20}  # days to the end of the contract, by number
DEED = {"kind": "praise", "deed": "救起落水儿童", "deed_on": TODAY - dt.timedelta(days=20)}
SEPTEMBER, OCTOBER = dt.date(2026, 9, 10), dt.date(2026, 10, 10)
LATER = dt.date(2027, 1, 11)


class City:
    """The cast, somebody of each role over the whole city, and records of every state by the services."""

    def __init__(self) -> None:
        self.beat = Beat()
        self.court = Court(self.beat.cast)
        self.cast = self.beat.cast
        self.chance = random.Random(2026)  # noqa: S311 - made up
        self.numbers = itertools.count(1)
        self.people = [self.named() for _number in range(NAMES)]
        self.cases()
        self.complaints()
        self.awards()
        self.grades()
        self.findings()
        self.rounds()
        self.protection()
        self.pay_and_duties()
        self.warnings()

    def named(self) -> Auxiliary:
        """Every seventh without this year's medical, every ninth with a training that ran out, contracts near their end."""
        name = self.chance.choice(SURNAMES) + "".join(self.chance.sample(GIVEN, self.chance.choice((1, 2))))
        number = next(self.numbers)
        medical = None if number % 7 == 0 else TODAY - dt.timedelta(days=number)
        made = self.cast.auxiliary(
            name, unit="north", papers=False, grade="七级", hired_on=dt.date(2020, 1, 1), medical_on=medical
        )
        self.cast.contract(made, ends_on=TODAY + dt.timedelta(days=NEAR_ENDS.get(number, 900)))
        ran_out = TODAY - dt.timedelta(days=number + 20) if number % 9 == 0 else dt.date(2028, 1, 1)
        Qualification.objects.create(auxiliary=made, kind="training", subject="annual", name="年度培训",
                                     obtained_on=dt.date(2025, 3, 1), valid_until=ran_out)  # fmt: skip
        GradeRecord.objects.create(auxiliary=made, grade="七级", since=dt.date(2023, 12, 1))
        return made

    def cases(self) -> None:
        """One in every state; the closed one and the served have their measures, one an appeal."""
        court, people = self.court, iter(self.people)
        for make in (court.reported, court.opened, court.investigated, court.told, court.heard, court.decided,
                     court.served, court.appealed):  # fmt: skip
            make(auxiliary=next(people))
        closed = court.served(auxiliary=next(people))
        cases.close(case=closed, by=court.inspector, on=court.day(90))
        answered = court.appealed(auxiliary=next(people))
        cases.answer_appeal(appeal=answered.appeal, verdict="upheld", reasons="维持", by=court.legal, on=court.day(40))
        cases.drop(case=court.reported(auxiliary=next(people)), reason="不实", by=court.inspector, on=court.day(3))
        assert fresh(closed).status == "closed"

    def complaints(self) -> None:
        """Received, in hand, answered; each with a reporter and somebody complained of."""
        by = {"by": self.court.inspector}
        for number in range(3):
            told, who = Told(self.cast["north"], "conduct", "态度恶劣"), Who("public", "某市民", "139")
            row, _key = complaints.receive(told=told, who=who, channel="page", on=TODAY, subjects=[self.people[number]])
            if number:
                complaints.acknowledge(complaint=row, **by)
                complaints.assign(complaint=row, handler=self.court.inspector, on=TODAY, **by)
            if number == 2:
                complaints.answer(complaint=row, outcome="upheld", answer="已处理", on=TODAY, **by)

    def awards(self) -> None:
        """Nominated, in publicity, awarded, rejected."""
        clerk, head = self.cast.user("hr"), self.court.supervisor
        rows = [commendations.nominate(auxiliary=one, by=clerk, on=TODAY, **DEED) for one in self.people[20:24]]
        for row in rows[1:3]:
            commendations.publish(commendation=row, by=clerk, on=TODAY)
        rows[2].refresh_from_db()
        commendations.award(commendation=rows[2], by=head, on=self.court.day(20), document_number="8号")
        commendations.reject(commendation=rows[3], reason="不足", by=head)

    def grades(self) -> None:
        """Proposed, in publicity, given, rejected."""
        clerk, head, due = self.cast.user("hr"), self.court.supervisor, dt.date(2026, 12, 1)
        rows = [
            grades.propose(auxiliary=one, to="六级", appraisal="称职", by=clerk, on=due) for one in self.people[24:28]
        ]
        for row in rows[1:3]:
            grades.publish(proposal=row, by=clerk, on=due)
        grades.decide(
            proposal=rows[2], by=head, on=due + dt.timedelta(days=30), document_number="1号", effective_on=due
        )
        grades.reject(proposal=rows[3], reason="名额", by=head)

    def findings(self) -> None:
        """Found, reported as put right, passed and withdrawn; each with somebody who answers for it."""
        made = [self.beat.finding() for _number in range(6)]
        for number, finding in enumerate(made):
            Responsibility(finding=finding, kind="acting", auxiliary=self.people[number]).save()
        for finding in made[3:]:
            supervision.report(finding=finding, what="已补发标识", by=self.beat.supervisor)
        supervision.recheck(finding=made[3], passed=True, what="现场核实", on=TODAY, by=self.court.inspector)
        supervision.withdraw(finding=made[0], what="记错", by=self.court.inspector)

    def rounds(self) -> None:
        """A month whose marks are open, and one with results told, accepted and objected to."""
        clerk, head = self.cast.user("hr"), self.court.supervisor
        opened = {"unit": self.cast["north"], "kind": "monthly", "by": clerk, "on": TODAY}
        appraisals.open_round(day=OCTOBER, **opened)
        done = appraisals.open_round(day=SEPTEMBER, **opened)
        for row in done.appraisals.all():
            appraisals.mark(appraisal=row, source="leader", marks=heads(80), by=head, on=TODAY)
        appraisals.reckon(round_=done, by=clerk, on=LATER)
        appraisals.adopt(round_=done, by=clerk, on=LATER)
        appraisals.tell(round_=done, by=clerk, on=LATER)
        rows = list(Appraisal.objects.filter(round=done, auxiliary__in=self.people).order_by("pk"))
        for row in rows[:8]:
            appraisals.contest(appraisal=row, text="不服", by=clerk, on=LATER, received_on=LATER)
        appraisals.conclude_unopposed(on=LATER + dt.timedelta(days=30), by=SYSTEM)

    def protection(self) -> None:
        """Incidents that nobody took, in hand and settled; people on the care list and one who is no longer."""
        by, on = self.court.inspector, TODAY
        for number, one in enumerate(self.people[:9]):
            told = protection.Told(one, "third_party", on, "执勤中被推倒")
            row = protection.report(told=told, on=on, by=by)
            if number % 3:
                row = protection.take(incident=row, on=on, by=by)
                said = {"words": "已联系医院", "paid": None, "today": on}
                protection.note(incident=row, kind="other", on=on, by=by, **said)
            if number % 3 == 2:
                protection.settle(incident=row, result="已了结", recourse="none", on=on, by=by)
        for number, one in enumerate(self.people[:6]):
            care = protection.look_after(auxiliary=one, ground="hardship", words="家庭困难", on=on, by=by)
            protection.visit(care=care, on=on, words="走访", given=None, today=on, by=by)
            if number % 3 == 0:
                protection.end_care(care=care, why="好转", on=on, by=by)

    def pay_and_duties(self) -> None:
        """What early warning reads of other rooms: overtime, pay that waits, an officer who led and was refused."""
        clerk, one, at = self.cast.user("pay-clerk"), self.people[0], clock.now()
        self.overtime = PayInput.objects.create(
            auxiliary=one, month=TODAY.replace(day=1), kind="overtime_150", quantity=8, entered_at=at
        )
        run = PayRun.objects.create(
            unit=self.cast["first"], month=dt.date(2026, 10, 1), pay_day=TODAY - dt.timedelta(days=3),
            drafted_by=clerk, drafted_person=clerk.person, drafted_at=at,
        )  # fmt: skip
        PayRun.objects.filter(pk=run.pk).update(status="calculating")
        nought = dict.fromkeys(("gross", "insurance", "tax", "deducted", "net", "cost"), 0)
        self.slip = Payslip(
            run=run,
            auxiliary=one,
            employer=self.cast.employer(),
            unit=one.unit,
            month=run.month,
            name=one.name,
            **nought,
        )
        self.slip.save()
        PayRun.objects.filter(pk=run.pk).update(status="calculated")
        self.duty = self.beat.approved()
        leader = self.beat.user_of(self.beat.bai)
        self.refused = RefusedAttempt.objects.create(
            unit=self.cast["north"], requester=leader, requester_person=leader.person, text="审讯嫌疑人", decision={},
            created_at=at,
        )  # fmt: skip

    def warnings(self) -> None:
        """Three that somebody looked at."""
        for one in self.people[6:21:7]:
            warnings.answer(auxiliary=one, done="talked", words="已提醒", by=self.court.inspector, on=TODAY)
