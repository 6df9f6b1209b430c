"""Payslips reckoned by hand, line by line: three pay groups of one bureau in October 2026."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from payroll import services
from payroll.models import PayAnomaly, Payslip, TaxLedger
from tests.payroll.running.conftest import NOVEMBER, OCTOBER, Office

D = Decimal


def slip_of(someone) -> Payslip:
    return Payslip.objects.get(auxiliary=someone, reverses=None)


def test_a_plain_month_of_somebody_below_the_lowest_base(office: Office, lines):
    """3,500 + grade 300 + seniority (two years) 50; every base is lifted to 4,588."""
    someone = office.person(grade="三级辅警")
    run = office.prepared()
    told = lines(slip_of(someone))
    assert told == {
        "basic": D("3500.00"), "grade": D("300.00"), "seniority": D("50.00"),
        "pension": D("367.04"), "unemployment": D("18.35"), "medical": D("91.76"), "income_tax": D("0.00"),
        "unit:pension": D("734.08"), "unit:unemployment": D("27.53"), "unit:medical": D("316.57"),
        "unit:injury": D("9.18"), "unit:maternity": D("4.59"),
    }  # fmt: skip
    slip = slip_of(someone)
    assert (slip.gross, slip.insurance, slip.tax, slip.net) == (D("3850.00"), D("477.15"), D("0.00"), D("3372.85"))
    assert (run.people, run.net, run.cost) == (1, D("3372.85"), D("1091.95"))
    assert run.pay_day == date(2026, 11, 10)


def test_overtime_a_night_allowance_and_tax(office: Office, lines):
    """12,000 a month, ten hours on workdays, eight on a rest day, eight on a statutory day, four nights."""
    someone = office.person(wage="12000.00", hired_on=date(2026, 1, 1))
    for kind, hours in (("overtime_150", 10), ("overtime_200", 8), ("overtime_300", 8)):
        office.input(someone, kind, quantity=hours)
    office.input(someone, "item", item_code="night", quantity=4)
    office.prepared()
    told = lines(slip_of(someone))
    assert (told["overtime_150"], told["overtime_200"], told["overtime_300"]) == (
        D("1034.48"), D("1103.45"), D("1655.17"),
    )  # fmt: skip
    assert told["night"] == D("120.00")
    # Base 12,000: 8 % + 0.4 % + 2 % = 1,248. By the November payday eleven months of 5,000 stand against one payment.
    assert told["pension"] + told["unemployment"] + told["medical"] == D("1248.00")
    assert told["income_tax"] == D("0.00")


def test_a_newcomer_in_the_middle_of_the_month_by_the_four_customs(office: Office, lines):
    """Hired on 19 October 2026, 4,350 a month: 10 of 18 workdays and of 21 paid days, 13 of 31 days of the calendar."""
    someone = office.person(hired_on=date(2026, 10, 19), wage="4350.00")
    run = office.prepared()
    for custom, due in (("down", "2150.00"), ("up", "2000.00"), ("workdays", "2416.67"), ("calendar", "1824.19")):
        office.scheme.proration = custom
        office.scheme.save()
        services.calculate_run(run=run, by=office.clerk)
        assert lines(slip_of(someone))["basic"] == D(due), custom
        assert not run.anomalies.filter(code="below_minimum").exists(), "the minimum wage is shortened the same way"


def test_whoever_is_away_on_every_workday_misses_the_whole_month(office: Office, lines):
    """October 2026 has 18 workdays: by 21.75 alone a sixth of the wage would be left for no work."""
    away, ill = (office.person(name, wage="4350.00", hired_on=date(2025, 11, 1)) for name in ("甲", "乙"))
    office.input(away, "absence", quantity=18)
    office.input(ill, "sick", quantity=18)
    run = office.prepared()
    assert lines(slip_of(away))["absence"] == D("-4350.00")
    assert lines(slip_of(ill))["sick"] == D("-870.00")  # a fifth: 80 % are paid
    run.anomalies.all().delete()
    away.pay_inputs.update(quantity=9)
    office.scheme.proration = "workdays"
    office.scheme.save()
    services.calculate_run(run=run, by=office.clerk)
    assert lines(slip_of(away))["absence"] == D("-2175.00"), "half the workdays are half the month"


def test_probation_pays_four_fifths_and_no_grade_pay(office: Office, lines):
    someone = office.person(hired_on=date(2026, 9, 1), probation_until=date(2026, 10, 31), grade="三级辅警")
    office.prepared()
    told = lines(slip_of(someone))
    assert (told["basic"], told["grade"]) == (D("2800.00"), D("0.00"))


def test_absence_and_sick_leave(office: Office, lines):
    """4,350 is 200 a day: two days away cost 400; three sick days at 80 % cost 120."""
    someone = office.person(wage="4350.00", hired_on=date(2025, 11, 1))
    office.input(someone, "absence", quantity=2)
    office.input(someone, "sick", quantity=3)
    office.prepared()
    told = lines(slip_of(someone))
    assert (told["absence"], told["sick"]) == (D("-400.00"), D("-120.00"))


def test_damages_take_a_fifth_at_most_and_leave_the_minimum_wage(office: Office, lines):
    rich = office.person("甲", wage="6000.00", hired_on=date(2026, 1, 1))
    poor = office.person("乙", wage="3000.00", hired_on=date(2026, 1, 1))
    for someone in (rich, poor):
        office.input(someone, "damage", amount=D("2000.00"))
    run = office.prepared()
    # 6,000 less 624: a fifth is 1,200. 3,000 less 477.15 is 2,522.85: 192.85 above 2,330.
    assert lines(slip_of(rich))["damage"] == D("1200.00")
    assert lines(slip_of(poor))["damage"] == D("192.85")
    assert run.anomalies.filter(code="capped").count() == 2


def test_what_exceeds_the_pay_is_owed_next_month_and_nobody_is_paid_less_than_nothing(office: Office, lines):
    someone = office.person(hired_on=date(2026, 1, 1))
    office.input(someone, "absence", quantity=D("21.75"))
    office.released()
    slip = slip_of(someone)
    assert (slip.gross, slip.net) == (D("0.00"), D("0.00"))
    assert lines(slip)["carried"] == D("-477.15")
    owed = someone.pay_inputs.get(kind="owed")
    assert (owed.month, owed.amount) == (NOVEMBER, D("477.15"))
    office.prepared(NOVEMBER)
    assert lines(Payslip.objects.get(auxiliary=someone, month=NOVEMBER))["owed"] == D("477.15")


def test_tax_goes_on_from_the_ledger(office: Office, lines):
    """30,000 a month with 3,120 of own shares, hired in September: the October pay comes in November, the third month."""
    someone = office.person(wage="30000.00", hired_on=date(2026, 9, 1))
    office.released()
    first = slip_of(someone)
    # Base capped at 22,938: own shares 1,835.04 + 91.75 + 458.76 = 2,385.55. 30,000 - 2,385.55 - 15,000 = 12,614.45.
    assert (first.insurance, first.tax) == (D("2385.55"), D("378.43"))
    office.released(NOVEMBER)
    second = Payslip.objects.get(auxiliary=someone, month=NOVEMBER)
    # So far 60,000 - 4,771.10 - 20,000 = 35,228.90 at 3 % = 1,056.87, less 378.43.
    assert second.tax == D("678.44")
    ledger = TaxLedger.objects.filter(auxiliary=someone).order_by("number").last()
    assert (ledger.number, ledger.total_income, ledger.total_withheld) == (2, D("60000.00"), D("1056.87"))


def test_a_bonus_is_taxed_apart(office: Office, lines):
    someone = office.person(hired_on=date(2026, 1, 1))
    office.input(someone, "bonus", amount=D("20000.00"))
    office.released()
    assert lines(slip_of(someone))["bonus_tax"] == D("600.00")
    assert TaxLedger.objects.get(auxiliary=someone).total_income == D("3500.00")


def test_a_bonus_taxed_with_the_pay_a_second_one_apart_and_the_dearer_way(office: Office, lines):
    """3,500 a month leaves 18,000 a year of the deductions: 20,000 merged cost (20,000 - 18,000) x 3 %, apart 600."""
    first, second = (office.person(name, hired_on=date(2026, 1, 1), insured=False) for name in ("甲", "乙"))
    office.input(first, "bonus", amount=D("20000.00"))
    office.input(second, "bonus_merged", amount=D("20000.00"))
    run = office.prepared()
    told = run.anomalies.get(code="bonus_dearer")
    assert (told.auxiliary, told.before, told.now) == (first, D("600.00"), D("0.00")), "paid in November: 38,500 unused"
    assert lines(slip_of(second))["bonus_merged"] == D("20000.00") and "bonus_tax" not in lines(slip_of(second))
    services.cancel_run(run=run, reason="重算", by=office.clerk)
    office.released()
    assert TaxLedger.objects.get(auxiliary=second).total_income == D("23500.00")
    office.input(first, "bonus", month=NOVEMBER, amount=D("1000.00"))
    office.input(second, "bonus", month=NOVEMBER, amount=D("1000.00"))
    run = office.prepared(NOVEMBER)
    assert [row.auxiliary for row in run.anomalies.filter(code="bonus_twice")] == [first]


def test_the_sixty_thousand_rule_and_the_settings_are_held_against_each_other(office: Office):
    """Twelve payments of 5,000 last year are 60,000: the rule counts. 5,000.01 are above it; eleven months say nothing."""
    people = [office.person(name, hired_on=date(2025, 1, 1), insured=False) for name in ("甲", "乙", "丙", "丁")]
    employer = people[0].contracts.get().employer_id
    for someone, pay, months, declared in zip(
        people, ("5000.00", "5000.01", "5000.00", "5000.00"), (12, 12, 12, 11), (None, 2027, 2027, None), strict=True
    ):
        someone.pay_settings.update(low_income_year=declared)
        paid = D(0)
        for month in range(1, months + 1):
            paid += D(pay)
            TaxLedger.objects.create(
                auxiliary=someone, employer_id=employer, year=2026, number=month, pay_day=date(2026, month, 9),
                income=pay, insurance=0, special=0, other=0, withheld=0, total_income=paid, total_insurance=0,
                total_special=0, total_other=0, total_withheld=0,
            )  # fmt: skip
    run = services.prepare_run(unit=office.unit, month=date(2026, 12, 1), by=office.clerk, pay_day=date(2027, 1, 8))
    told = run.anomalies.filter(code__startswith="low_income").order_by("auxiliary")
    assert [(row.auxiliary, row.code) for row in told] == [(people[0], "low_income_on"), (people[1], "low_income_off")]


def test_a_severance_is_taxed_by_itself_beyond_three_averages_of_the_place(office: Office, lines):
    """300,000 with 80,000 a year: 60,000 are taxed, 36,000 at 3 % and the rest at 10 %; without the average nothing goes."""
    someone = office.person(hired_on=date(2026, 1, 1), insured=False)
    office.input(someone, "severance", amount=D("300000.00"))
    office.input(someone, "overtime_150", quantity=40)
    office.input(someone, "damage", amount=D("90000.00"))
    run = office.prepared()
    assert run.anomalies.get(code="no_average").auxiliary is None
    with pytest.raises(services.runs.NotNow, match="supply"):
        services.accept_anomalies(
            run=run, anomalies=run.anomalies.values_list("pk", flat=True), reason="x", by=office.clerk
        )
    told = run.anomalies.get(code="overtime")
    assert (told.before, told.now) == (D("36.00"), D("40.00"))
    office.scheme.local_average = D("80000.00")
    office.scheme.save()
    services.calculate_run(run=run, by=office.clerk)
    told = lines(slip_of(someone))
    assert (told["severance"], told["severance_tax"]) == (D("300000.00"), D("3480.00"))
    # A fifth of 3,500.00 and 1,206.90 of overtime; the severance is no wage of the month.
    assert told["damage"] == D("941.38")


def test_a_persons_own_amount_comes_before_the_grades(office: Office, lines):
    someone = office.person(grade="三级辅警")
    run = office.prepared()
    services.set_amount(
        item=office.items["grade"], amount=D("400.00"), starts_on=date(2026, 10, 16), grade="三级辅警", by=office.clerk
    )
    services.calculate_run(run=run, by=office.clerk)
    assert lines(slip_of(someone))["grade"] == D("400.00"), "changed within the month: the later one"
    office.amount("grade", "888.00", auxiliary=someone)
    services.calculate_run(run=run, by=office.clerk)
    assert lines(slip_of(someone))["grade"] == D("888.00")


def test_the_same_done_again_gives_the_same_to_the_fen_and_no_more_rows(office: Office):
    for number in range(5):
        office.person(f"人{number}", wage=f"{3000 + number * 777}.33", hired_on=date(2026, 1, 1 + number))
    run = office.prepared()
    before = (run.people, run.gross, run.net, run.tax, run.cost)
    run = services.calculate_run(run=run, by=office.clerk)
    assert before == (run.people, run.gross, run.net, run.tax, run.cost)
    assert Payslip.objects.count() == 5


def test_what_is_not_known_is_said_and_not_guessed(office: Office):
    someone = office.person()
    office.cast.auxiliary("无合同", papers=False)
    services.enrol(
        auxiliary=someone, kinds=["housing_fund"], by=office.clerk,
        opening=services.Opening("成都", someone.hired_on, someone.hired_on),
    )  # fmt: skip
    run = office.prepared()
    codes = set(run.anomalies.values_list("code", "key"))
    assert {("no_terms", "housing_fund"), ("no_contract", "")} <= codes
    with pytest.raises(services.runs.NotNow, match="supply"):
        services.accept_anomalies(
            run=run, anomalies=PayAnomaly.objects.values_list("pk", flat=True), reason="x", by=office.clerk
        )


def test_months_paid_in_order(office: Office):
    office.person(hired_on=date(2026, 1, 1))
    office.released(NOVEMBER)
    with pytest.raises(services.runs.NotNow, match="later payday"):
        office.prepared(OCTOBER)
