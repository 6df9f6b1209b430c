"""A run is handed over and released only while what it was reckoned from is still so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal as D

import pytest

from core.errors import NotNow
from payroll import services
from payroll.models import Enrolment, PayAmount, Payslip, SpecialDeduction
from payroll.running.again import changed
from roster.models import Auxiliary, Contract
from tests.payroll.running.conftest import OCTOBER, Office

CHANGES: dict[str, Callable[[Office, Auxiliary], object]] = {
    "an entry of the month": lambda office, lin: office.input(lin, "overtime_200", quantity=D("8")),
    "the wage of the contract": lambda office, lin: Contract.objects.filter(auxiliary=lin).update(
        monthly_wage=D("3600")
    ),
    "the base of an insurance": lambda office, lin: Enrolment.objects.filter(auxiliary=lin, kind="medical").update(
        base=D("6000.00")
    ),
    "a declared deduction": lambda office, lin: SpecialDeduction.objects.create(
        auxiliary=lin, kind="child", monthly=D("2000"), starts_on=date(2026, 1, 1), declared_on=date(2026, 1, 1)
    ),
    "an amount of the scheme": lambda office, lin: PayAmount.objects.filter(item=office.items["grade"]).update(
        amount=D("350.00")
    ),
    "somebody who came": lambda office, lin: office.person("新来人"),
    "somebody who went": lambda office, lin: Auxiliary.objects.filter(pk=lin.pk).update(
        status="left", left_on=date(2026, 9, 30)
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_it_is_calculated_again_after_a_change_of(what: str, office: Office):
    lin = office.person("林晓", grade="三级辅警")
    office.person("陈明")
    run = office.reviewed()
    CHANGES[what](office, lin)
    with pytest.raises(NotNow, match="新来人" if what == "somebody who came" else "林晓"):
        services.release_run(run=run, by=office.chief)
    run.refresh_from_db()
    assert run.status == "reviewed" and not Payslip.objects.valid().exists()
    assert office.released().status == "released"


def test_who_hands_it_over_is_told_first(office: Office):
    lin = office.person("林晓")
    run = office.prepared()
    office.input(lin, "unpaid_days", quantity=D("2"))
    with pytest.raises(NotNow, match="林晓"):
        services.review_run(run=run, by=office.clerk)


def test_of_many_three_are_named(office: Office):
    for number in range(5):
        office.person(f"某{number}", grade="三级辅警")
    run = office.reviewed()
    PayAmount.objects.filter(item=office.items["grade"]).update(amount=D("350.00"))
    with pytest.raises(NotNow, match="某0.*某1.*某2.*and others") as told:
        services.release_run(run=run, by=office.chief)
    assert "某3" not in str(told.value)


def test_the_scheme_itself_is_named(office: Office):
    office.person()
    run = office.reviewed()
    office.scheme.proration = "workdays" if office.scheme.proration != "workdays" else "calendar"
    office.scheme.save(update_fields=["proration"])
    with pytest.raises(NotNow, match=office.scheme.name):
        services.release_run(run=run, by=office.chief)


def test_looking_again_takes_the_same_queries_for_one_and_for_many(office: Office, django_assert_max_num_queries):
    for number in range(12):
        office.person(f"某{number}")
    run = office.reviewed(OCTOBER)
    with django_assert_max_num_queries(40):
        assert list(changed(run)) == []
