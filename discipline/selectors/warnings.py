"""Who is warned of, with level, reasons and what was done: a fixed number of queries, cut into pages by the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Case, QuerySet, When

from accounts.models import User
from core.crypto import sealed_in
from core.paging import AnyOf, ByKeys
from discipline.models.warnings import WarningNote
from discipline.querysets.warnings import in_sight
from discipline.rules import warnings as rules
from discipline.rules.warnings import NOT_FOR_THE_PERSON, Known, Level, Limits, Reason
from discipline.selectors.warning_limits import Policies
from discipline.selectors.warning_lists import TOGETHER, by_sign, together
from discipline.selectors.warning_signs import known
from organisation.models import Person
from organisation.selectors import subtree
from regulations.querysets import numbers
from roster.models import Auxiliary


@dataclass(frozen=True, slots=True)
class Warned:
    """Somebody with the level, its reasons by the limits of the unit, what was done last, and what nobody has looked at."""

    auxiliary: Auxiliary
    level: Level
    reasons: tuple[Reason, ...]
    limits: Limits
    note: WarningNote | None
    unanswered: tuple[Reason, ...]

    @property
    def waits(self) -> bool:
        return bool(self.unanswered)


def everybody(user: User) -> QuerySet[Auxiliary]:
    """People on strength of whom the user may read warnings, but for the user."""
    rows = Auxiliary.objects.on_strength().filter(in_sight(user, "unit__path")).select_related("unit", "person")
    return rows.exclude(person=user.person_id) if user.person_id else rows


def people(
    user: User, policies: Policies, day: date, *, unit: str = "", sign: str = ""
) -> QuerySet[Auxiliary] | ByKeys[Auxiliary]:
    """People on strength in sight, by unit and name.

    `sign`: one sign, `any` of them, `red`, `waiting` for those with a reason nobody has looked at (the red ones first
    and told by `is_red`), nothing for everybody. Whoever shows a sign is found by the limits of the own unit.
    """
    rows = everybody(user).filter(subtree(user, unit)).order_by("unit__path", "pk")
    if sign in TOGETHER:
        keys, red = together(rows, policies, day, sign)
        return ByKeys(keys, lambda some: _told(rows, red.intersection(some)).in_bulk(some))
    return _open(by_sign(rows, policies, day, sign) if sign else rows)


def showing(user: User, policies: Policies, day: date, *, unit: str = "", sign: str = "") -> QuerySet[Auxiliary]:
    """The same people in no order, for a list that orders and cuts them itself."""
    found = people(user, policies, day, unit=unit, sign=sign)
    return _open(everybody(user).filter(AnyOf("pk", found.keys))) if isinstance(found, ByKeys) else found.order_by()


def _open(rows: QuerySet[Auxiliary]) -> QuerySet[Auxiliary]:
    return rows.defer(*sealed_in(Auxiliary), *sealed_in(Person, "person__"))


def _told(rows: QuerySet[Auxiliary], red: Collection[int]) -> QuerySet[Auxiliary]:
    return _open(rows).annotate(is_red=Case(When(pk__in=red, then=True), default=False))


def warned(rows: Sequence[Auxiliary], policies: Policies, day: date) -> list[Warned]:
    """Level and reasons of each of these people (unit and person joined), in their order: five queries."""
    limits = {row.pk: policies.of(row.unit.path) for row in rows}
    windows: dict[int, list[Auxiliary]] = defaultdict(list)  # one, unless offices set their own
    for row in rows:
        windows[limits[row.pk].window_days].append(row)
    told: dict[int, Known] = {}
    for days, some in windows.items():
        told |= known(some, day - timedelta(days=days), day)
    notes = _notes([row.pk for row in rows])
    return [_of(row, told[row.pk], limits[row.pk], notes.get(row.pk), day) for row in rows]


def _of(row: Auxiliary, told: Known, limits: Limits, note: WarningNote | None, day: date) -> Warned:
    reasons = rules.reasons(told, limits, day)
    left = rules.unanswered(reasons, note.signs if note else ())
    return Warned(row, rules.level(reasons, limits), reasons, limits, note, left)


def own(auxiliary: Auxiliary, day: date) -> Warned:
    """What stands out about oneself, as far as it is told."""
    (found,) = warned([auxiliary], Policies(day, numbers(auxiliary.unit.path)), day)
    told = tuple(one for one in found.reasons if one.sign not in NOT_FOR_THE_PERSON)
    return replace(found, reasons=told, level=rules.level(told, found.limits))


def _notes(keys: Collection[int]) -> Mapping[int, WarningNote]:
    newest = WarningNote.objects.filter(auxiliary__in=keys).order_by("auxiliary", "-pk").distinct("auxiliary")
    return {row.auxiliary_id: row for row in newest.select_related("person").defer(*sealed_in(Person, "person__"))}
