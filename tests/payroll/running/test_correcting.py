"""A wrong payslip is taken back whole and replaced; the ledger comes out as if it had been right from the start."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from core.errors import BadInput, NotNow
from payroll import services
from payroll.models import PayRun, Payslip, TaxLedger
from payroll.running.checking import check_month
from tests.payroll.running.conftest import OCTOBER, Office

D = Decimal
DECEMBER = date(2026, 12, 10)


def corrected(office: Office, slip: Payslip, *, release: bool = True) -> PayRun:
    run = services.correct(unit=office.unit, slips=[slip], reason="漏计加班", pay_day=DECEMBER, by=office.clerk)
    keys = run.anomalies.values_list("pk", flat=True)
    if keys:
        services.accept_anomalies(run=run, anomalies=keys, reason="已核对", by=office.clerk)
    run = services.review_run(run=run, by=office.clerk)
    return services.release_run(run=run, by=office.chief) if release else run


def test_forgotten_overtime_is_paid_by_reversal_and_replacement(office: Office, lines):
    someone = office.person(wage="30000.00", hired_on=date(2026, 9, 1))
    office.released()
    wrong = Payslip.objects.get()
    office.input(someone, "overtime_150", quantity=D("8.7"))
    run = corrected(office, wrong)
    back, right = run.payslips.order_by("pk")
    assert (back.reverses, right.replaces) == (wrong, wrong)
    assert {name: -amount for name, amount in lines(back).items()} == lines(wrong)
    # 30,000 ÷ 174 × 1.5 × 8.7 = 2,250. By December four months of 5,000: 32,250 - 2,385.55 - 20,000 = 9,864.45 at 3 %.
    assert lines(right)["overtime_150"] == D("2250.00") and right.tax == D("295.93")
    assert run.net == right.net + back.net == D("2250.00") + wrong.tax - right.tax
    entries = list(TaxLedger.objects.order_by("number").values_list("number", "total_income", "total_withheld"))
    assert entries == [(1, D("30000.00"), D("378.43")), (2, D("0.00"), D("0.00")), (3, D("32250.00"), D("295.93"))]
    assert check_month(OCTOBER) == (3, [])


def test_another_person_releases_it_and_it_is_corrected_once(office: Office):
    office.person()
    office.released()
    wrong = Payslip.objects.get()
    run = corrected(office, wrong, release=False)
    with pytest.raises(NotNow, match="another person"):
        services.release_run(run=run, by=office.clerk)
    with pytest.raises(NotNow, match="already being corrected"):
        corrected(office, wrong)
    services.cancel_run(run=run, reason="另行处理", by=office.clerk)
    assert corrected(office, wrong).status == "released"
    replacement = Payslip.objects.get(replaces=wrong)
    assert corrected(office, replacement).people == 2
    with pytest.raises(NotNow, match="not a reversal"):
        corrected(office, Payslip.objects.get(reverses=wrong))


def test_what_is_not_released_or_says_nothing_is_not_corrected(office: Office):
    office.person()
    office.prepared()
    slip = Payslip.objects.get()
    with pytest.raises(NotNow, match="Only a released"):
        corrected(office, slip)
    with pytest.raises(BadInput):
        services.correct(unit=office.unit, slips=[slip], reason=" ", pay_day=DECEMBER, by=office.clerk)


def test_the_next_month_compares_with_the_replacement(office: Office):
    someone = office.person(wage="5000.00", hired_on=date(2026, 1, 1))
    office.released()
    office.input(someone, "item", item_code="performance", amount=D("2000.00"))
    corrected(office, Payslip.objects.get())
    run = services.prepare_run(unit=office.unit, month=date(2026, 11, 1), by=office.clerk, pay_day=date(2026, 12, 11))
    found = run.anomalies.get(code="down")
    assert (found.before, found.now) == (D("7000.00"), D("5000.00"))
