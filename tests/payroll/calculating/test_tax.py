"""Withholding over a year, bonus, severance, settlement: to the fen, and never more than the law of the year asks."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from payroll.calculating import bonus, tax
from payroll.calculating.books import book_of
from tests.payroll.calculating.asking import answers, ask, notes, refused, sureness

BOOK = book_of(date(2026, 1, 1))
YUAN = st.decimals(0, 200_000, places=2)


@pytest.mark.parametrize(
    ("base", "due"),
    [
        ("0", "0.00"),
        ("36000.00", "1080.00"),
        ("36000.01", "1080.00"),
        ("36000.10", "1080.01"),
        ("144000.00", "11880.00"),
        ("300000.00", "43080.00"),
        ("420000.00", "73080.00"),
        ("660000.00", "145080.00"),
        ("960000.00", "250080.00"),
        ("960000.01", "250080.00"),
        ("1000000.00", "268080.00"),
    ],
)
def test_the_year_table_is_continuous_at_every_step(base, due) -> None:
    assert tax.table_of(BOOK).tax(Decimal(base)) == Decimal(due)


def by_slices(base: Decimal) -> Decimal:
    """The tax slice by slice, as the table of the law is read without quick deductions."""
    total, below = Decimal(0), Decimal(0)
    slices = ((36000, 3), (144000, 10), (300000, 20), (420000, 25), (660000, 30), (960000, 35), (10**12, 45))
    for top, percent in slices:
        total += max(Decimal(0), min(base, Decimal(top)) - below) * percent / 100
        below = Decimal(top)
    return total.quantize(Decimal("0.01"), ROUND_HALF_UP)


@given(st.decimals(0, 3_000_000, places=2))
@settings(max_examples=150, deadline=None)
def test_rate_and_quick_deduction_are_the_slices_of_the_law(base) -> None:
    assert tax.table_of(BOOK).tax(base) == by_slices(base)


@given(st.lists(st.tuples(YUAN, YUAN, YUAN), min_size=1, max_size=12))
@settings(max_examples=100, deadline=None)
def test_what_is_withheld_is_the_highest_tax_of_the_year_so_far(months) -> None:
    """Never paid back inside the year: the sum withheld is the highest cumulative tax that any month reached."""
    ledger, highest = tax.open_ledger(2026), Decimal(0)
    paid = insured = special = Decimal(0)
    for number, (income, insurance, extra) in enumerate(months, start=1):
        found = tax.withhold(ledger, income, insurance, extra, pay_day=date(2026, number, 10), book=BOOK).value
        ledger = found.ledger
        paid, insured, special = paid + income, insured + insurance, special + extra
        highest = max(highest, by_slices(max(Decimal(0), paid - 5000 * number - insured - special)))
        assert found.tax >= 0
        assert ledger.withheld == highest
        assert found.balance == highest - found.due
    assert (ledger.income, ledger.insurance, ledger.special_additional) == (paid, insured, special)


@given(YUAN, st.decimals(0, 1, places=2))
@settings(max_examples=60, deadline=None)
def test_two_payments_in_a_month_are_taxed_as_one(income, part) -> None:
    first = (income * part).quantize(Decimal("0.01"))
    day = date(2026, 3, 10)
    whole = tax.withhold(tax.open_ledger(2026, first_month=3), income, pay_day=day, book=BOOK).value.tax
    one = tax.withhold(tax.open_ledger(2026, first_month=3), first, pay_day=day, book=BOOK).value
    two = tax.withhold(one.ledger, income - first, pay_day=date(2026, 3, 28), book=BOOK).value
    assert one.tax + two.tax == whole
    assert two.ledger.months == 1


def test_a_payment_of_another_year_or_of_an_earlier_month_is_no_payment_of_this_ledger() -> None:
    ledger = tax.open_ledger(2026)
    with pytest.raises(ValueError, match="2026"):
        tax.withhold(ledger, Decimal(1), pay_day=date(2027, 1, 1), book=BOOK)
    march = tax.withhold(ledger, Decimal(1), pay_day=date(2026, 3, 1), book=BOOK).value.ledger
    with pytest.raises(ValueError, match="before"):
        tax.withhold(march, Decimal(1), pay_day=date(2026, 2, 28), book=BOOK)


def test_a_month_without_pay_still_counts_its_5000() -> None:
    pays = [{"pay_day": "2026-01-10", "income": "5000"}, {"pay_day": "2026-04-10", "income": "20000"}]
    answers("iit", {"withheld": ["0.00", "150.00"]}, payments=pays)  # 25,000 - 4 × 5,000 = 5,000 × 3 %


def test_months_count_from_the_first_at_this_unit_or_from_january_for_a_first_wage() -> None:
    joined = {"monthly_income": "12000", "start_month": 7, "months": 2}
    answers("iit", {"withheld": ["210.00", "210.00"]}, **joined)
    # July: 12,000 - 35,000 < 0; August: 24,000 - 40,000 < 0; the seventh month of such pay is never reached
    answers("iit", {"withheld": ["0.00", "0.00"], "year_total": "0.00"}, **joined, first_job=True)


def test_a_first_wage_late_in_the_year_is_taxed_when_it_passes_the_months_since_january() -> None:
    # January to November 55,000; 60,000 - 55,000 = 5,000 × 3 %
    answers("iit", {"withheld": ["150.00"]}, monthly_income="60000", start_month=11, months=1, first_wage=True)


def test_the_pay_date_decides_the_month_not_the_month_worked_for() -> None:
    pays = [{"pay_day": "2026-01-05", "income": "8000"}, {"pay_day": "2026-01-31", "income": "8000"}]
    answers("iit", {"withheld": ["90.00", "240.00"], "year_total": "330.00"}, payments=pays)


def test_the_sixty_thousand_rule_needs_all_twelve_months_at_the_same_unit() -> None:
    asked = {"monthly_income": "8000", "si": "2000", "last_year_income": "60000.00"}
    found = ask("iit", **asked, all_12=True)
    assert (found["rule_applies"], found["withheld"][9:]) == (True, ["0.00", "180.00", "180.00"])
    assert "上年各月均有申报且全年收入不超过6万元" in notes("iit", **asked, all_12=True)[0]
    assert ask("iit", **asked)["rule_applies"] is False
    assert ask("iit", **asked | {"last_year_income": "60000.01"}, all_12=True)["rule_applies"] is False
    assert ask("iit", **asked, all_12=True, start_month=2)["rule_applies"] is False  # not here in January
    gone = {"last_year_wages": "50000", "all_12": True, "employed_in_january": False}
    assert ask("iit", **gone)["rule_applies"] is False


def test_tax_withheld_beyond_the_tax_so_far_waits_as_a_balance() -> None:
    found = ask("iit", monthly_income=["40000", "0", "0"], months=3)
    assert found["withheld"] == ["1050.00", "0.00", "0.00"]
    # January 35,000 × 3 % = 1,050.00; March: 40,000 - 15,000 = 25,000 × 3 % = 750.00
    assert (found["year_total"], found["balance"]) == ("1050.00", "300.00")


@pytest.mark.parametrize(
    ("amount", "due"),
    [
        ("0", "0.00"), ("0.01", "0.00"), ("36000", "1080.00"), ("36000.01", "3390.00"), ("144000", "14190.00"),
        ("144000.12", "27390.02"), ("300000", "58590.00"), ("960000", "328840.00"), ("1000000", "434840.00"),
    ],
)  # fmt: skip
def test_a_bonus_by_itself_jumps_at_its_steps(amount, due) -> None:
    assert bonus.apart(Decimal(amount), book=BOOK).value == Decimal(due)


def test_low_wages_do_not_reduce_a_bonus_taxed_apart() -> None:
    answers("iit_bonus", {"wage_tax": "0.00", "bonus_tax": "600.00", "total": "600.00"}, wage="3000", bonus="20000")


def test_merging_is_cheaper_for_low_pay_and_dearer_for_high_pay() -> None:
    low = ask("iit_bonus", wage="4000", bonus="20000", mode="cheaper")
    assert (low["cheaper"], low["merged_year"], low["separate_year"], low["mode"]) == (
        "merged",
        "240.00",
        "600.00",
        "merged",
    )
    high = ask("iit_bonus", bonus="36000", annual_income="260000")
    assert (high["cheaper"], high["separate_total"], high["merged_total"], high["saves"]) == (
        "separate", "24160.00", "30280.00", "6120.00",
    )  # fmt: skip


@given(YUAN, st.decimals(-60_000, 500_000, places=2))
@settings(max_examples=80, deadline=None)
def test_the_cheaper_way_is_never_dearer(amount, taxable) -> None:
    choice = bonus.compare(amount, taxable, book=BOOK).value
    assert choice.total == min(choice.apart_total, choice.merged_total)
    assert choice.merged_total == by_slices(max(Decimal(0), taxable + amount))


def test_the_bonus_method_ends_with_2027_and_must_then_be_supplied() -> None:
    assert ask("iit_bonus", bonus="36000", on="2027-12-31")["bonus_tax"] == "1080.00"
    assert "payroll.tax.bonus_table" in refused("iit_bonus", bonus="36000", on="2028-01-01")


def test_severance_is_free_to_three_local_averages_and_the_rest_taxed_by_itself() -> None:
    asked = {"local_annual_average": "100000"}
    answers("iit_severance", {"tax": "0.00", "taxable": "0.00"}, amount="300000.00", **asked)
    answers("iit_severance", {"tax": "5480.00", "taxable": "80000.00"}, amount="380000.00", **asked)
    assert sureness("iit_severance", amount="380000", at_expiry=True, **asked) == "medium"
    assert "contested" in notes("iit_severance", amount="380000", at_expiry=True, **asked)[0]


@pytest.mark.parametrize(
    ("income", "due", "must"),
    [
        ("120000.00", "5000", False),
        ("120000.01", "400.01", True),
        ("120000.01", "400.00", False),
        ("90000", "0", False),
    ],
)
def test_who_must_settle_the_year(income, due, must) -> None:
    answers("iit", {"must_settle": [must]}, persons=[{"income": income, "due": due}])


def test_the_fund_free_of_tax_counts_on_the_lower_of_own_wage_and_three_averages() -> None:
    asked = {"hf_employee": "900.00", "local_monthly_average": "7646.00"}
    answers("iit", {"deductible": "900.00", "taxable_excess": "0.00"}, **asked)
    answers("iit", {"deductible": "600.00", "taxable_excess": "300.00"}, **asked, base="5000")
    assert sureness("iit", **asked) == "medium"


def test_special_deductions_count_by_their_months_and_years() -> None:
    child = {"kind": "child_education", "from": "2026-09-01", "count": 2}
    loan = {"kind": "housing_loan", "share": "50%", "to": "2026-03-31"}
    found = ask("iit", declarations=[child, loan, {"kind": "study_certificate", "from": "2026-05-20"}])
    assert found["months"] == [
        "500.00", "500.00", "500.00", "0.00", "3600.00", "0.00", "0.00", "0.00", *["4000.00"] * 4,
    ]  # fmt: skip
    assert found["year_total"] == "21100.00"
    old = ask("iit", declarations=[{"kind": "child_education"}], year=2022)
    assert old["months"] == ["1000.00"] * 12


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        ([{"kind": "housing_loan"}, {"kind": "rent_other"}], "kind"),
        ([{"kind": "elderly_shared", "amount": "1500.01"}], "amount"),
        ([{"kind": "child_education", "share": "30%"}], "share"),
        ([{"kind": "pets"}], "declarations[0].kind"),
    ],
)
def test_what_the_law_does_not_allow_to_be_taken_off_is_refused_by_name(rows, name) -> None:
    assert list(refused("iit", declarations=rows)) == [name]


@pytest.mark.parametrize(
    ("inputs", "name"),
    [
        ({"monthly_income": "-0.01"}, "monthly_income"),
        ({"monthly_income": ["8000", "x"]}, "monthly_income[1]"),
        ({"monthly_income": ["8000", "9000"], "months": 3}, "monthly_income"),
        ({"monthly_income": "8000", "start_month": 13}, "start_month"),
        ({"monthly_income": "8000", "start_month": 7, "months": 7}, "months"),
        ({"monthly_income": "8000", "si": ["1", "2"]}, "si"),
        ({"payments": [{"pay_day": "2026-02-30", "income": "1"}]}, "payments[0].pay_day"),
        ({"payments": [{"pay_day": "2026-02-03"}]}, "payments[0].income"),
        ({"payments": []}, "payments"),
        (
            {"payments": [{"pay_day": "2026-02-03", "income": "1"}, {"pay_day": "2026-01-03", "income": "1"}]},
            "payments",
        ),
        ({"hf_employee": "1"}, "local_monthly_average"),
        ({}, "inputs"),
    ],
)
def test_a_bad_input_of_tax_is_named(inputs, name) -> None:
    assert list(refused("iit", **inputs)) == [name]
