"""What everybody in a unit has in common: the scheme, the law of the day, terms of the insurances. Few rows, asked for once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from organisation.models import Unit
from payroll.calculating.days import bounds
from payroll.models import (
    KINDS,
    DispatchFee,
    FundingSource,
    InsuranceTerms,
    PayAmount,
    PayItem,
    PayScheme,
)
from payroll.running.facts import Item, Place, Terms
from regulations.packs import PackError, Value
from regulations.querysets import numbers
from regulations.selectors import OwnValues, own_values

# What the reckoning looks up; each value is kept with the run.
LAW = (
    "payroll.tax.year_table",
    "payroll.tax.bonus_table",
    "payroll.tax.bonus_divisor",
    "payroll.tax.basic_deduction_month",
    "payroll.tax.basic_deduction_year",
    "payroll.tax.fund_rate_max",
    "payroll.tax.severance_exempt_multiple",
    "payroll.wages.pay_days_month",
    "payroll.wages.hours_day",
    "payroll.wages.overtime_workday",
    "payroll.wages.overtime_rest_day",
    "payroll.wages.overtime_holiday",
    "payroll.wages.overtime_month_max",
    "payroll.wages.sick_pay_min_share",
    "payroll.wages.sick_pay_normal_share",
    "payroll.wages.damage_max_share",
    "payroll.insurance.late_fee_per_day",
)
MINIMUM, REQUIRED = "payroll.wages.minimum_month", "payroll.insurance.kinds_required"


@dataclass(frozen=True)
class Amount:
    """An amount of an item and for whom it is."""

    grade: str
    post: int | None
    auxiliary: int | None
    years: int
    amount: Decimal

    def fits(self, grade: str, post: int | None, years: int) -> bool:
        return self.grade in ("", grade) and self.post in (None, post) and self.years <= years

    @property
    def weight(self) -> tuple[bool, bool, bool, int]:
        """A person's own amount before that of the post, the grade, everybody; then the longest service."""
        return (self.auxiliary is not None, self.post is not None, self.grade != "", self.years)


@dataclass
class Places:
    """Every scheme, term, fee and source that bears on a run of this unit, ready to be asked without a query."""

    month: date
    last: date
    pay_day: date
    schemes: Mapping[int, PayScheme]
    items: Mapping[int, tuple[Item, ...]]
    amounts: Mapping[tuple[int, str], tuple[Amount, ...]]
    terms: Mapping[tuple[int, str], tuple[InsuranceTerms, ...]]
    fees: Mapping[int, tuple[Decimal, int | None]]
    sources: Mapping[tuple[int, str], int]
    law: OwnValues
    found: list[Place] = field(default_factory=list)
    by_unit: dict[int, tuple[int, PayScheme | None]] = field(default_factory=dict)
    by_key: dict[Any, int] = field(default_factory=dict)
    chosen: dict[Any, dict[str, Decimal]] = field(default_factory=dict)
    looked_up: dict[Any, tuple[Terms | None, InsuranceTerms | None]] = field(default_factory=dict)

    def of(self, unit: int, path: str) -> tuple[int, PayScheme | None]:
        """The number of the place for a unit, and its scheme; no scheme where nobody upward has one."""
        if unit not in self.by_unit:
            self.by_unit[unit] = self._place(path)
        return self.by_unit[unit]

    def _place(self, path: str) -> tuple[int, PayScheme | None]:
        chain = [*reversed(numbers(path))]
        scheme = next((self.schemes[unit] for unit in chain if unit in self.schemes), None)
        if scheme is None:
            return -1, None
        terms = {kind: found for kind in KINDS if (found := self.terms_of(kind, path, self.last)[0]) is not None}
        law = {key: self._value(key, path, self._day(key)) for key in LAW}
        minimum = scheme.minimum_wage
        if minimum is None and (row := self._known(MINIMUM, path, self.last)) is not None:
            minimum = Decimal(row.value)
        required = self._value(REQUIRED, path, self.last)
        key = (
            scheme.pk,
            minimum,
            tuple(sorted(terms.items())),
            required.value,
            tuple(one.since for one in law.values()),
        )
        if key not in self.by_key:
            self.by_key[key] = len(self.found)
            self.found.append(
                Place(
                    scheme=scheme.name,
                    items=self.items.get(scheme.pk, ()),
                    proration=scheme.proration,
                    probation_share=scheme.probation_share,
                    sick_share=scheme.sick_share,
                    minimum_wage=minimum,
                    minimum_has_own_shares=scheme.minimum_has_own_shares,
                    terms=terms,
                    required=tuple(required.value),
                    law=law,
                    day=self.pay_day,
                    local_average=scheme.local_average,
                )
            )
        return self.by_key[key], scheme

    def _day(self, key: str) -> date:
        """Tax follows the day of payment, wages the month worked."""
        return self.pay_day if key.startswith("payroll.tax.") else self.last

    def _value(self, key: str, path: str, day: date) -> Value:
        return self.law.at(key, path=path, day=day)

    def _known(self, key: str, path: str, day: date) -> Value | None:
        try:
            return self._value(key, path, day)
        except PackError:
            return None

    def terms_of(self, kind: str, path: str, day: date) -> tuple[Terms | None, InsuranceTerms | None]:
        """Limits and rates of an insurance for a unit on a day: those of the nearest unit upward, with its row, else the
        law's; nothing where neither says anything."""
        key = (kind, path, day)
        if key not in self.looked_up:
            begun = (
                [row for row in self.terms.get((unit, kind), ()) if row.since <= day]
                for unit in reversed(numbers(path))
            )
            row = next((rows[-1] for rows in begun if rows), None)
            self.looked_up[key] = (self._terms(row) if row else self._terms_of_law(kind, path, day), row)
        return self.looked_up[key]

    @staticmethod
    def _terms(row: InsuranceTerms) -> Terms:
        to_yuan = row.rounding == InsuranceTerms.Rounding.YUAN
        return Terms(row.floor, row.cap, row.own_rate, row.unit_rate, row.own_fixed, to_yuan, row.document[:60])

    def _terms_of_law(self, kind: str, path: str, day: date) -> Terms | None:
        """What the law data announces for the place; nothing is guessed where one of the figures is missing."""
        of = {"maternity": "medical"}.get(kind, kind)
        names = (f"{of}_base_floor", f"{of}_base_cap", f"{kind}_rate_employee", f"{kind}_rate_employer")
        rows = [self._known(f"payroll.insurance.{name}", path, day) for name in names]
        if any(row is None for row in rows):
            return None
        floor, cap, own, unit = (Decimal(row.value) for row in rows if row is not None)
        fixed = self._known("payroll.insurance.medical_fixed_employee", path, day) if kind == "medical" else None
        article = next((cite for row in rows if row is not None for cite in row.cites), "")
        return Terms(floor, cap, own, unit, Decimal(fixed.value) if fixed else Decimal(0), False, article)

    def amounts_for(
        self, scheme: int, grade: str, post: int | None, years: int, own: Iterable[tuple[str, Amount]]
    ) -> dict[str, Decimal]:
        """The amount of each item of the scheme for a grade, a post, years of service, and one person's own."""
        key = (scheme, grade, post, years)
        if key not in self.chosen:
            self.chosen[key] = {}
            for item in self.items.get(scheme, ()):
                fitting = [one for one in self.amounts.get((scheme, item.code), ()) if one.fits(grade, post, years)]
                if fitting:  # changed within the month: the later one, as with the wage of a renewed contract
                    self.chosen[key][item.code] = max(reversed(fitting), key=lambda one: one.weight).amount
        if not own:
            return self.chosen[key]
        return self.chosen[key] | {code: amount.amount for code, amount in own}

    def source_of(self, path: str, kind: str) -> int | None:
        """The nearest unit's source of this kind: what the post is paid from."""
        return next(
            (self.sources[unit, kind] for unit in reversed(numbers(path)) if (unit, kind) in self.sources), None
        )


