"""A scheme, a released run with a payslip and a draft run, all of the bureau that is looked at."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from core import clock
from organisation.models import Unit
from payroll.models import (
    Budget,
    Correction,
    DispatchFee,
    FundingSource,
    InsuranceTerms,
    PayAmount,
    PayAnomaly,
    PayInput,
    PayItem,
    PayRun,
    PayScheme,
    PaySetting,
    Payslip,
    PayslipLine,
    SpecialDeduction,
    TaxLedger,
)
from tests.cast import LONG_AGO, Cast
from tests.permissions.world import Place

AUGUST, OCTOBER, NOVEMBER = date(2026, 8, 1), date(2026, 10, 1), date(2026, 11, 1)
WAGE = Decimal("3500.00")
SUMS = {"gross": WAGE, "insurance": 0, "tax": 0, "deducted": 0, "net": WAGE, "cost": 0}


def objects(cast: Cast) -> dict[str, Any]:
    clerk, chief, unit = cast.user("pay-clerk"), cast.user("pay-approver"), cast["first"]
    someone = cast.auxiliary("领薪人")
    source = FundingSource.objects.create(unit=unit, kind="special_fund", name="专项经费")
    budget = Budget.objects.create(source=source, year=2026, amount=Decimal(900000))
    scheme = PayScheme.objects.create(unit=unit, name="薪酬方案", starts_on=LONG_AGO)
    item = PayItem.objects.create(scheme=scheme, code="JB01", name="基本工资", kind="basic", source=source)
    PayAmount.objects.create(item=item, amount=WAGE, starts_on=LONG_AGO)
    InsuranceTerms.objects.create(
        unit=unit, kind="pension", place="成都", since=LONG_AGO, floor=4588, cap=22938, own_rate=Decimal("0.08"),
        unit_rate=Decimal("0.16"), document="川人社办发〔2025〕39号",
    )  # fmt: skip
    DispatchFee.objects.create(agreement=cast.agreement(unit="second"), since=LONG_AGO, a_head=Decimal(60))
    setting = PaySetting.objects.create(
        auxiliary=someone, starts_on=LONG_AGO, bank_card="6222020000000000005", changed_at=clock.now(), changed_by=clerk
    )
    deduction = SpecialDeduction.objects.create(
        auxiliary=someone, kind="rent", monthly=800, starts_on=LONG_AGO, declared_on=LONG_AGO
    )
    own = PayAmount.objects.create(item=item, amount=Decimal("3800.00"), starts_on=LONG_AGO, auxiliary=someone)
    entry = _entry(cast, someone)
    released = _released(cast, someone, setting, source, _run(cast, OCTOBER))
    slip = released.payslips.get()
    draft = _run(cast, NOVEMBER)
    Correction.objects.create(slip=slip, run=draft, reason="底数有误", asked_by=chief, asked_at=clock.now())
    anomaly = PayAnomaly.objects.create(run=draft, auxiliary=someone, code="new", now=WAGE)
    return {
        "scheme": scheme,
        "pay_item": item,
        "funding_source": source,
        "budget": budget,
        "pay_entry": entry,
        "special_deduction": deduction,
        "own_amount": own,
        "released_run": released,
        "payslip": slip,
        "draft_run": draft,
        "anomaly": anomaly,
        "own_slip": _own_slip(cast, "auxiliary", source),
    }


def everywhere(cast: Cast, at: Place) -> dict[str, Any]:
    """A draft run of the unit (cancelled among the archived) and an issued payslip of somebody there."""
    someone, clerk = cast.auxiliary(f"paid-{at.name}", unit=at.code), cast.user("pay-clerk")
    setting = PaySetting.objects.create(
        auxiliary=someone, starts_on=LONG_AGO, bank_card="6222020000000000005", changed_at=clock.now(), changed_by=clerk
    )
    source = FundingSource.objects.create(unit=at.unit, kind="foundation", name=f"基金-{at.name}")
    year = 2024 if at.left else 2025
    released = _released(cast, someone, setting, source, _run(cast, date(year, 10, 1), at.unit))
    draft = _run(cast, date(year, 11, 1), at.unit)
    if at.left:
        _to(draft, status="cancelled")
    _to(released, status="issued")
    slip = released.payslips.get()
    scheme = PayScheme.objects.create(
        unit=at.unit, name=f"方案-{at.name}", starts_on=date(year - 10, 1, 1), ends_on=date(year - 10, 12, 31)
    )
    item = PayItem.objects.create(scheme=scheme, code="meal", name="误餐补助", kind="meal", source=source)
    return {
        "draft_run": draft,
        "released_run": released,
        "payslip": slip,
        "own_slip": slip,
        "scheme": scheme,
        "pay_item": item,
        "funding_source": source,
        "budget": Budget.objects.create(source=source, year=year, amount=Decimal(900000)),
        "pay_entry": _entry(cast, someone),
        "special_deduction": SpecialDeduction.objects.create(
            auxiliary=someone, kind="child", monthly=2000, starts_on=LONG_AGO, declared_on=LONG_AGO
        ),
        "own_amount": PayAmount.objects.create(item=item, amount=12, starts_on=LONG_AGO, auxiliary=someone),
    }


def _entry(cast: Cast, someone: Any) -> PayInput:
    return PayInput.objects.create(
        auxiliary=someone, month=NOVEMBER, kind="overtime_150", quantity=4, entered_by=cast.user("pay-clerk"),
        entered_at=clock.now(),
    )  # fmt: skip


def own(cast: Cast, who: str) -> dict[str, Any]:
    """An issued payslip of the principal, where there is a file."""
    person = cast.user(who).person
    if not hasattr(person, "auxiliary"):
        return {}
    found = Payslip.objects.filter(auxiliary=person.auxiliary).first()
    return {"own_slip": found or _own_slip(cast, who, FundingSource.objects.first())}


def _own_slip(cast: Cast, who: str, source: FundingSource) -> Payslip:
    mine = cast.user(who).person.auxiliary
    setting = PaySetting.objects.create(
        auxiliary=mine, starts_on=LONG_AGO, bank_card="6222020000000000005", changed_at=clock.now(),
        changed_by=cast.user("pay-clerk"),
    )  # fmt: skip
    run = _released(cast, mine, setting, source, _run(cast, AUGUST, mine.unit))
    _to(run, status="issued")
    found: Payslip = run.payslips.get()
    return found


def _run(cast: Cast, month: date, unit: Unit | None = None) -> PayRun:
    clerk = cast.user("pay-clerk")
    return PayRun.objects.create(
        unit=unit or cast["first"], month=month, pay_day=month.replace(day=28), drafted_by=clerk, drafted_person=clerk.person,
        drafted_at=clock.now(),
    )  # fmt: skip


def _released(cast: Cast, someone: Any, setting: PaySetting, source: FundingSource, run: PayRun) -> PayRun:
    clerk, chief, now = cast.user("pay-clerk"), cast.user("pay-approver"), clock.now()
    _to(run, status="calculating", calculated_by=clerk, calculated_person=clerk.person, calculated_at=now)
    slip = Payslip.objects.create(
        run=run, auxiliary=someone, employer=cast.employer(), unit=someone.unit, setting=setting, month=run.month,
        name=someone.name, badge_number=someone.badge_number, **SUMS,
    )  # fmt: skip
    PayslipLine.objects.create(
        slip=slip, number=1, part="earned", code="JB01", name="基本工资", amount=WAGE, source=source
    )
    TaxLedger.objects.create(
        auxiliary=someone, employer=slip.employer, year=run.month.year, number=1, slip=slip, pay_day=run.pay_day, income=WAGE,
        insurance=0, special=0, other=0, withheld=0, total_income=WAGE, total_insurance=0, total_special=0,
        total_other=0, total_withheld=0,
    )  # fmt: skip
    _to(run, status="calculated", people=1, **SUMS)
    PayAnomaly.objects.create(
        run=run, auxiliary=someone, code="new", now=WAGE, accepted_by=clerk, accepted_at=now, reason="新进人员"
    )
    _to(run, status="reviewed", reviewed_by=clerk, reviewed_at=now)
    _to(run, status="released", released_by=chief, released_person=chief.person, released_at=now)
    return run


def _to(run: PayRun, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(run, name, value)
    run.save(update_fields=[*changes])
