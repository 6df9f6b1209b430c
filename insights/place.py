"""Which units and which day the address asks about; outside the reader's units there is nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import User
from core.perms import Perms
from core.scope import under
from organisation.models import Unit

RIGHTS = (Perms.VIEW_AUXILIARIES, Perms.VIEW_REFUSED)
MOST = 300  # units offered in the choice


@dataclass(frozen=True)
class Place:
    """The units counted, each with all below it; the branches they are compared by; and the day."""

    day: dt.date
    code: str
    tops: tuple[Unit, ...]
    branches: tuple[Unit, ...]
    paths: tuple[str, ...]  # in which people may be seen
    refused_paths: tuple[str, ...]  # in which refused attempts may be seen

    @property
    def alone(self) -> Unit | None:
        """The one unit it is about; None where several stand beside each other."""
        return self.tops[0] if len(self.tops) == 1 else None

    @property
    def missing(self) -> bool:
        """A unit was asked for that is not among the reader's."""
        return bool(self.code) and not self.tops


def day_asked(text: str, today: dt.date) -> dt.date:
    """The day of the address, no later than today; today for nothing or nonsense."""
    try:
        return min(dt.date.fromisoformat(text), today) if len(text) == 10 and text[:4] >= "1970" else today
    except ValueError:
        return today


def place_asked(user: User, asked: Mapping[str, str], today: dt.date) -> Place:
    """`?unit=CODE&day=2026-11-22`; without a unit the topmost ones of the reader. One query."""
    code = asked.get("unit", "").replace("\x00", "")[:30]
    rights = [right for right in RIGHTS if user.may(right)]
    paths = sorted({path for right in rights for path in user.unit_paths(right)})
    tops = Q(code=code) if code else Q(path__in=_topmost(paths))
    below = Q(parent__code=code) if code else Q(parent__path__in=_topmost(paths))
    seen = Unit.objects.filter(under(tuple(paths), "path"))  # below the paths of the rights
    rows = list(seen.filter(tops | below).order_by("path"))
    found = tuple(unit for unit in rows if (unit.code == code if code else unit.path in paths))
    branches = tuple(unit for unit in rows if unit not in found) if len(found) == 1 else found
    return Place(
        day=day_asked(asked.get("day", ""), today),
        code=code,
        tops=found,
        branches=branches or found,
        paths=_within(found, user.unit_paths(Perms.VIEW_AUXILIARIES)),
        refused_paths=_within(found, user.unit_paths(Perms.VIEW_REFUSED)),
    )


def choices(user: User) -> list[tuple[str, str]]:
    """Units for the filter, from the top down."""
    right = next(right for right in RIGHTS if user.may(right))
    rows = Unit.objects.visible_to(user, right).order_by("path")
    return list(rows.values_list("code", "name")[:MOST])


def _topmost(paths: list[str]) -> list[str]:
    kept: list[str] = []
    for path in paths:
        if not (kept and path.startswith(kept[-1])):
            kept.append(path)
    return kept


def _within(units: tuple[Unit, ...], held: tuple[str, ...]) -> tuple[str, ...]:
    """Of these units, what the right reaches: the whole of one below a held path, or the held parts below one."""
    found = [unit.path for unit in units if any(unit.path.startswith(path) for path in held)]
    found += [path for path in held for unit in units if path.startswith(unit.path)]
    return tuple(_topmost(sorted(set(found))))
