"""Who is warned of, with level, reasons and what was done: a fixed number of queries, cut into pages by the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import reduce
from operator import add, or_
from typing import Final

from django.db.models import Case, IntegerField, JSONField, OuterRef, Q, QuerySet, Subquery, Value, When

from accounts.models import User
from core.crypto import sealed_in
from discipline.models.warnings import WarningNote
from discipline.querysets.warnings import in_sight
from discipline.rules import warnings as rules
from discipline.rules.warnings import NOT_FOR_THE_PERSON, Known, Level, Limits, Reason
from discipline.selectors.warning_limits import Policies
from discipline.selectors.warning_signs import known, standing_out
from organisation.models import Person
from organisation.selectors import subtree
from regulations.querysets import numbers
from roster.models import Auxiliary

ANY: Final = "any"
RED: Final = "red"
WAITING: Final = "waiting"
NOBODY: Final = Q(pk__in=[])


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


def people(user: User, policies: Policies, day: date, *, unit: str = "", sign: str = "") -> QuerySet[Auxiliary]:
    """People on strength in sight, by unit and name.

    `sign`: one sign, `any` of them, `red`, `waiting` for those with a reason nobody has looked at (the red ones first
    and told by `is_red`), nothing for everybody. Whoever shows a sign is found by the limits of the own unit.
    """
    rows = everybody(user).filter(subtree(user, unit))
    order = ["unit__path", "pk"]
    if sign:
        rows, kinds = _kinds(rows, policies)
        if sign in (RED, WAITING):
            rows, red = _red(rows, kinds, day)
        if sign == RED:
            rows = rows.filter(red)
        elif sign == WAITING:
            rows = _waiting(rows, kinds, day).annotate(is_red=Case(When(red, then=True), default=False))
            order = ["-is_red", *order]
        else:
            rows = rows.filter(_by_kind(kinds, lambda _at, limits: _shows(limits, day, sign)))
    return rows.defer(*sealed_in(Auxiliary), *sealed_in(Person, "person__")).order_by(*order)


def _kinds(rows: QuerySet[Auxiliary], policies: Policies) -> tuple[QuerySet[Auxiliary], list[Limits]]:
    """The different limits that count somewhere, and of each person which of them."""
    others = policies.places()
    kinds = list(dict.fromkeys([policies.of(""), *(limits for _path, limits in others)]))
    where = [When(unit__path__startswith=path, then=Value(kinds.index(limits))) for path, limits in others]
    return rows.alias(kind=Case(*where, default=Value(0), output_field=IntegerField())), kinds


def _by_kind(kinds: Sequence[Limits], condition: Callable[[int, Limits], Q]) -> Q:
    """The condition by the limits that count for each person."""
    if len(kinds) == 1:
        return condition(0, kinds[0])
    return reduce(or_, (Q(kind=at) & condition(at, limits) for at, limits in enumerate(kinds)))


def _shows(limits: Limits, day: date, sign: str) -> Q:
    yellow = standing_out(limits, day, red=False)
    return reduce(or_, yellow.values()) if sign == ANY else yellow.get(sign, NOBODY)


def _red(rows: QuerySet[Auxiliary], kinds: Sequence[Limits], day: date) -> tuple[QuerySet[Auxiliary], Q]:
    """Whoever shows a red sign, or as many as make red together."""
    for at, limits in enumerate(kinds):
        shown = [Case(When(one, then=1), default=0) for one in standing_out(limits, day, red=False).values()]
        rows = rows.alias(**{f"signs_{at}": reduce(add, shown)})

    def red(at: int, limits: Limits) -> Q:
        several = Q(**{f"signs_{at}__gte": limits.yellows_make_red})
        return reduce(or_, standing_out(limits, day, red=True).values(), several)

    return rows, _by_kind(kinds, red)


def _waiting(rows: QuerySet[Auxiliary], kinds: Sequence[Limits], day: date) -> QuerySet[Auxiliary]:
    """Whoever shows a sign that the last note does not speak of; a yellow one that turned red is new."""
    newest = WarningNote.objects.filter(auxiliary=OuterRef("pk")).order_by("-pk").values("signs")[:1]
    rows = rows.alias(answered=Subquery(newest, output_field=JSONField()))

    def waits(_at: int, limits: Limits) -> Q:
        yellow, red = (standing_out(limits, day, red=is_red) for is_red in (False, True))
        new = [one & ~_answered(f"{sign}:red", f"{sign}:yellow") for sign, one in yellow.items()]
        worse = [one & ~_answered(f"{sign}:red") for sign, one in red.items()]
        return reduce(or_, [*new, *worse])

    return rows.filter(_by_kind(kinds, waits))


def _answered(*codes: str) -> Q:
    return Q(answered__isnull=False) & reduce(or_, (Q(answered__contains=[code]) for code in codes))


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
