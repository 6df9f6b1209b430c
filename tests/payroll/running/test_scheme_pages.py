"""What pay is reckoned from, entered by pages: a scheme from nothing to a payslip; cards, deductions and entries of a person."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from payroll import services
from payroll.models import (
    Budget,
    DispatchFee,
    FundingSource,
    InsuranceTerms,
    PayInput,
    PayScheme,
    PaySetting,
    SpecialDeduction,
)
from tests.cast import Cast, sign_in
from tests.payroll.running.conftest import OCTOBER, Office

D = Decimal


@pytest.fixture
def clerk(cast: Cast) -> Client:
    return sign_in(Client(), cast.user("pay-clerk"))


def sent(client: Client, address: str, typed: dict[str, Any]) -> None:
    answer = client.post(address, typed)
    assert answer.status_code == 302, answer.content.decode()[:6000]


def test_a_unit_is_paid_by_what_a_clerk_typed(cast: Cast, clerk: Client):
    """Scheme, source, budget, two items, insurance terms: 4,000.00 and 12.00 × 5 meals, less 8 % of 4,588.00."""
    unit = cast["first"]
    someone = cast.auxiliary("林晓")
    services.enrol(
        auxiliary=someone,
        kinds=["pension"],
        opening=services.Opening("成都", someone.hired_on, someone.hired_on),
        by=cast.user("pay-clerk"),
    )
    assert "There is no pay scheme here." in clerk.get("/payroll/schemes/").content.decode()
    sent(
        clerk,
        "/payroll/schemes/new/",
        {"unit": unit.pk, "name": "县局方案", "starts_on": "2026-01-01", "payday": 15, "proration": "down",
         "insured_with": "later", "probation_share": "0.8", "sick_share": "0.8", "minimum_wage": "2330",
         "minimum_has_own_shares": "on"},
    )  # fmt: skip
    scheme = PayScheme.objects.get()
    sent(clerk, "/payroll/sources/new/", {"unit": unit.pk, "kind": "special_fund", "name": "专项经费"})
    source = FundingSource.objects.get()
    sent(clerk, f"/payroll/sources/{source.pk}/budget/", {"year": 2026, "amount": "900000"})
    for typed in (
        {"code": "basic", "name": "基本工资", "kind": "basic", "basis": "month", "source": source.pk, "rank": 1,
         "in_probation": "on", "in_overtime": "on", "in_minimum": "on"},
        {"code": "meal", "name": "误餐补助", "kind": "meal", "basis": "each", "source": source.pk, "rank": 2},
    ):  # fmt: skip
        sent(clerk, f"/payroll/schemes/{scheme.pk}/items/new/", typed)
    for code, amount in (("basic", "4000"), ("meal", "12")):
        item = scheme.items.get(code=code)
        sent(clerk, f"/payroll/items/{item.pk}/amount/", {"amount": amount, "starts_on": "2026-01-01"})
    sent(
        clerk,
        "/payroll/terms/new/",
        {"unit": unit.pk, "kind": "pension", "place": "成都", "since": "2026-01-01", "floor": "4588", "cap": "22938",
         "own_rate": "0.08", "unit_rate": "0.16", "own_fixed": "0", "rounding": "fen", "document": "川人社办发〔2025〕39号"},
    )  # fmt: skip
    person = f"/payroll/people/{someone.pk}/"
    sent(
        clerk, f"{person}card/", {"starts_on": "2026-01-01", "bank_card": "6222 0200 0000 0000 13", "bank_name": "工行"}
    )
    sent(clerk, f"{person}entry/", {"month": "2026-10", "kind": "item", "item_code": "meal", "quantity": "5"})
    sent(clerk, "/payroll/runs/new/", {"unit": unit.code, "month": "2026-10"})
    slip = someone.payslips.get()
    assert (slip.gross, slip.insurance, slip.net) == (D("4060.00"), D("367.04"), D("3692.96"))
    assert slip.run.pay_day == date(2026, 11, 13), "the 15th is a Sunday"
    page = clerk.get("/payroll/schemes/").content.decode()
    assert "900,000.00" in page and "川人社办发〔2025〕39号" in page and Budget.objects.count() == 1
    assert "4,000.00" in clerk.get(f"/payroll/schemes/{scheme.pk}/").content.decode()
    assert InsuranceTerms.objects.get().own_rate == D("0.08")


def test_card_deductions_and_entries_stand_with_the_person(office: Office, clerk: Client):
    someone = office.person()
    person = f"/payroll/people/{someone.pk}/"
    wrong = clerk.post(f"{person}card/", {"starts_on": "2026-11-16", "bank_card": "622"})
    assert wrong.status_code == 422 and "12 to 19 digits" in wrong.content.decode()
    sent(clerk, f"{person}card/", {"starts_on": "2026-11-16", "bank_card": "6222020000000000021"})
    assert PaySetting.objects.filter(auxiliary=someone).count() == 2
    rent = {"kind": "rent", "monthly": "800", "starts_on": "2026-01-01", "declared_on": "2026-01-05"}
    sent(clerk, f"{person}deduction/", rent)
    loan = clerk.post(f"{person}deduction/", {**rent, "kind": "loan", "monthly": "1000"})
    assert loan.status_code == 422 and "cannot be deducted in the same months" in loan.content.decode()
    assert SpecialDeduction.objects.count() == 1
    end = f"/payroll/deductions/{SpecialDeduction.objects.get().pk}/end/"
    assert end in clerk.get(person).content.decode()
    said = {"ends_on": "2026-12-31", "reason": "租约期满"}
    sent(clerk, end, said)
    late = clerk.post(end, said)
    assert late.status_code == 422 and "ends on that day or before already" in late.content.decode()
    sent(
        clerk, f"{person}entry/", {"month": "2026-10", "kind": "overtime_150", "quantity": "8.5", "note": "国庆前加班"}
    )
    page = clerk.get(person).content.decode()
    assert "8.50" in page and "国庆前加班" in page and "800.00" in page and "0021" in page
    assert "6222020000000000021" not in page
    entry = PayInput.objects.get()
    sent(clerk, f"/payroll/entries/{entry.pk}/withdraw/", {"reason": "重复录入"})
    assert "国庆前加班" not in clerk.get(person).content.decode()
    again = clerk.post(f"/payroll/entries/{entry.pk}/withdraw/", {"reason": "重复录入"})
    assert again.status_code == 422 and "already withdrawn" in again.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind": "overtime_150", "amount": "100"}, "Give hours and days as a quantity"),
        ({"kind": "bonus", "quantity": "1"}, "Give hours and days as a quantity"),
        ({"kind": "item", "quantity": "1"}, "Name the item of the scheme."),
        ({"kind": "owed", "amount": "1"}, "valid choice"),
        ({"kind": "item", "item_code": "basic", "quantity": "1"}, "valid choice"),
    ],
)
def test_an_entry_that_means_nothing_is_said_beside_its_field(office: Office, clerk: Client, typed: Any, said: str):
    someone = office.person()
    answer = clerk.post(f"/payroll/people/{someone.pk}/entry/", {"month": "2026-10", **typed})
    assert answer.status_code == 422 and said in answer.content.decode() and not PayInput.objects.exists()


def test_schemes_end_and_follow_each_other_and_fees_are_entered(office: Office, clerk: Client):
    scheme = f"/payroll/schemes/{office.scheme.pk}/"
    typed = {"unit": office.unit.pk, "name": "新方案", "starts_on": "2027-01-01", "payday": 10, "proration": "down",
             "insured_with": "later", "probation_share": "0.8", "sick_share": "0.8"}  # fmt: skip
    twice = clerk.post("/payroll/schemes/new/", typed)
    assert twice.status_code == 422 and "end that one first" in twice.content.decode()
    sent(clerk, f"{scheme}end/", {"ends_on": "2026-12-31"})
    sent(clerk, "/payroll/schemes/new/", typed)
    late = clerk.post(f"{scheme}end/", {"ends_on": "2026-12-30"})
    assert late.status_code == 422 and "already ended" in late.content.decode()
    agreement = office.cast.agreement(unit="first")
    sent(clerk, "/payroll/fees/new/", {"agreement": agreement.pk, "since": "2026-01-01", "a_head": "60"})
    assert DispatchFee.objects.get().a_head == D(60) and "60.00" in clerk.get("/payroll/schemes/").content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_no_scheme_and_no_rate_may_be_is_said_in_words(office: Office, clerk: Client, language: str):
    clerk.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    scheme = {"unit": office.cast["north"].pk, "name": "方案", "starts_on": "2026-01-01", "payday": 0, "proration": "down",
              "insured_with": "later", "probation_share": "0.5", "sick_share": "0.8"}  # fmt: skip
    told = clerk.post("/payroll/schemes/new/", scheme)
    assert told.status_code == 422 and ("four fifths" in told.content.decode() or "百分之八十" in told.content.decode())
    rate = {"unit": office.unit.pk, "kind": "pension", "place": "成都", "since": "2026-01-01", "floor": "1", "cap": "2",
            "own_rate": "8", "unit_rate": "0.16", "own_fixed": "0", "rounding": "fen", "document": "x"}  # fmt: skip
    told = clerk.post("/payroll/terms/new/", rate)
    assert told.status_code == 422 and "0.08" in told.content.decode()


def test_an_approver_reads_and_changes_nothing(office: Office):
    chief = sign_in(Client(), office.chief)
    someone = office.person()
    office.input(someone, "absence", OCTOBER, quantity=D(1))
    page = chief.get(f"/payroll/people/{someone.pk}/").content.decode()
    assert "Absence without pay" in page and "/withdraw/" not in page
    assert "Open a pay scheme" not in chief.get("/payroll/schemes/").content.decode()
    assert chief.get(f"/payroll/schemes/{office.scheme.pk}/").status_code == 200
    assert chief.post(f"/payroll/people/{someone.pk}/entry/", {}).status_code == 403


def test_the_page_of_schemes_asks_as_often_for_many_as_for_few(office: Office, clerk: Client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (1, 2):
        source = services.add_source(unit=office.unit, kind="foundation", name=f"基金{number}", by=office.clerk)
        services.set_budget(source=source, year=2026, amount=D(1), by=office.clerk)
        office.amount("basic", f"{number}00", years=number)
        asked = []
        for address in ("/payroll/schemes/", f"/payroll/schemes/{office.scheme.pk}/"):
            clerk.get(address)
            with CaptureQueriesContext(connection) as found:
                assert clerk.get(address).status_code == 200
            asked.append(len(found))
        counts.append(asked)
    assert counts[0] == counts[1] and max(counts[1]) <= 16, counts
