"""The force in figures: how many, of which kind, against the quota and the standard. Every number opens its list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Q

from organisation.models import Unit
from regulations import packs
from regulations.selectors import jurisdictions
from roster.models import Auxiliary, Quota
from roster.selectors import lists

STANDARD = "roster.quota.auxiliaries_per_10000_residents"
YOUNG = 30


@dataclass(frozen=True)
class Force:
    """A unit and all below it on one day."""

    unit: Unit
    total: int
    service: int
    clerical: int
    young: int
    quotas: tuple[Quota, ...]
    standard: packs.Value

    @property
    def young_share(self) -> Decimal | None:
        """Per cent under thirty."""
        return _tenths(Decimal(100 * self.young), self.total)

    @property
    def per_10000(self) -> Decimal | None:
        """Auxiliaries for 10,000 residents, to compare with the standard."""
        return _tenths(Decimal(10_000 * self.total), self.unit.residents or 0)

    @property
    def over_standard(self) -> bool:
        """Compared exactly; what is shown is rounded."""
        residents = self.unit.residents
        return bool(residents) and 10_000 * self.total > self.standard.value * residents


def _tenths(number: Decimal, by: int) -> Decimal | None:
    return (number / by).quantize(Decimal("0.1"), ROUND_HALF_UP) if by else None


def forces(units: Iterable[Unit], user: Any, day: date) -> list[Force]:
    """The figures of these few units, each with everything below it: one query for each and three for all."""
    chosen = list(units)
    quotas, places = _quotas(chosen, day), jurisdictions()
    return [
        Force(
            unit=unit,
            **_count(unit, user, day),
            quotas=tuple(quota for quota in quotas if quota.unit_id == unit.pk),
            standard=packs.at(STANDARD, day=day, pack=places.pack_of(unit.path, day)),
        )
        for unit in chosen
    ]


def _count(unit: Unit, user: Any, day: date) -> dict[str, int]:
    born_after = day.replace(year=day.year - YOUNG, day=28 if (day.month, day.day) == (2, 29) else day.day)
    rows = Auxiliary.objects.visible_to(user).on_strength().below(unit)
    return dict(
        rows.aggregate(
            total=Count("pk"),
            service=Count("pk", filter=Q(category="service")),
            clerical=Count("pk", filter=Q(category="clerical")),
            young=Count("pk", filter=Q(person__born_on__gt=born_after)),
        )
    )


def _quotas(units: list[Unit], day: date) -> list[Quota]:
    rows = Quota.objects.approved().filter(unit__in=units, year=day.year).select_related("unit").order_by("category")
    return lists.with_use(rows)
