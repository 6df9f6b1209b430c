"""Schemes, amounts, settings and entries: dated, recorded, refused where they contradict."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from core.errors import BadInput, NotNow
from core.models import AuditEntry
from payroll import services
from payroll.models import PayAmount, PayInput, PayRun, PaySetting
from tests.cast import LONG_AGO, TODAY
from tests.payroll.running.conftest import OCTOBER, Office

D = Decimal


def test_a_scheme_is_open_once_at_a_time(office: Office):
    with pytest.raises(ValidationError, match="already has a scheme"):
        services.open_scheme(unit=office.unit, name="另一方案", starts_on=TODAY, by=office.clerk)
    services.end_scheme(scheme=office.scheme, ends_on=TODAY, by=office.clerk)
    with pytest.raises(NotNow):
        services.end_scheme(scheme=office.scheme, ends_on=TODAY, by=office.clerk)
    after = TODAY + timedelta(days=1)
    scheme = services.open_scheme(unit=office.unit, name="新方案", starts_on=after, by=office.clerk, payday=15)
    item = services.add_item(
        scheme=scheme, code="post", name="岗位工资", kind="post", source=office.fund, by=office.clerk
    )
    assert item.source == office.fund
    elsewhere = services.add_source(unit=office.cast["second"], kind="own_budget", name="自有", by=office.clerk)
    with pytest.raises(BadInput):
        services.add_item(scheme=scheme, code="meal", name="伙食", kind="meal", source=elsewhere, by=office.clerk)


def test_an_amount_ends_the_day_before_the_next(office: Office):
    new = services.set_amount(
        item=office.items["grade"], amount=D("350.00"), starts_on=TODAY, grade="三级辅警", by=office.clerk
    )
    before = PayAmount.objects.get(item=new.item, amount=D("300.00"))
    assert before.ends_on == TODAY - timedelta(days=1)
    with pytest.raises(BadInput):
        services.set_amount(item=new.item, amount=D("360.00"), starts_on=TODAY, grade="三级辅警", by=office.clerk)


def test_a_budget_is_set_again_and_the_trail_keeps_the_figure_before(office: Office):
    for amount in ("1000.00", "2000.00"):
        budget = services.set_budget(source=office.fund, year=2026, amount=D(amount), by=office.clerk)
    assert budget.amount == D("2000.00")
    assert AuditEntry.objects.filter(action="budget.set").latest("pk").before == {"amount": "1000.00"}


def test_a_new_card_is_a_new_row_and_is_masked_in_the_trail(office: Office):
    someone = office.person()
    card = "6222020200112233445"
    services.set_pay(auxiliary=someone, starts_on=TODAY, bank_card=card, by=office.clerk)
    old, new = PaySetting.objects.filter(auxiliary=someone).order_by("starts_on")
    assert (old.ends_on, new.bank_card) == (TODAY - timedelta(days=1), card)
    assert card not in str(AuditEntry.objects.latest("pk").after)
    services.set_pay(auxiliary=someone, starts_on=TODAY, bank_card="6222020200112233446", by=office.clerk)
    assert PaySetting.objects.filter(auxiliary=someone).count() == 2
    with pytest.raises(BadInput):
        services.set_pay(auxiliary=someone, starts_on=LONG_AGO, bank_card=card, by=office.clerk)


def test_loan_and_rent_exclude_each_other(office: Office):
    someone = office.person()
    told = {"auxiliary": someone, "declared_on": TODAY, "by": office.clerk}
    services.declare_deduction(kind="rent", monthly=D(800), starts_on=LONG_AGO, ends_on=date(2026, 6, 30), **told)
    services.declare_deduction(kind="loan", monthly=D(1000), starts_on=date(2026, 7, 1), **told)
    with pytest.raises(BadInput):
        services.declare_deduction(kind="rent", monthly=D(800), starts_on=TODAY, **told)


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("overtime_150", {"amount": D(5)}),
        ("bonus", {"quantity": D(5)}),
        ("item", {"quantity": D(5)}),
        ("item", {"quantity": D(5), "item_code": "basic"}),
        ("item", {"quantity": D(5), "item_code": "nothing"}),
        ("bonus", {"amount": D(5), "item_code": "night"}),
    ],
)
def test_an_entry_that_cannot_be_reckoned_is_refused(office: Office, kind: str, more: dict):
    with pytest.raises(BadInput):
        services.record_input(auxiliary=office.person(), month=OCTOBER, kind=kind, by=office.clerk, **more)


def test_an_entry_is_withdrawn_once_and_no_longer_counts(office: Office):
    someone = office.person(wage="6000.00", hired_on=date(2026, 1, 1))
    entry = services.record_input(
        auxiliary=someone, month=date(2026, 10, 20), kind="bonus", amount=D("500.00"), by=office.clerk
    )
    assert entry.month == OCTOBER and office.prepared().gross == D("6500.00")
    services.withdraw_input(entry=entry, by=office.clerk)
    with pytest.raises(NotNow):
        services.withdraw_input(entry=entry, by=office.clerk)
    assert services.calculate_run(run=PayRun.objects.get(), by=office.clerk).gross == D("6000.00")
    assert PayInput.objects.count() == 1
