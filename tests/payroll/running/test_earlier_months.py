"""Contributions of earlier months: limits announced late, a base changed back, insurances entered late; never twice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from payroll import services
from payroll.models import Enrolment, InsuranceTerms, PayRun, Payslip, PayslipLine, TaxLedger
from payroll.running.checking import check_month
from tests.cast import LONG_AGO, sign_in
from tests.payroll.running.conftest import NOVEMBER, OCTOBER, Office

D = Decimal
AUGUST, SEPTEMBER = date(2026, 8, 1), date(2026, 9, 1)


def earlier(slip: Payslip) -> list[tuple[Any, ...]]:
    """Part, code, month and amount of the lines that are for another month than the payslip's."""
    rows = slip.lines.filter(of_month__isnull=False).order_by("number")
    return [(row.part, row.code, f"{row.of_month:%m}", row.amount) for row in rows]


def slip_of(someone: Any, month: date) -> Payslip:
    return Payslip.objects.get(auxiliary=someone, month=month, reverses=None, reversed_by=None)


def raise_the_limits(office: Office, since: date, floor: str, **more: Any) -> None:
    """The pension's lowest base as announced late, applied back."""
    before = InsuranceTerms.objects.filter(kind="pension").latest("since")
    services.set_insurance_terms(
        unit=office.unit, kind="pension", since=since, place="成都", floor=D(floor), cap=D("25000.00"),
        own_rate=before.own_rate, unit_rate=before.unit_rate, document="公告", by=office.clerk, **more,
    )  # fmt: skip


def test_limits_announced_late_give_a_line_for_each_month_and_side_once(office: Office):
    """5,000.00 instead of 4,588.00 since September, announced in November: 412.00 at 8 % and 16 % for each month."""
    someone = office.person(hired_on=date(2026, 1, 1))
    for month in (AUGUST, SEPTEMBER):
        office.released(month)
    raise_the_limits(office, SEPTEMBER, "5000.00")
    run = office.prepared()
    slip = slip_of(someone, OCTOBER)
    assert earlier(slip) == [
        ("insurance", "back_pension", "09", D("32.96")),
        ("unit", "back_pension", "09", D("65.92")),
    ]
    line = slip.lines.get(code="back_pension", part="insurance")
    assert (line.quantity, line.rate, line.formula) == (D("5000.0000"), D("0.080000"), "5000.00 × 0.08 − 367.04")
    assert slip.insurance == D("400.00") + D("18.35") + D("91.76") + D("32.96")
    assert (run.insurance, run.cost) == (slip.insurance, slip.cost)
    assert run.anomalies.get(code="back_paid").now == D("32.96")
    services.calculate_run(run=run, by=office.clerk)
    assert len(earlier(slip_of(someone, OCTOBER))) == 2, "calculated again: the same, not twice"
    services.cancel_run(run=run, reason="重新开批", by=office.clerk)
    office.released()
    assert len(earlier(slip_of(someone, OCTOBER))) == 2, "a run that was given up leaves them to the next"
    assert TaxLedger.objects.latest("number").insurance == slip.insurance, "free of tax when paid"
    office.released(NOVEMBER)
    assert earlier(slip_of(someone, NOVEMBER)) == []
    assert check_month(OCTOBER) == (1, []) and check_month(NOVEMBER) == (1, [])


def test_a_base_changed_back_is_made_up_for_and_the_surcharge_is_the_units(office: Office):
    """6,000.00 declared in November from September: due on the 15th after the month, paid on 10 November, 26 days late."""
    InsuranceTerms.objects.filter(kind__in=("pension", "unemployment")).update(due_after=15)
    someone = office.person(hired_on=date(2026, 1, 1))
    for month in (AUGUST, SEPTEMBER):
        office.released(month)
    services.change_base(
        auxiliary=someone, kinds=["pension", "unemployment", "injury"], base=D("6000.00"), starts_on=SEPTEMBER,
        by=office.clerk,
    )  # fmt: skip
    run = office.prepared()
    # Pension 480.00 - 367.04 and 960.00 - 734.08; unemployment 24.00 - 18.35 and 36.00 - 27.53; injury 12.00 - 9.18.
    assert earlier(slip_of(someone, OCTOBER)) == [
        ("insurance", "back_pension", "09", D("112.96")),
        ("insurance", "back_unemployment", "09", D("5.65")),
        ("unit", "back_injury", "09", D("2.82")),
        ("unit", "back_pension", "09", D("225.92")),
        ("unit", "late_pension", "09", D("4.41")),  # 338.88 × 0.0005 × 26
        ("unit", "back_unemployment", "09", D("8.47")),
        ("unit", "late_unemployment", "09", D("0.18")),
    ]
    assert list(run.anomalies.filter(code="late_unknown").values_list("auxiliary", "key")) == [(None, "injury")]
    rows = Enrolment.objects.filter(kind="pension").order_by("starts_on")
    assert [(row.base, row.ends_on, row.ended_why) for row in rows] == [
        (None, date(2026, 8, 31), "base"),
        (D("6000.00"), None, ""),
    ]


def test_insurances_entered_late_are_made_up_for_from_their_first_day(office: Office):
    """Hired in August, entered in November: the whole of each month; August belongs to nobody's run and is not guessed."""
    someone = office.person(hired_on=date(2026, 8, 17), insured=False)
    office.released(SEPTEMBER)
    opening = services.Opening("成都", date(2026, 8, 17), date(2026, 11, 2), D("4000.00"))
    services.enrol(auxiliary=someone, kinds=["pension"], opening=opening, by=office.clerk)
    office.prepared()
    slip = slip_of(someone, OCTOBER)
    assert earlier(slip) == [
        ("insurance", "back_pension", "09", D("367.04")),
        ("unit", "back_pension", "09", D("734.08")),
    ]
    lower = {"part": "insurance", "code": "back_pension"}
    assert slip.lines.get(**lower).formula == "4588.00 × 0.08 − 0.00"


