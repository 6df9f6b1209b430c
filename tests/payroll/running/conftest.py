"""A bureau that pays: a source of money, a scheme, insurance terms of Sichuan 2025, and people of three pay groups."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core import clock
from payroll import services
from payroll.models import (
    Enrolment,
    FundingSource,
    InsuranceTerms,
    PayAmount,
    PayInput,
    PayItem,
    PayScheme,
    PaySetting,
)
from roster.models import Auxiliary
from tests.cast import LONG_AGO, Cast

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
D = Decimal
RATES = {
    "pension": ("4588", "22938", "0.08", "0.16"),
    "unemployment": ("4588", "22938", "0.004", "0.006"),
    "medical": ("4588", "22938", "0.02", "0.069"),
    "maternity": ("4588", "22938", "0", "0.001"),
    "injury": ("4588", "22938", "0", "0.002"),
}


class Office:
    """The bureau `first` and its scheme: basic pay by contract, grade pay, seniority, a night allowance a time."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.unit = cast, cast["first"]
        self.clerk, self.chief = cast.user("pay-clerk"), cast.user("pay-approver")
        self.fund = FundingSource.objects.create(unit=self.unit, kind="special_fund", name="专项经费")
        self.scheme = PayScheme.objects.create(
            unit=self.unit, name="薪酬方案", starts_on=LONG_AGO, minimum_wage=D("2330.00")
        )
        self.items = {
            code: PayItem.objects.create(
                scheme=self.scheme, code=code, name=code, kind=code, basis=basis, source=self.fund, **more
            )
            for code, basis, more in (
                ("basic", "month", {"in_overtime": True, "rank": 1}),
                ("grade", "month", {"in_probation": False, "rank": 2}),
                ("seniority", "month", {"rank": 3}),
                ("night", "each", {"in_minimum": False, "rank": 4}),
                ("performance", "given", {"rank": 5}),
            )
        }
        self.amount("grade", "300.00", grade="三级辅警")
        self.amount("seniority", "50.00", years=2)
        self.amount("seniority", "100.00", years=5)
        self.amount("night", "30.00")
        for kind, (floor, cap, own, unit) in RATES.items():
            InsuranceTerms.objects.create(
                unit=self.unit, kind=kind, place="成都", since=LONG_AGO, floor=floor, cap=cap, own_rate=own,
                unit_rate=unit, document="SC39",
            )  # fmt: skip

    def amount(self, code: str, amount: str, **to: Any) -> PayAmount:
        return PayAmount.objects.create(item=self.items[code], amount=D(amount), starts_on=LONG_AGO, **to)

    def person(self, name: str = "林晓", *, wage: str = "3500.00", insured: bool = True, **more: Any) -> Auxiliary:
        """Somebody on strength with a contract, a card and (unless said) four insurances."""
        probation = more.pop("probation_until", None)
        someone = self.cast.auxiliary(name, papers=False, **more)
        self.cast.contract(someone, monthly_wage=D(wage), probation_until=probation)
        PaySetting.objects.create(
            auxiliary=someone, starts_on=LONG_AGO, bank_card="6222020000000000005", changed_at=clock.now(),
            changed_by=self.clerk,
        )  # fmt: skip
        if insured:
            days = {"starts_on": someone.hired_on, "registered_on": someone.hired_on}
            Enrolment.objects.bulk_create(
                Enrolment(auxiliary=someone, kind=kind, place="成都", **days) for kind in RATES
            )
        return someone

    def input(self, someone: Auxiliary, kind: str, month: date = OCTOBER, **more: Any) -> PayInput:
        return PayInput.objects.create(
            auxiliary=someone, month=month, kind=kind, entered_by=self.clerk, entered_at=clock.now(), **more
        )

    def prepared(self, month: date = OCTOBER) -> Any:
        return services.prepare_run(unit=self.unit, month=month, by=self.clerk)

    def reviewed(self, month: date = OCTOBER) -> Any:
        """Prepared, everything that stands out accepted, handed over."""
        run = self.prepared(month)
        keys = run.anomalies.values_list("pk", flat=True)
        if keys:
            services.accept_anomalies(run=run, anomalies=keys, reason="已核对", by=self.clerk)
        return services.review_run(run=run, by=self.clerk)

    def released(self, month: date = OCTOBER) -> Any:
        return services.release_run(run=self.reviewed(month), by=self.chief)


@pytest.fixture
def office(cast: Cast) -> Office:
    return Office(cast)


@pytest.fixture
def lines() -> Callable[[Any], dict[str, Decimal]]:
    """Code → amount of a payslip; the unit's shares as `unit:code`."""

    def of(slip: Any) -> dict[str, Decimal]:
        return {("unit:" if one.part == "unit" else "") + one.code: one.amount for one in slip.lines.all()}

    return of
