"""A grade is paid from its day: within a month in part, in months already paid by a line that names the decision."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core import clock, outbox
from core.errors import NotNow
from discipline.models import GradeProposal
from discipline.services import cases
from payroll import services
from payroll.models import PayInput, Payslip
from payroll.running.checking import check_month
from payroll.services.conduct import follow_grade
from roster.models import GradeRecord
from roster.services import give_grade
from tests.discipline.cases.court import Court, fresh
from tests.payroll.running.conftest import NOVEMBER, OCTOBER, Office

D = Decimal
SEPTEMBER = date(2026, 9, 1)


class Climbing(Office):
    """The office with grade pay of 300 and 400, and somebody who holds the lower grade since 2024."""

    def __init__(self, cast: Any) -> None:
        super().__init__(cast)
        self.amount("grade", "400.00", grade="二级辅警")
        self.amount("grade", "550.00", grade="一级辅警")
        self.one = self.person(grade="三级辅警", insured=False)
        GradeRecord.objects.create(auxiliary=self.one, grade="三级辅警", since=self.one.hired_on)

    def given(self, since: date, before: str = "三级辅警", to: str = "二级辅警") -> GradeProposal:
        """The decision as the room of conduct leaves it: the proposal, and the grade on the file."""
        give_grade(
            auxiliary=self.one, grade=to, since=since, by=self.chief, on=date(2026, 11, 16), document_number="12号"
        )
        head = self.cast.user("supervisor")
        row = GradeProposal.objects.create(
            number=f"CJ{since:%m%d}", auxiliary=self.one, unit=self.one.unit, from_grade=before, to_grade=to,
            appraisal="称职", proposed_by=self.clerk, proposed_person=self.clerk.person, proposed_at=clock.now(),
        )  # fmt: skip
        rows = GradeProposal.objects.filter(pk=row.pk)
        days = {"published_from": date(2026, 8, 1), "published_until": date(2026, 8, 12)}
        rows.update(status="public", published_in=self.unit, revision=2, **days)
        rows.update(
            status="decided", decided_by=head, decided_person=head.person, decided_at=clock.now(), revision=3,
            decided_on=date(2026, 11, 16), effective_on=since, document_number="云公政12号",
        )  # fmt: skip
        return row

    def release(self, run: Any) -> Any:
        if keys := list(run.anomalies.values_list("pk", flat=True)):
            services.accept_anomalies(run=run, anomalies=keys, reason="已核对", by=self.clerk)
        return services.release_run(run=services.review_run(run=run, by=self.clerk), by=self.chief)

    def paid(self, month: date) -> Payslip:
        return Payslip.objects.get(auxiliary=self.one, month=month)


@pytest.fixture
def climbing(cast: Any) -> Climbing:
    return Climbing(cast)


def test_a_grade_is_paid_from_its_day_within_the_month_and_a_past_month_by_the_grade_of_then(climbing: Climbing):
    """From 16 October: 100.00 more on 11 of 21 paid days, 54.02 by the days missed, 51.61 by the calendar."""
    climbing.given(date(2026, 10, 16))
    climbing.release(climbing.prepared(SEPTEMBER))
    assert climbing.paid(SEPTEMBER).lines.get(code="grade").amount == D("300.00")
    assert climbing.paid(SEPTEMBER).grade == "三级辅警"
    run = climbing.prepared()
    for custom, due in (("down", "354.02"), ("up", "350.57"), ("calendar", "351.61")):
        climbing.scheme.proration = custom
        climbing.scheme.save()
        services.calculate_run(run=run, by=climbing.clerk)
        assert climbing.paid(OCTOBER).lines.get(code="grade").amount == D(due), custom
    assert "2026-10-16" in climbing.paid(OCTOBER).lines.get(code="grade").formula
    climbing.release(run)
    climbing.release(climbing.prepared(NOVEMBER))
    assert climbing.paid(NOVEMBER).lines.get(code="grade").amount == D("400.00")
    assert check_month(OCTOBER)[1] == []


def test_months_paid_by_the_grade_before_are_made_up_for_once_and_the_line_names_the_decision(climbing: Climbing):
    climbing.release(climbing.prepared(SEPTEMBER))
    climbing.release(climbing.prepared())
    waiting = climbing.reviewed(NOVEMBER)
    row = climbing.given(date(2026, 9, 1))
    with pytest.raises(NotNow, match="calculate the run again"):
        services.release_run(run=waiting, by=climbing.chief)
    handler = outbox.consumers()["discipline.graded"]["payroll.follow_grade"]
    for _time in range(3):
        handler({"proposal": row.pk, "auxiliary": climbing.one.pk, "since": "2026-09-01"})
    entry = PayInput.objects.get(origin=f"grade:{row.pk}")
    assert (entry.month, entry.amount, entry.document) == (NOVEMBER, D("200.00"), "云公政12号")
    climbing.release(services.calculate_run(run=waiting, by=climbing.clerk))
    slip = climbing.paid(NOVEMBER)
    told = [(line.code, line.amount, line.article) for line in slip.lines.filter(code__in=("grade", "back_pay"))]
    assert told == [("grade", D("400.00"), ""), ("back_pay", D("200.00"), "云公政12号")]
    assert check_month(NOVEMBER)[1] == []
    assert follow_grade(proposal=row.pk, by=climbing.chief) == 0


def test_two_grades_told_in_the_other_order_come_to_the_same(climbing: Climbing):
    """100.00 a month since September, 150.00 more since October: 100 and 250 are missing, whoever is told first."""
    climbing.release(climbing.prepared(SEPTEMBER))
    climbing.release(climbing.prepared())
    first = climbing.given(date(2026, 9, 1))
    second = climbing.given(date(2026, 10, 1), "二级辅警", "一级辅警")
    for row in (second, first):
        follow_grade(proposal=row.pk, by=climbing.chief)
    entries = PayInput.objects.filter(kind="back_pay").order_by("origin")
    assert {row.origin: row.amount for row in entries} == {
        f"grade:{first.pk}": D("200.00"), f"grade:{second.pk}": D("150.00"),
    }  # fmt: skip
    assert {row.month for row in entries} == {NOVEMBER}


def test_a_run_calculated_after_the_decision_paid_it_already(climbing: Climbing):
    climbing.release(climbing.prepared(SEPTEMBER))
    row = climbing.given(date(2026, 10, 1))
    climbing.release(climbing.prepared())
    assert climbing.paid(OCTOBER).lines.get(code="grade").amount == D("400.00")
    assert follow_grade(proposal=row.pk, by=climbing.chief) == 0 and not PayInput.objects.exists()


def test_a_lowered_grade_is_paid_from_its_day_and_made_up_for_when_it_is_put_back(climbing: Climbing):
    """400.00 until 16 October, 300.00 from then on; taken back on appeal, what October lacks is made up for in November.

    What was paid by the higher grade before the decision was served stays with the person.
    """
    for grade, amount in (("三级", "400.00"), ("四级", "300.00")):
        climbing.amount("grade", amount, grade=grade)
    climbing.one = climbing.person("孔平", grade="三级", insured=False)
    climbing.release(climbing.prepared(SEPTEMBER))
    court = Court(climbing.cast, start=date(2026, 10, 1))
    case = court.served("grade_lowered", auxiliary=climbing.one)
    measure = case.sanctions.get()
    assert follow_grade(sanction=measure.pk, by=climbing.chief) == 0, "a lower grade takes nothing back"
    climbing.release(climbing.prepared())
    paid = climbing.paid(OCTOBER).lines.get(code="grade").amount
    assert paid == D("345.98")
    cases.appeal(case=case, grounds="处分过重", by=court.user_of(case), on=court.day(20))
    appeal = fresh(case).appeal
    words = {"verdict": "revoked", "changed_to": "", "reasons": "证据不足", "by": court.legal, "on": court.day(40)}
    cases.answer_appeal(appeal=appeal, **words)
    payload = {"sanction": measure.pk, "auxiliary": climbing.one.pk, "since": "2026-10-16"}
    for _time in range(2):
        outbox.consumers()["discipline.graded"]["payroll.follow_grade"](payload)
    entry = PayInput.objects.get(kind="back_pay")
    assert (entry.month, entry.amount, entry.document) == (NOVEMBER, D("400.00") - paid, appeal.number)
    assert entry.origin == f"grade-back:{measure.pk}"
    climbing.release(climbing.prepared(NOVEMBER))
    told = {line.code: line.amount for line in climbing.paid(NOVEMBER).lines.all()}
    assert (told["grade"], told["back_pay"]) == (D("400.00"), D("400.00") - paid)
