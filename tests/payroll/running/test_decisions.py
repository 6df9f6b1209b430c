"""A decision on conduct takes its share of the performance pay on its days, names its letter, and is given back when it falls.

How much a sanction takes, and for how long, is house policy (no text states it) and every line says so; that a fifth of the
wage is the most and the minimum wage stays is the rule for damages (WP 16, MWP 12), kept here too.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from core import outbox, tasks
from core.actors import SYSTEM
from core.errors import BadInput, NotNow
from core.models import OutboxEvent
from discipline.models import Sanction
from discipline.selectors.effects import pay_effect
from discipline.services import cases
from payroll import services
from payroll.models import PayInput, PayRun, Payslip
from payroll.pay_words import said_of
from payroll.running.checking import check_month
from tests.cast import sign_in
from tests.discipline.cases.court import Court
from tests.payroll.running.conftest import NOVEMBER, OCTOBER, Office

D = Decimal
DECEMBER = date(2026, 12, 1)
SECRET = "收受商户香烟两条"


class Bench(Office):
    """The office, and a court before which a case is reported on 1 October and served on the 16th."""

    def __init__(self, cast: Any) -> None:
        super().__init__(cast)
        self.court = Court(cast, start=date(2026, 10, 1))
        self.one = self.person(hired_on=date(2026, 1, 1))
        self.perform("1000.00", OCTOBER, NOVEMBER, DECEMBER)

    def perform(self, amount: str, *months: date, someone: Any = None) -> None:
        for month in months:
            self.input(someone or self.one, "item", month=month, item_code="performance", amount=D(amount))

    def withhold(self, someone: Any, share: str, **more: Any) -> PayInput:
        days = {"starts_on": OCTOBER, "ends_on": date(2026, 10, 31), **more}
        return self.input(
            someone, "withheld", quantity=D(share), source="conduct", document="AJ1", origin=f"sanction:{someone.pk}",
            house_policy=True, **days,
        )  # fmt: skip

    def answered(self, verdict: str, **more: Any) -> Any:
        case = self.court.appealed(auxiliary=self.one)
        self.swept()
        somebody, _officer = self.court.somebody("法制员", "legal")
        self.answer = lambda: cases.answer_appeal(
            appeal=case.appeal, verdict=verdict, reasons="过重", by=somebody, on=date(2026, 11, 12), **more
        )
        return case

    def swept(self) -> None:
        """What the outbox holds is done, and none of it failed."""
        outbox.sweep(limit=1000)
        assert list(OutboxEvent.objects.filter(done_at=None).values_list("kind", "last_error")) == []

    def slip(self, month: date = OCTOBER) -> Payslip:
        return Payslip.objects.get(auxiliary=self.one, month=month, reverses=None, reversed_by=None)

    def decided(self, month: date = OCTOBER) -> list[tuple[Any, ...]]:
        """Code, amount, formula, letter and month of the lines that stand on a decision."""
        rows = self.slip(month).lines.filter(code__contains="withheld").order_by("number")
        return [(row.code, row.amount, row.formula, row.article, row.of_month) for row in rows]

    def release(self, run: PayRun) -> PayRun:
        if keys := list(run.anomalies.values_list("pk", flat=True)):
            services.accept_anomalies(run=run, anomalies=keys, reason="已核对", by=self.clerk)
        return services.release_run(run=services.review_run(run=run, by=self.clerk), by=self.chief)


@pytest.fixture
def bench(cast: Any) -> Bench:
    return Bench(cast)


def counting(someone: Any) -> list[tuple[Any, ...]]:
    rows = PayInput.objects.filter(auxiliary=someone, kind="withheld", withdrawn_at=None).order_by("month")
    return [(row.month, row.starts_on, row.ends_on, row.quantity, row.document) for row in rows]


def test_a_share_is_taken_on_its_days_by_the_custom_of_the_scheme_and_the_line_names_the_letter(bench: Bench):
    """A demerit served on 16 October: 20 % of 1,000.00 of performance pay on 11 of 21 paid days, 16 of 31 days, and so on."""
    case = bench.court.served(auxiliary=bench.one)
    bench.swept()
    entries = counting(bench.one)
    assert len(entries) == 13
    assert entries[0] == (OCTOBER, date(2026, 10, 16), date(2026, 10, 31), D("0.20"), case.number)
    assert entries[-1][:3] == (date(2027, 10, 1), date(2027, 10, 1), date(2027, 10, 15))
    run = bench.prepared()
    for custom, base, taken in (
        ("down", "540.23", "108.05"), ("up", "505.75", "101.15"), ("workdays", "611.11", "122.22"),
        ("calendar", "516.13", "103.23"),
    ):  # fmt: skip
        bench.scheme.proration = custom
        bench.scheme.save()
        services.calculate_run(run=run, by=bench.clerk)
        assert bench.decided() == [("withheld_house", D(f"-{taken}"), f"{base} × 0.2", case.number, None)], custom
        assert bench.slip().gross == D("4500.00") - D(taken)
    assert "house policy" in str(said_of("withheld_house", ""))
    bench.release(services.calculate_run(run=run, by=bench.clerk))
    bench.release(bench.prepared(NOVEMBER))
    assert bench.decided(NOVEMBER) == [("withheld_house", D("-200.00"), "1000.00 × 0.2", case.number, None)]
    assert check_month(OCTOBER)[1] == [] and check_month(NOVEMBER)[1] == []


def test_it_ends_on_its_day(bench: Bench):
    """Until 15 October 2027: the entry of that month holds these days, and the end that the clock tells changes nothing."""
    bench.court.served(auxiliary=bench.one)
    bench.swept()
    before = counting(bench.one)
    cases.end_effects(on=date(2027, 10, 16), by=SYSTEM)
    bench.swept()
    assert counting(bench.one) == before
    after = date(2027, 11, 1)
    assert not PayInput.objects.filter(kind="withheld", month=after).exists()


def test_told_twice_late_and_in_another_order_it_is_the_same(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    """The queue is down while the decision is served: the sweeper finds the event; and once more changes nothing."""

    def down(**_more: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(tasks.sweep_outbox, "apply_async", down)
    bench.answered("revoked")
    first = counting(bench.one)
    assert len(first) == 13
    told = OutboxEvent.objects.filter(consumer="payroll.follow_sanction")
    assert told.count() == 1
    told.update(done_at=None, attempts=0)
    bench.swept()
    assert counting(bench.one) == first and PayInput.objects.filter(kind="withheld").count() == 13
    bench.answer()
    began, revoked = told.order_by("pk")
    handlers = outbox.consumers()
    for event in (revoked, began, revoked, began):
        handlers[event.kind][event.consumer](event.payload)
        assert counting(bench.one) == [], event.kind
    assert PayInput.objects.filter(kind="withheld").count() == 13


def test_the_fall_is_told_before_the_beginning(bench: Bench):
    case = bench.court.appealed(auxiliary=bench.one)
    somebody, _officer = bench.court.somebody("法制员", "legal")
    cases.answer_appeal(appeal=case.appeal, verdict="revoked", reasons="无据", by=somebody, on=date(2026, 11, 12))
    handlers = outbox.consumers()
    for event in OutboxEvent.objects.filter(consumer="payroll.follow_sanction").order_by("-pk"):
        handlers[event.kind][event.consumer](event.payload)
    assert not PayInput.objects.filter(kind="withheld").exists()


def test_what_a_released_run_withheld_is_given_back_once_when_the_decision_falls(bench: Bench):
    case = bench.answered("revoked")
    bench.release(bench.prepared())
    assert bench.slip().gross == D("4391.95")
    bench.answer()
    bench.swept()
    run = bench.prepared(NOVEMBER)
    back = [("back_withheld", D("108.05"), "", case.number, OCTOBER)]
    assert bench.decided(NOVEMBER) == back and bench.slip(NOVEMBER).gross == D("4608.05")
    assert "2026-10" in str(said_of("back_withheld", "", OCTOBER))
    services.calculate_run(run=run, by=bench.clerk)
    assert bench.decided(NOVEMBER) == back, "calculated again: the same, not twice"
    services.cancel_run(run=run, reason="重开", by=bench.clerk)
    bench.release(bench.prepared(NOVEMBER))
    assert bench.decided(NOVEMBER) == back, "a run that was given up leaves it to the next"
    assert check_month(NOVEMBER)[1] == []
    correction = services.correct(
        unit=bench.unit, slips=[bench.slip()], reason="工时", pay_day=date(2026, 12, 20), by=bench.clerk
    )
    new = correction.payslips.get(reverses=None)
    assert new.gross == D("4391.95"), "4,500.00 whole, less the 108.05 that November gave back already"
    bench.release(correction)
    january = date(2027, 1, 8)
    bench.release(services.prepare_run(unit=bench.unit, month=DECEMBER, by=bench.clerk, pay_day=january))
    assert bench.decided(DECEMBER) == []
    slips = Payslip.objects.filter(auxiliary=bench.one)
    assert sum(slip.gross for slip in slips) == D("13500.00"), "three whole months"


def test_a_milder_measure_counts_from_the_first_day_and_only_the_difference_is_given_back(bench: Bench):
    """A warning instead: 10 % of 540.23 are 54.02, 108.05 were withheld; November by the warning alone."""
    case = bench.answered("changed", changed_to="warning")
    bench.release(bench.prepared())
    bench.answer()
    bench.swept()
    assert {row[3] for row in counting(bench.one)} == {D("0.10")} and len(counting(bench.one)) == 7
    bench.release(bench.prepared(NOVEMBER))
    assert bench.decided(NOVEMBER) == [
        ("withheld_house", D("-100.00"), "1000.00 × 0.1", case.number, None),
        ("back_withheld", D("54.03"), "", case.number, OCTOBER),
    ]


def test_a_month_that_is_paid_is_not_shortened_afterwards_and_a_run_that_waits_is_calculated_again(bench: Bench):
    bench.release(bench.prepared())
    run = bench.reviewed(NOVEMBER)
    bench.court.served(auxiliary=bench.one)
    bench.swept()
    with pytest.raises(NotNow, match="calculate the run again"):
        services.release_run(run=run, by=bench.chief)
    bench.release(services.calculate_run(run=run, by=bench.clerk))
    assert [row[1] for row in bench.decided(NOVEMBER)] == [D("-200.00")], "of November alone"


def test_a_fifth_of_the_wage_is_the_most_and_the_minimum_wage_stays(bench: Bench, lines: Any):
    """500 + 3,000 at 40 %: a fifth of 3,500 is 700. 1,500 + 1,000 at 20 %: 170 lie above 2,330. Damages come after."""
    fifth, floor, both = (
        bench.person(name, wage=wage, hired_on=date(2026, 1, 1), insured=False)
        for name, wage in (("甲", "500.00"), ("乙", "1500.00"), ("丙", "5000.00"))
    )
    for someone, performance, share in (
        (fifth, "3000.00", "0.40"),
        (floor, "1000.00", "0.20"),
        (both, "1000.00", "0.20"),
    ):
        bench.perform(performance, OCTOBER, someone=someone)
        bench.withhold(someone, share)
    bench.input(both, "damage", amount=D("2000.00"))
    run = bench.prepared()
    told = {someone: lines(Payslip.objects.get(auxiliary=someone)) for someone in (fifth, floor, both)}
    assert told[fifth]["withheld_house"] == D("-700.00")
    assert told[floor]["withheld_house"] == D("-170.00")
    assert (told[both]["withheld_house"], told[both]["damage"]) == (D("-200.00"), D("1000.00")), "1,200.00 are a fifth"
    cut = run.anomalies.filter(code="capped", key="withheld").order_by("auxiliary").values_list("before", "now")
    assert list(cut) == [(D("1200.00"), D("700.00")), (D("200.00"), D("170.00"))]
    assert not run.anomalies.filter(code="below_minimum").exists()


def test_the_pay_clerk_sees_an_amount_and_a_number_and_nothing_of_the_conduct(bench: Bench):
    case = bench.court.served(auxiliary=bench.one)
    bench.swept()
    bench.prepared()
    client = sign_in(Client(), bench.clerk)
    pages = [f"/payroll/people/{bench.one.pk}/", f"/payroll/runs/slips/{bench.slip().pk}/"]
    calls = [f"/api/v1/pay-entries/?auxiliary={bench.one.pk}", f"/api/v1/payslips/{bench.slip().pk}/"]
    for address in (*pages, *calls):
        answer = client.get(address, headers={"accept-language": "en"})
        said = answer.content.decode()
        assert answer.status_code == 200 and case.number in said, address
        for word in (SECRET, "emerit", "记过", "事实清楚", "discipline/cases"):
            assert word not in said, (address, word)
    assert client.get(f"/discipline/cases/{case.pk}/").status_code in (403, 404)
    entry = PayInput.objects.filter(kind="withheld").first()
    assert entry is not None
    with pytest.raises(NotNow, match="stands on a decision"):
        services.withdraw_input(entry=entry, by=bench.clerk)
    with pytest.raises(BadInput, match="not made by hand"):
        services.record_input(auxiliary=bench.one, month=OCTOBER, kind="withheld", quantity=D("0.2"), by=bench.clerk)


def test_the_database_counts_a_decision_once_a_month_and_knows_no_withholding_without_one(bench: Bench):
    first = bench.withhold(bench.one, "0.20")
    for wrong in ({"document": ""}, {"source": "entered"}, {"quantity": D("1.5")}, {"starts_on": date(2026, 9, 30)}):
        with pytest.raises(IntegrityError, match="withheld_by_a_decision"), transaction.atomic():
            PayInput.objects.filter(pk=first.pk).update(**wrong)
    with pytest.raises(IntegrityError, match="decision_once_a_month"), transaction.atomic():
        bench.withhold(bench.one, "0.10")


def test_what_was_decided_keeps_where_its_share_stands_and_says_house_policy(bench: Bench):
    bench.court.served(auxiliary=bench.one)
    row = Sanction.objects.get()
    told = row.basis["demerit_pay_share"]
    assert told["cites"] == ["HOUSE"]
    effect = pay_effect(row.pk)
    assert effect is not None and effect.house and effect.share == D("0.20")
