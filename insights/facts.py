"""The counts behind the charts of one page, each asked for once and only when a chart needs it."""

from __future__ import annotations

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from accounts.models import User
from core.perms import Perms
from insights import counting
from insights.counting import Ends, Month
from insights.place import Place
from organisation.models import Unit
from regulations import packs
from regulations.selectors import jurisdictions
from roster.models import Quota
from roster.selectors.figures import STANDARD

PEOPLE, REFUSED = Perms.VIEW_AUXILIARIES, Perms.VIEW_REFUSED


def tenths(number: Decimal | int, by: int) -> Decimal | None:
    """A quotient with one decimal; None for nothing to divide by."""
    return (Decimal(number) / by).quantize(Decimal("0.1"), ROUND_HALF_UP) if by else None


class Facts:
    """What is known of a place on its day, as far as this reader may know it."""

    def __init__(self, user: User, place: Place) -> None:
        self.user, self.place = user, place

    def may(self, right: str) -> bool:
        return bool(self.user.may(right))

    @cached_property
    def people(self) -> dict[str, int]:
        return counting.composition(self.place)

    @cached_property
    def total(self) -> int:
        return self.people["total"]

    @property
    def young(self) -> int:
        """Under thirty."""
        return self.people["age_25"] + self.people["age_30"]

    @property
    def young_share(self) -> Decimal | None:
        return tenths(100 * self.young, self.total)

    @cached_property
    def units(self) -> dict[int, Counter[str]]:
        return counting.by_unit(self.place)

    def strength_of(self, unit: Unit) -> int:
        return sum(self.units[unit.pk].values())

    @cached_property
    def compared(self) -> list[Unit]:
        """The units asked for and their branches, each once, from the top down."""
        return [*self.place.tops, *(unit for unit in self.place.branches if unit not in self.place.tops)]

    @cached_property
    def quotas(self) -> list[tuple[Quota, int]]:
        """Approved quotas of the year with how many they count on the day."""
        rows = Quota.objects.visible_to(self.user).approved().filter(unit__in=self.compared, year=self.place.day.year)
        found = []
        for quota in rows.select_related("unit").order_by("unit__path", "category"):
            counted = self.units[quota.unit_id]
            used = sum(counted.values()) if quota.category == Quota.Category.ANY else counted[quota.category]
            found.append((quota, used))
        return found

    @cached_property
    def standards(self) -> dict[int, packs.Value]:
        """The standard that counts for each unit on the day."""
        places, day = jurisdictions(), self.place.day
        return {unit.pk: packs.at(STANDARD, day=day, pack=places.pack_of(unit.path, day)) for unit in self.compared}

    def rate_of(self, unit: Unit) -> Decimal | None:
        """Auxiliaries for 10,000 residents."""
        return tenths(10_000 * self.strength_of(unit), unit.residents or 0)

    def over_standard(self, unit: Unit) -> bool:
        """Compared exactly; what is shown is rounded."""
        return bool(unit.residents) and 10_000 * self.strength_of(unit) > self.standards[unit.pk].value * unit.residents

    @cached_property
    def funding(self) -> dict[str, Counter[str]]:
        return counting.by_funding(self.place)

    @cached_property
    def turnover(self) -> tuple[Counter[Month], Counter[Month]]:
        return counting.turnover(self.user, self.place)

    @cached_property
    def ends(self) -> Ends:
        return counting.contract_ends(self.user, self.place)

    @cached_property
    def refused(self) -> Counter[str]:
        return counting.refused(self.user, self.place)
