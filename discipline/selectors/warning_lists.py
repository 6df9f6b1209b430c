"""Who shows any sign, a red one, or one that nobody has looked at: every sign is looked for once, then put together here.

As one condition of the database each sign would be looked for again in the count, in the level and in the order.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any, Final

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, IntegerField, Max, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from discipline.models.warnings import WarningNote
from discipline.rules.warnings import Level, Limits, Sign
from discipline.selectors.warning_limits import Policies
from discipline.selectors.warning_signs import Found, standing_out
from roster.models import Auxiliary

ANY: Final = "any"
RED: Final = "red"
WAITING: Final = "waiting"
TOGETHER: Final = (ANY, RED, WAITING)
FEW: Final = 1_000  # of so many people the records are asked by their keys, of more in the whole house
NO_NOTE: Final = Value(None, output_field=TextField())
YELLOW_BIT: Final = {sign: 1 << place for place, sign in enumerate(Sign)}  # at least yellow
RED_BIT: Final = {sign: bit << len(YELLOW_BIT) for sign, bit in YELLOW_BIT.items()}
AT_LEAST_YELLOW: Final = sum(YELLOW_BIT.values())


def by_sign(rows: QuerySet[Auxiliary], policies: Policies, day: date, sign: str) -> QuerySet[Auxiliary]:
    """Those of the rows who show this sign, each by the limits of the own unit."""
    rows, kinds = _kinds(rows, policies)
    shown = Q(pk__in=[])
    for at, limits in enumerate(kinds):
        for one in standing_out(limits, day):
            if one.sign == sign:
                shown |= Q(kind=at, pk__in=one.rows.values(one.whose))
    return rows.filter(shown)


def together(rows: QuerySet[Auxiliary], policies: Policies, day: date, asked: str) -> tuple[list[int], frozenset[int]]:
    """Keys of those of the rows who show any sign, are red, or wait, and which of them are red: two queries.

    In the order of the rows; who waits: the red ones first.
    """
    rows, kinds = _kinds(rows, policies)
    shown: dict[int, bool] = {}
    for key, kind, bits, looked_at in _bits(rows, kinds, day):
        if asked != WAITING or bits & ~looked_at:
            shown[key] = _is_red(bits, kinds[kind].yellows_make_red)
    red = [key for key, is_red in shown.items() if is_red]
    if asked == ANY:
        return [*shown], frozenset(red)
    others = [key for key, is_red in shown.items() if not is_red] if asked == WAITING else []
    return [*red, *others], frozenset(red)


def _kinds(rows: QuerySet[Auxiliary], policies: Policies) -> tuple[QuerySet[Auxiliary], list[Limits]]:
    """The different limits that count somewhere, and of each person which of them."""
    others = policies.places()
    kinds = list(dict.fromkeys([policies.of(""), *(limits for _path, limits in others)]))
    where = [When(unit__path__startswith=path, then=Value(kinds.index(limits))) for path, limits in others]
    return rows.annotate(kind=Case(*where, default=Value(0), output_field=IntegerField())), kinds


def _bits(rows: QuerySet[Auxiliary], kinds: Sequence[Limits], day: date) -> Iterator[tuple[int, int, int, int]]:
    """Key, kind of limits, all signs as one number, and those that were looked at, of whoever shows one: two queries."""
    of_units = rows.order_by().values("unit__path", "kind").annotate(keys=ArrayAgg("pk", order_by="pk"))
    people = list(of_units.order_by("unit__path").values_list("kind", "keys"))  # a row a unit, not one a person
    everybody = [key for _kind, keys in people for key in keys]
    few = everybody if len(everybody) <= FEW else None
    parts = [_of(few, _newest(), "auxiliary")]
    for at, limits in enumerate(kinds):
        here = rows.order_by().filter(kind=at).values("pk") if len(kinds) > 1 else few
        for one in standing_out(limits, day):
            parts.append(_of(here, one.rows, one.whose).values_list(one.whose, _bit(one), NO_NOTE))
    shown, looked_at, read = defaultdict[int, int](int), dict[int, int](), cache(_bits_of)
    for key, bit, note in parts[0].union(*parts[1:], all=True):
        if note is None:
            shown[key] |= bit
        else:
            looked_at[key] = read(note)
    pairs = ((key, kind) for kind, keys in people for key in keys if key in shown)
    return ((key, kind, shown[key], looked_at.get(key, 0)) for key, kind in pairs)


def _of(people: Any, rows: QuerySet[Any, Any], whose: str) -> QuerySet[Any, Any]:
    """The rows of these people; none named: of the whole house."""
    return rows if people is None else rows.filter(**{f"{whose}__in": people})


def _bit(found: Found) -> Any:
    yellow, red = YELLOW_BIT[found.sign], YELLOW_BIT[found.sign] | RED_BIT[found.sign]
    if found.red is None:
        return Value(yellow)
    return Case(When(found.red, then=red), default=yellow, output_field=IntegerField())


def _is_red(bits: int, yellows_make_red: int) -> bool:
    """By one red sign, or by so many that stand out."""
    return bits > AT_LEAST_YELLOW or bits.bit_count() >= yellows_make_red


def _newest() -> QuerySet[Any, Any]:
    """The newest note of each: a yellow sign that turned red since is new."""
    newest = WarningNote.objects.order_by().values("auxiliary").annotate(newest=Max("pk")).values("newest")
    notes = WarningNote.objects.order_by().filter(pk__in=newest)
    return notes.values_list("auxiliary", Value(0), Cast("signs", TextField()))


def _bits_of(signs: str) -> int:
    """The bits of `["contract:yellow", …]`; what was looked at as red was looked at as yellow."""
    found = 0
    for code in json.loads(signs):
        sign, _colon, level = code.partition(":")
        found |= YELLOW_BIT[sign] | (RED_BIT[sign] if level == Level.RED else 0)
    return found
