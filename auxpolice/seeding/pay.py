"""Pay of the county bureau in the demonstration: last month's run issued, this month's a draft with what stands out.

Every figure of a place is the fictional city's own. The three groups of pay come from the contracts of the example sheet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from accounts.models import User
from auxpolice import demo_world as world
from auxpolice.example_people import bank_card
from core.actors import SYSTEM
from organisation.models import DispatchAgreement, Unit
from payroll import services
from payroll.calculating.days import bounds, is_calendar_known
from payroll.models import FundingSource, PayItem, PayRun, PayScheme
from roster.models import Auxiliary

LONG_AGO: Final = dt.date(2018, 1, 1)
PAYDAY: Final = 10
MINIMUM_WAGE: Final = Decimal("1850.00")
DOCUMENT: Final = "云江市社会保险和公积金缴费公告(演示)"
# Lowest and highest base, own rate and the unit's; also of those nobody has yet, for what it would cost.
TERMS: Final = {
    "pension": ("2100", "10500", "0.08", "0.16"),
    "medical": ("2100", "10500", "0.02", "0.07"),
    "unemployment": ("2100", "10500", "0.005", "0.005"),
    "maternity": ("2100", "10500", "0", "0.005"),
    "injury": ("2100", "10500", "0", "0.004"),
    "housing_fund": ("1850", "10500", "0.05", "0.05"),
}
SOURCES: Final = {
    "special_fund": ("县财政辅警专项资金", Decimal(3_600_000)),
    "foundation": ("县治安联防基金会", Decimal(7_200_000)),
    "own_budget": ("县局自有经费", Decimal(60_000)),  # enough for one month of the clerks, not for two
}
SHORT: Final = Decimal(30_000)  # of own money, when the year has only this month's payday yet
# Why last month went out in spite of what stood out.
ACCEPTED: Final = {
    "no_insurance": "文职人员历来未参保,失业、生育保险全员未开户,已列入整改计划",
    "below_minimum": "经费所限低于最低工资标准,已报县政府追加经费",
    "no_contract": "上一期合同尚未补录,补录后以更正批次补发",
}
TRAFFIC, PATROL, DESK, GATE = "99990103", "99990102", "99990101", "99990104"


def pay(units: Mapping[str, Unit], users: Mapping[str, User], day: dt.date) -> None:
    """Set how the county pays, issue last month's payslips, and leave this month's draft to be looked at."""
    months = months_of(day)
    if months is None:
        return
    office = Office(units[world.COUNTY], users)
    office.set_up(months)
    office.issued(months[0])
    office.draft(months[1])


def months_of(day: dt.date) -> tuple[dt.date, dt.date] | None:
    """The month before and the month of the day; the last two whose holidays are known, where later ones are not yet."""
    year = next((year for year in range(day.year, day.year - 5, -1) if is_calendar_known(year)), None)
    if year is None:
        return None
    present = dt.date(year, day.month if year == day.year else 12, 1)
    before = dt.date(year - (present.month == 1), (present.month - 2) % 12 + 1, 1)
    return (before, present) if is_calendar_known(before.year) else None


def pay_day_of(month: dt.date) -> dt.date | None:
    """None leaves it to the scheme; a payday in a year whose holidays are not announced yet is given."""
    following = _next(month)
    return None if is_calendar_known(following.year) else following.replace(day=PAYDAY)


class Office:
    """The county's pay: entered by its clerk, released by its approver."""

    def __init__(self, county: Unit, users: Mapping[str, User]) -> None:
        self.county = county
        self.clerk, self.chief = users["pay-clerk"], users["pay-approver"]

    def set_up(self, months: Sequence[dt.date]) -> None:
        """Sources with budgets, the scheme and its items, terms of the insurances, the firm's fee, everybody's card."""
        sources = {
            kind: services.add_source(unit=self.county, kind=kind, name=name, by=self.clerk)
            for kind, (name, _budget) in SOURCES.items()
        }
        self._budgets(sources, [_next(month).year for month in months])
        scheme = services.open_scheme(
            unit=self.county, name="云溪县公安局辅警薪酬办法", starts_on=LONG_AGO, payday=PAYDAY,
            minimum_wage=MINIMUM_WAGE, by=self.clerk,
        )  # fmt: skip
        self._items(scheme)
        for kind, (floor, cap, own, unit) in TERMS.items():
            services.set_insurance_terms(
                unit=self.county, kind=kind, since=LONG_AGO, place="云江市", floor=Decimal(floor), cap=Decimal(cap),
                own_rate=Decimal(own), unit_rate=Decimal(unit), document=DOCUMENT, by=self.clerk,
                rounding="yuan" if kind == "housing_fund" else "fen",
            )  # fmt: skip
        for agreement in DispatchAgreement.objects.filter(unit=self.county):
            services.set_dispatch_fee(
                agreement=agreement, since=LONG_AGO, a_head=Decimal(60), source=sources["foundation"], by=self.clerk
            )
        for auxiliary in Auxiliary.objects.filter(unit__path__startswith=self.county.path).order_by("pk"):
            services.set_pay(
                auxiliary=auxiliary, starts_on=auxiliary.hired_on, bank_card=auxiliary.bank_card,
                bank_name="云江银行", by=self.clerk,
            )  # fmt: skip

    def _budgets(self, sources: Mapping[str, FundingSource], years: Sequence[int]) -> None:
        for kind, source in sources.items():
            for year in sorted(set(years)):
                late = kind == "own_budget" and year != years[0]
                amount = SHORT if late else SOURCES[kind][1]
                services.set_budget(source=source, year=year, amount=amount, by=self.clerk)

    def _items(self, scheme: PayScheme) -> None:
        Kind, Basis = PayItem.Kind, PayItem.Basis
        services.add_item(
            scheme=scheme, code="basic", name="基本工资", kind=Kind.BASIC, in_overtime=True, rank=1, by=self.clerk
        )
        seniority = services.add_item(
            scheme=scheme, code="seniority", name="工龄工资", kind=Kind.SENIORITY, rank=2, by=self.clerk
        )
        for years, amount in ((3, 30), (6, 60)):
            services.set_amount(item=seniority, amount=Decimal(amount), starts_on=LONG_AGO, years=years, by=self.clerk)
        night = services.add_item(
            scheme=scheme, code="night", name="夜班津贴", kind=Kind.NIGHT, basis=Basis.EACH, in_minimum=False, rank=3,
            by=self.clerk,
        )  # fmt: skip
        services.set_amount(item=night, amount=Decimal(20), starts_on=LONG_AGO, by=self.clerk)
        services.add_item(
            scheme=scheme, code="performance", name="绩效工资", kind=Kind.PERFORMANCE, basis=Basis.GIVEN, rank=4,
            by=self.clerk,
        )  # fmt: skip

    def issued(self, month: dt.date) -> PayRun:
        """Last month: ordinary hours and nights; what stood out was accepted, another person released it."""
        self._ordinary(month)
        run = self._calculated(month)
        for code, reason in ACCEPTED.items():
            if alike := list(run.anomalies.filter(code=code).values_list("pk", flat=True)):
                services.accept_anomalies(run=run, anomalies=alike, reason=reason, by=self.clerk)
        if rest := list(run.anomalies.waiting().values_list("pk", flat=True)):
            services.accept_anomalies(run=run, anomalies=rest, reason="已逐条核对", by=self.clerk)
        services.review_run(run=run, by=self.clerk)
        services.release_run(run=run, by=self.chief)
        return services.issue_run(run, by=SYSTEM)

    def draft(self, month: dt.date) -> PayRun:
        """This month: a fifth more for one, a fifth less for another, the clerks' money runs out, a card changes afterwards."""
        self._ordinary(month)
        first, second = self._people(DESK, 6)[-2:]
        self._input(first, month, "overtime_200", quantity=Decimal(30))
        self._input(second, month, "absence", quantity=Decimal(7))
        self._input(self._people(PATROL, 3)[-1], month, "sick", quantity=Decimal(5))
        self._input(self._people(PATROL, 4)[-1], month, "damage", amount=Decimal(1500))
        run = self._calculated(month)
        changes = self._people(GATE, 12)[-1]
        services.set_pay(
            auxiliary=changes, starts_on=bounds(month.year, month.month)[1], bank_card=bank_card(1_999_999),
            bank_name="云江农商银行", by=self.clerk,
        )  # fmt: skip
        return run

    def _calculated(self, month: dt.date) -> PayRun:
        run = services.open_run(unit=self.county, month=month, by=self.clerk, pay_day=pay_day_of(month))
        return services.calculate_run(run=run, by=self.clerk, at_once=True)

    def _ordinary(self, month: dt.date) -> None:
        """Road staff work longer than eight hours; the patrol has nights."""
        for order, auxiliary in enumerate(self._people(TRAFFIC, 8)):
            self._input(auxiliary, month, "overtime_150", quantity=Decimal(6 + order % 3))
        for auxiliary in self._people(PATROL, 6):
            self._input(auxiliary, month, "item", item_code="night", quantity=Decimal(5))

    def _people(self, unit: str, count: int) -> list[Auxiliary]:
        rows = Auxiliary.objects.filter(unit__code=unit, status="active").order_by("hired_on", "pk")
        return list(rows[:count])

    def _input(self, auxiliary: Auxiliary, month: dt.date, kind: str, **what: object) -> None:
        services.record_input(auxiliary=auxiliary, month=month, kind=kind, by=self.clerk, **what)  # type: ignore[arg-type]


def _next(month: dt.date) -> dt.date:
    return dt.date(month.year + month.month // 12, month.month % 12 + 1, 1)
