"""What auxiliaries cost a unit in a year, and what insurance for everybody would cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from accounts.models import User
from core.charts import Chart, Row, TableLine, bars
from core.perms import Perms
from organisation.models import Unit
from payroll.calculating.answers import fen
from payroll.calculating.days import bounds
from payroll.calculating.insurance import FUND, SOCIAL, Scheme
from payroll.comparing.everybody import Bare, Missing, cost_of_everybody
from payroll.lists.asked import Asked
from payroll.lists.comparing import Found
from payroll.lists.showing import amount_said
from payroll.models import Payslip
from regulations.selectors import value_for

LEAST_RATE = "payroll.housing_fund.rate_min"
BARS = 12


def costs_of(user: User, asked: Asked) -> QuerySet[Any]:
    """A row for each unit: what released runs of the year to the end of the month paid, and the unit bore besides.

    `months`: months of one person; a payslip that was taken back counts neither. Needs the right to read pay.
    """
    year = Q(month__gte=asked.month.replace(month=1), month__lte=asked.month)
    rows = Payslip.objects.valid().visible_to(user, Perms.VIEW_PAY).filter(year, asked.inside)
    counted = Count("pk", filter=Q(reverses__isnull=True)) - Count("pk", filter=Q(reverses__isnull=False))
    found = rows.values("unit_id", "unit__name", "unit__code").annotate(
        paid=Sum("gross"), besides=Sum("cost"), all=Sum("gross") + Sum("cost"), months=counted,
        heads=Count("auxiliary_id", distinct=True),
    )  # fmt: skip
    return found.order_by(F("all").desc(), "unit_id")


def with_average(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each row with what a person costs a month on average, half-up to the fen."""
    return [{**row, "average": fen(row["all"] / row["months"]) if row["months"] > 0 else None} for row in rows]


def total_of(rows: QuerySet[Any]) -> dict[str, Any]:
    """The sums of all rows, whatever page is shown."""
    found = list(rows.values_list("paid", "besides", "months"))
    paid, besides = (sum((row[place] for row in found), Decimal(0)) for place in (0, 1))
    return {"paid": paid, "besides": besides, "all": paid + besides, "months": sum(row[2] for row in found)}


def chart(rows: Sequence[Mapping[str, Any]]) -> Chart | None:
    """The dearest units: pay, and what they bear besides."""
    series = (_("Pay"), _("Borne by the unit besides"))
    some = [Row(row["unit__name"], (row["paid"], row["besides"]), shown=amount_said(row["all"])) for row in rows[:BARS]]
    lines = [
        TableLine(row["unit__name"], (amount_said(row["paid"]), amount_said(row["besides"]), amount_said(row["all"])))
        for row in rows[:BARS]
    ]
    head = (_("Unit"), *series, _("Together"))
    title, says = _("Cost of auxiliaries by unit"), _("What each unit spent on auxiliaries this year.")
    return Chart("pay-cost", title, says, bars(some, series), head, tuple(lines)) if rows else None


@dataclass(frozen=True, slots=True)
class Everybody:
    """What insurance for everybody would cost a month: by insurance and by unit, and what had to be left open."""

    kinds: Sequence[Missing]
    units: Sequence[tuple[str, int, Decimal]]
    people: int
    month: Decimal
    unknown: int
    at_least: bool
    hidden: bool  # so few people that the sum would tell the pay of one

    @property
    def year(self) -> Decimal:
        return self.month * 12


def everybody(asked: Asked, found: Found) -> Everybody:
    """The people who lack an insurance times the place's rates; the housing fund at least at the rate of HFR 18."""
    last = bounds(asked.month.year, asked.month.month)[1]
    rate = Decimal(value_for(LEAST_RATE, unit=asked.tops[0], day=last).value)
    lowest = {FUND: Scheme(FUND, rate, rate, article="HFR 18")}
    bare = [one for one in found.bare if one.lacking]
    kinds = cost_of_everybody(bare, (*SOCIAL, FUND), lowest=lowest)
    by_unit: dict[int, list[Bare]] = defaultdict(list)
    for one in bare:
        by_unit[one.unit].append(one)
    names = dict(Unit.objects.filter(pk__in=by_unit).values_list("pk", "name"))
    units = [
        (names[unit], len(people), _sum(cost_of_everybody(people, (*SOCIAL, FUND), lowest=lowest)))
        for unit, people in by_unit.items()
        if len(people) >= asked.least
    ]
    return Everybody(
        [one for one in kinds if one.people >= asked.least],
        sorted(units, key=lambda row: (-row[2], row[0])),
        len(bare),
        _sum(kinds),
        sum(one.unknown for one in kinds),
        any(one.at_least for one in kinds),
        0 < len(bare) < asked.least,
    )


def _sum(kinds: Iterable[Missing]) -> Decimal:
    return sum((one.by_unit for one in kinds), Decimal(0))
