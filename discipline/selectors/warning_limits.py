"""From when a sign counts in which unit: the limits of house policy, and where an office has set its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Final

from discipline.rules import warnings as rules
from discipline.rules.warnings import Limits
from organisation.models import Unit
from regulations.packs import load
from regulations.selectors import own_values

KEYS: Final = "discipline.warnings."
MEDICAL: Final = "roster.health.medical_every_months"
LADDER: Final = "discipline.grades.ladder"


class Policies:
    """The limits of any unit on a day, read once: two queries, and one more where a place has a text of its own.

    `units`: only those of these units, where no others are asked about.
    """

    def __init__(self, day: date, units: Iterable[int] | None = None) -> None:
        self._values, self._day = own_values(units, confirmed=False), day
        self.of = cache(self._read)

    def _read(self, path: str) -> Limits:
        def at(key: str) -> int:
            return int(self._values.at(key, path=path, day=self._day).value)

        numbers = {name: at(KEYS + name) for name in rules.LIMITS}
        top, *_below = self._values.at(LADDER, path=path, day=self._day).value
        return Limits(**numbers, medical_months=at(MEDICAL), top_grade=str(top))

    def places(self) -> list[tuple[str, Limits]]:
        """Units from which on downward other limits may count than above them, the deepest first."""
        paths = {row.unit.path for (_unit, key), rows in self._values.rows.items() if _ours(key) for row in rows}
        packs = {pack for _days, packs in self._values.jurisdictions.rows.values() for pack in packs}
        if any(self._differs(pack) for pack in packs):
            paths |= {*Unit.objects.filter(pk__in=self._values.jurisdictions.rows).values_list("path", flat=True)}
        return [(path, self.of(path)) for path in sorted(paths, key=len, reverse=True)]

    def _differs(self, pack: str) -> bool:
        everywhere = load()
        rows = ((everywhere.row(key, day=self._day, pack=pack), everywhere.row(key, day=self._day)) for key in _keys())
        return any(here.value != there.value for here, there in rows)


def _keys() -> Iterable[str]:
    return (*(KEYS + name for name in rules.LIMITS), MEDICAL, LADDER)


def _ours(key: str) -> bool:
    return key.startswith(KEYS) or key in (MEDICAL, LADDER)
