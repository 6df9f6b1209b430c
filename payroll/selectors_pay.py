"""Reads of what pay is reckoned from: schemes with their items, money and budgets, terms, entries of a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from organisation.models import Unit
from payroll.models import (
    Budget,
    DispatchFee,
    FundingSource,
    InsuranceTerms,
    PayAmount,
    PayInput,
    PayItem,
    PayScheme,
    PayslipLine,
    SpecialDeduction,
)
from payroll.pay_words import said_of
from payroll.running.standing_out import spending
from roster.models import Auxiliary

MOST_ENTRIES = 30
ZERO = Value(Decimal(0), DecimalField(max_digits=14, decimal_places=2))


@dataclass(frozen=True, slots=True)
class Money:
    """A source with its budget of the year, what was spent, and what remains."""

    source: FundingSource
    budget: Decimal | None
    spent: Decimal

    @property
    def left(self) -> Decimal | None:
        return None if self.budget is None else self.budget - self.spent


def schemes(user: User) -> QuerySet[PayScheme]:
    """The schemes of the user's units, those in force first."""
    rows = PayScheme.objects.visible_to(user).select_related("unit")
    found: QuerySet[PayScheme] = rows.order_by("unit__path", "-starts_on")
    return found


def whole_scheme(user: User, permission: str | None = None) -> QuerySet[PayScheme]:
    """Schemes with their items and amounts: three queries."""
    amounts = PayAmount.objects.filter(auxiliary=None).select_related("post").order_by("grade", "years", "-starts_on")
    items = PayItem.objects.select_related("source").order_by("rank", "pk")
    of_items = Prefetch("items", items.prefetch_related(Prefetch("amounts", amounts)))
    found: QuerySet[PayScheme] = (
        PayScheme.objects.visible_to(user, permission).select_related("unit").prefetch_related(of_items)
    )
    return found


def money(user: User, year: int) -> list[Money]:
    """The sources of the user's units with budget and spending of a year: four queries."""
    budgets = dict(Budget.objects.visible_to(user).filter(year=year).values_list("source_id", "amount"))
    spent = {source: amount for source, _budget, amount in spending(year)}
    sources = FundingSource.objects.visible_to(user).select_related("unit").order_by("unit__path", "name")
    return [Money(one, budgets.get(one.pk), spent.get(one.pk, Decimal(0))) for one in sources]


def budgets(user: User) -> QuerySet[Budget]:
    """Budgets of the user's sources, each with what released payslips of its year took and what is left: one query."""
    lines = PayslipLine.objects.filter(
        source=OuterRef("source"),
        part__in=("earned", "unit"),
        slip__run__status__in=("released", "issued"),
        slip__run__pay_day__year=OuterRef("year"),
    )
    taken = lines.order_by().values("source").annotate(taken=Sum("amount")).values("taken")
    rows = Budget.objects.visible_to(user).annotate(spent=Coalesce(Subquery(taken), ZERO))
    found: QuerySet[Budget] = rows.annotate(left=F("amount") - F("spent"))
    return found


def terms(user: User) -> list[tuple[InsuranceTerms, str]]:
    """Limits and rates entered by the user's units, each with the name of its insurance, the newest of each first."""
    rows = InsuranceTerms.objects.visible_to(user).select_related("unit")
    return [(row, str(said_of(row.kind, ""))) for row in rows.order_by("unit__path", "kind", "-since")]


def fees(user: User) -> QuerySet[DispatchFee]:
    """Fees of dispatch firms, the newest first."""
    rows = DispatchFee.objects.visible_to(user).select_related("agreement__employer", "agreement__unit", "source")
    found: QuerySet[DispatchFee] = rows.order_by("agreement", "-since")
    return found


def items_for(unit: Unit, day: date, *, but: str = PayItem.Basis.MONTH) -> list[tuple[str, str]]:
    """Code and name of what is entered month by month in the scheme that speaks for a unit: the nearest upward.

    `but`: the basis left out; `given` for the items that have an amount.
    """
    scheme = PayScheme.objects.speaking_for(unit, day)
    if scheme is None:
        return []
    items = PayItem.objects.filter(scheme=scheme).exclude(basis=but)
    return list(items.order_by("rank", "pk").values_list("code", "name"))


def entered_for(auxiliary: Auxiliary, user: User, day: date) -> dict[str, Any]:
    """The newest entries of one person that nobody withdrew, deductions and own amounts that still count: three queries."""
    entries = PayInput.objects.visible_to(user).filter(auxiliary=auxiliary, withdrawn_at=None)
    counts = Q(ends_on=None) | Q(ends_on__gte=day)
    deductions = SpecialDeduction.objects.visible_to(user).filter(counts, auxiliary=auxiliary)
    amounts = PayAmount.objects.visible_to(user).filter(counts, auxiliary=auxiliary).select_related("item")
    return {
        "amounts": list(amounts.order_by("item__rank", "starts_on")),
        "entries": list(entries.order_by("-month", "-pk")[:MOST_ENTRIES]),
        "deductions": list(deductions.order_by("kind", "starts_on")),
    }