def test_a_lower_base_gives_back_and_a_correction_takes_the_later_runs_into_account(office: Office):
    someone = office.person(hired_on=date(2026, 1, 1), wage="6000.00")
    office.released(SEPTEMBER)
    services.change_base(auxiliary=someone, kinds=["pension"], base=D("5000.00"), starts_on=SEPTEMBER, by=office.clerk)
    office.released()
    assert earlier(slip_of(someone, OCTOBER))[0] == ("insurance", "back_pension", "09", D("-80.00"))  # 1,000 at 8 %
    run = services.correct(
        unit=office.unit,
        slips=[slip_of(someone, SEPTEMBER)],
        reason="工时",
        pay_day=date(2026, 11, 20),
        by=office.clerk,
    )
    new = run.payslips.get(reverses=None)
    # The new payslip of September holds 400.00 whole; the October run gave 80.00 back of it already.
    assert new.lines.get(code="pension", part="insurance").amount == D("400.00")
    assert earlier(new)[0] == ("insurance", "back_pension", "09", D("80.00"))
    released(office, run)
    paid = PayslipLine.objects.filter(code__in=("pension", "back_pension"), part="insurance")
    of_september = [
        line.amount for line in paid.select_related("slip")
        if (line.of_month or line.slip.month) == SEPTEMBER
    ]  # fmt: skip
    assert sum(of_september) == D("400.00")
    released(office, office.prepared(NOVEMBER))
    assert earlier(slip_of(someone, NOVEMBER)) == []


def released(office: Office, run: PayRun) -> PayRun:
    if keys := list(run.anomalies.values_list("pk", flat=True)):
        services.accept_anomalies(run=run, anomalies=keys, reason="已核对", by=office.clerk)
    return services.release_run(run=services.review_run(run=run, by=office.clerk), by=office.chief)


def test_two_runs_that_make_up_for_the_same_month_are_not_both_released(office: Office):
    """Both calculated side by side, for two tax years: the second has to be calculated again."""
    someone = office.person(hired_on=date(2026, 1, 1))
    office.released(SEPTEMBER)
    raise_the_limits(office, SEPTEMBER, "5000.00", free_until=date(2026, 11, 1))
    first = office.reviewed()
    second = services.prepare_run(unit=office.unit, month=NOVEMBER, by=office.clerk, pay_day=date(2027, 1, 8))
    assert earlier(slip_of(someone, NOVEMBER)) == [], "the open run holds them already"
    services.cancel_run(run=first, reason="重算", by=office.clerk)
    services.calculate_run(run=second, by=office.clerk)
    lines = earlier(slip_of(someone, NOVEMBER))
    # September's difference, free of surcharge until 1 November, 68 days before the payday.
    assert lines[-1] == ("unit", "late_pension", "09", D("3.36"))
    third = office.prepared()
    PayRun.objects.filter(pk=second.pk).update(calculated_at=third.calculated_at)
    released(office, third)
    with pytest.raises(services.runs.NotNow, match="calculate it again"):
        released(office, second)


def test_months_paid_by_another_employer_are_named_and_left_to_it(office: Office):
    someone = office.person(hired_on=date(2026, 1, 1), wage="5000.00")
    contract = someone.contracts.get()
    contract.employer, contract.agreement = office.cast.employer(kind="firm"), office.cast.agreement()
    contract.ended_on, contract.end_ground = date(2026, 9, 30), contract.EndGround.values[0]
    contract.save()
    office.cast.contract(someone, starts_on=OCTOBER, monthly_wage=D("5000.00"))
    office.released(SEPTEMBER)
    raise_the_limits(office, SEPTEMBER, "6000.00")
    run = office.prepared()
    assert earlier(slip_of(someone, OCTOBER)) == []
    assert run.anomalies.get(code="back_elsewhere").now == D("240.00")  # 1,000 at 8 % and 16 %


def test_a_clerk_changes_the_base_by_the_page_and_everybody_reads_the_month(office: Office):
    someone = office.person(hired_on=date(2026, 1, 1))
    office.released(SEPTEMBER)
    clerk = sign_in(Client(), office.clerk)
    page = f"/payroll/people/{someone.pk}/base/"
    assert page in clerk.get(f"/payroll/people/{someone.pk}/").content.decode()
    typed = {"kinds": ["pension", "medical"], "base": "6000", "starts_on": "2026-09-01", "reason": "申报更正"}
    assert clerk.post(page, {**typed, "starts_on": "2019-01-01"}).status_code == 422
    assert clerk.post(page, typed).status_code == 302
    office.prepared()
    slip = slip_of(someone, OCTOBER)
    text = clerk.get(f"/payroll/runs/slips/{slip.pk}/").content.decode()
    assert "Pension insurance, made up for 2026-09" in text and "6,000.00 × 0.08" in text.replace("6000", "6,000")


def test_the_list_of_contributions_names_them_apart(office: Office):
    from payroll.lists.contributions import _lines

    office.person(hired_on=date(2026, 1, 1))
    InsuranceTerms.objects.filter(kind="pension").update(since=LONG_AGO)
    office.released(SEPTEMBER)
    raise_the_limits(office, SEPTEMBER, "5000.00", free_until=date(2026, 11, 1))
    office.prepared()
    rows = _lines(Payslip.objects.filter(month=OCTOBER), {})
    (row,) = rows.values()
    assert row["pension"].amounts[5:] == [D("65.92"), D("32.96"), D("0.44"), D("1299.32")]
