"""A change of employer within the month, deductions that count once a month whoever pays, a housing fund beyond the limit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from payroll import services
from payroll.models import InsuranceTerms, PayAnomaly, Payslip, TaxLedger
from payroll.running.checking import check_month
from tests.cast import LONG_AGO
from tests.payroll.running.conftest import NOVEMBER, OCTOBER, Office

D = Decimal


def changes_to_the_organ(office: Office, day: date, **more):
    """Dispatched at 4,350 until the day before, then by a contract of the organ itself at 6,525."""
    someone = office.person(wage="4350.00", hired_on=date(2026, 1, 1), **more)
    contract = someone.contracts.get()
    contract.employer, contract.agreement = office.cast.employer(kind="firm"), office.cast.agreement()
    end(contract, day - date.resolution)
    office.cast.contract(someone, starts_on=day, monthly_wage=D("6525.00"))
    return someone


def end(contract, day: date) -> None:
    contract.ended_on, contract.end_ground = day, contract.EndGround.values[0]
    contract.save()


def test_each_employer_pays_the_part_of_the_month_it_employed(office: Office, lines):
    """October 2026: 18 workdays and 3 statutory days, 10 of them paid until the 18th, 11 wait: 4,350 is 200 a day, 6,525 300."""
    someone = changes_to_the_organ(office, date(2026, 10, 19))
    office.input(someone, "bonus", amount=D("1000.00"))
    office.released()
    firm, organ = Payslip.objects.order_by("pk")
    assert (firm.employer.kind, organ.employer.kind) == ("firm", "organ")
    # Paid days: 1-18 October 11 (three statutory, eight worked), 19-31 October 10: down by those missed.
    assert lines(firm) == {"basic": D("4350.00") - 10 * 200, "income_tax": D("0.00")}
    assert lines(organ)["basic"] == D("6525.00") - 11 * 300
    # What the month brought, and the insurances, once: with the later one.
    assert "bonus" not in lines(firm) and lines(organ)["bonus"] == D("1000.00")
    assert firm.insurance == 0 and organ.insurance > 0
    assert firm.run.anomalies.filter(code="two_employers", auxiliary=someone).count() == 1
    assert TaxLedger.objects.count() == 2 and check_month(OCTOBER) == (2, [])


def test_the_insurances_of_such_a_month_may_be_left_with_the_earlier_employer(office: Office, lines):
    """No law settles it: the scheme says which, the run says that it had to choose."""
    office.scheme.insured_with = "earlier"
    office.scheme.save()
    someone = changes_to_the_organ(office, date(2026, 10, 19))
    office.input(someone, "back_pay", amount=D("1000.00"))
    run = office.prepared()
    firm, organ = Payslip.objects.order_by("pk")
    assert firm.insurance > 0 and organ.insurance == 0 and lines(organ)["back_pay"] == D("1000.00")
    assert {"two_employers"} == set(run.anomalies.values_list("code", flat=True))


def test_the_basic_deduction_counts_from_the_change(office: Office):
    """2018-61, 6: months at this unit. 30,000 from the organ since October, paid in November: two months, not eleven."""
    someone = changes_to_the_organ(office, date(2026, 10, 1), insured=False)
    someone.contracts.filter(employer__kind="organ").update(monthly_wage=D("30000.00"))
    office.released()
    slip = Payslip.objects.get()
    assert slip.employer.kind == "organ" and slip.tax == D("600.00")  # (30,000 - 10,000) at 3 %


def test_a_renewal_with_the_same_employer_is_no_change(office: Office, lines):
    someone = office.person(wage="4350.00", hired_on=date(2026, 1, 1))
    end(someone.contracts.get(), date(2026, 10, 18))
    office.cast.contract(someone, starts_on=date(2026, 10, 19), monthly_wage=D("4500.00"))
    office.prepared()
    assert lines(Payslip.objects.get())["basic"] == D("4500.00")


def test_whoever_changed_the_employer_is_compared_as_one(office: Office):
    someone = office.person(wage="4350.00", hired_on=date(2026, 1, 1))
    office.released()
    end(someone.contracts.get(), date(2026, 11, 15))
    office.cast.contract(
        someone, starts_on=date(2026, 11, 16), monthly_wage=D("4350.00"), employer=office.cast.employer(kind="firm"),
        agreement=office.cast.agreement(),
    )  # fmt: skip
    run = office.prepared(NOVEMBER)
    assert run.people == 2 and set(run.anomalies.values_list("code", flat=True)) <= {"below_minimum", "two_employers"}


def declare(office: Office, someone, **more):
    told = {"kind": "child", "monthly": D("2000.00"), "starts_on": date(2026, 1, 1), "declared_on": date(2026, 1, 5)}
    return services.declare_deduction(auxiliary=someone, by=office.clerk, **{**told, **more})


def test_a_month_s_deduction_counts_once_though_two_payments_fall_into_it(office: Office):
    """Two months paid in November: eleven times 2,000 with the first, nothing more with the second; the twelfth in December."""
    someone = office.person(wage="30000.00", hired_on=date(2026, 1, 1), insured=False)
    declare(office, someone)
    for month, pay_day in ((date(2026, 9, 1), date(2026, 11, 5)), (OCTOBER, date(2026, 11, 10))):
        run = services.prepare_run(unit=office.unit, month=month, by=office.clerk, pay_day=pay_day)
        released(office, run)
    released(office, office.prepared(NOVEMBER))
    told = TaxLedger.objects.order_by("number").values_list("special", "total_special", "total_withheld")
    # So far 30,000 - 55,000 - 22,000; 60,000 - 77,000; 90,000 - 60,000 - 24,000 = 6,000 at 3 %.
    assert list(told) == [
        (D("22000.00"), D("22000.00"), D("0.00")),
        (D("0.00"), D("22000.00"), D("0.00")),
        (D("2000.00"), D("24000.00"), D("180.00")),
    ]


def released(office: Office, run):
    if keys := list(run.anomalies.values_list("pk", flat=True)):
        services.accept_anomalies(run=run, anomalies=keys, reason="已核对", by=office.clerk)
    return services.release_run(run=services.review_run(run=run, by=office.clerk), by=office.chief)


def test_a_deduction_declared_late_is_made_up_for_and_one_that_ended_keeps_its_months(office: Office):
    someone = office.person(wage="30000.00", hired_on=date(2026, 3, 15), insured=False)
    declare(office, someone, ends_on=date(2026, 6, 30))  # March, the month of hiring, to June: four months
    office.released()
    assert TaxLedger.objects.get().special == D("8000.00")
    declare(office, someone, kind="elderly", monthly=D("1500.00"), starts_on=date(2026, 10, 1))
    released(office, office.prepared(NOVEMBER))
    assert TaxLedger.objects.get(number=2).special == D("4500.00")  # October, November, December


def test_two_employers_of_one_year_take_a_month_s_deduction_off_once(office: Office):
    someone = changes_to_the_organ(office, date(2026, 11, 9), insured=False)
    declare(office, someone)
    office.released()
    released(office, office.prepared(NOVEMBER))
    told = TaxLedger.objects.order_by("pk").values_list("employer__kind", "special")
    assert list(told) == [("firm", D("22000.00")), ("firm", D("0.00")), ("organ", D("2000.00"))]


@pytest.mark.parametrize(
    ("rate", "free", "taxed"),
    [("0.12", "2752.56", "30000.00"), ("0.15", "2752.56", "30688.14")],
)
def test_a_housing_fund_beyond_twelve_percent_counts_as_pay(office: Office, rate: str, free: str, taxed: str):
    """Caishui 2006-10: 12 % of the base within three times the average (22,938: 2,752.56 each side); the rest is taxed."""
    someone = office.person(wage="30000.00", hired_on=date(2026, 1, 1), insured=False)
    InsuranceTerms.objects.create(
        unit=office.unit, kind="housing_fund", place="成都", since=LONG_AGO, floor="2330", cap="22938", own_rate=rate,
        unit_rate=rate, document="公告",
    )  # fmt: skip
    opening = services.Opening("成都", someone.hired_on, someone.hired_on)
    services.enrol(auxiliary=someone, kinds=["housing_fund"], opening=opening, by=office.clerk)
    office.released()
    slip, entry = Payslip.objects.get(), TaxLedger.objects.get()
    assert slip.insurance == (D("22938.00") * D(rate)).quantize(D("0.01"))
    # Own 0.15: 3,440.70, of which 688.14 are taxed; the unit's 688.14 as well.
    assert (entry.insurance, entry.income) == (D(free), D(taxed))
    assert check_month(OCTOBER) == (1, []) and not PayAnomaly.objects.filter(code="owes").exists()