def terms_by_unit(last: date) -> dict[tuple[int, str], tuple[InsuranceTerms, ...]]:
    """Unit and insurance → its limits and rates until a day, the oldest first: one query."""
    found: dict[tuple[int, str], tuple[InsuranceTerms, ...]] = defaultdict(tuple)
    for row in InsuranceTerms.objects.filter(since__lte=last).order_by("since"):
        found[row.unit_id, row.kind] += (row,)
    return found


def places_for(unit: Unit, month: date, pay_day: date) -> Places:
    """Everything the units of a run have in common: ten queries."""
    first, last = bounds(month.year, month.month)
    around = Q(unit__path__startswith=unit.path) | Q(unit_id__in=numbers(unit.path))
    covering = Q(ends_on__isnull=True) | Q(ends_on__gte=last)
    schemes = {row.unit_id: row for row in PayScheme.objects.filter(around & covering, starts_on__lte=last)}
    ids = [scheme.pk for scheme in schemes.values()]
    items: dict[int, list[Item]] = defaultdict(list)
    for item in PayItem.objects.filter(scheme_id__in=ids).order_by("rank", "pk"):
        items[item.scheme_id].append(
            Item(
                item.code,
                item.name,
                item.kind,
                item.basis,
                item.source_id,
                item.in_probation,
                item.in_overtime,
                item.in_minimum,
            )
        )
    amounts: dict[tuple[int, str], list[Amount]] = defaultdict(list)
    rows = PayAmount.objects.filter(item__scheme_id__in=ids, auxiliary__isnull=True).in_force(first, last)
    columns = ("item__scheme_id", "item__code", "grade", "post_id", "auxiliary_id", "years", "amount")
    for scheme, code, *what in rows.order_by("starts_on", "pk").values_list(*columns):
        amounts[scheme, code].append(Amount(*what))
    return Places(
        month=month,
        last=last,
        pay_day=pay_day,
        schemes=schemes,
        items={scheme: tuple(some) for scheme, some in items.items()},
        amounts={key: tuple(some) for key, some in amounts.items()},
        terms=terms_by_unit(last),
        fees={
            agreement: (fee, source)
            for agreement, fee, source in DispatchFee.objects.filter(since__lte=last)
            .order_by("since")
            .values_list("agreement_id", "a_head", "source_id")
        },
        sources={
            (unit_id, kind): pk
            for unit_id, kind, pk in FundingSource.objects.filter(around)
            .order_by("-pk")
            .values_list("unit_id", "kind", "pk")
        },
        law=own_values(),
    )
