"""Which law a unit follows on a day: its pack, its bans, its own values. Few rows, so bulk work asks once and keeps."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from core.perms import Perms
from core.scope import under
from organisation.models import Unit, UnitJurisdiction
from regulations.models import BanLift, Confirmation, LocalBan, LocalValue
from regulations.open_points import Identity
from regulations.packs import NATION, PackError, Value, load
from regulations.packs.types import UNITS
from regulations.querysets import numbers

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Jurisdictions:
    """Every dated row unit → pack, ready to be asked for any unit and day without a query."""

    rows: Mapping[int, tuple[tuple[date, ...], tuple[str, ...]]]

    def pack_of(self, path: str, day: date) -> str:
        """The newest row of the nearest unit upward; the nation where none has begun."""
        for number in reversed(numbers(path)):
            days, packs = self.rows.get(number, ((), ()))
            if place := bisect_right(days, day):
                return packs[place - 1]
        return NATION


def jurisdictions(units: Iterable[int] | None = None) -> Jurisdictions:
    """All rows, or only those of some units: one query."""
    found: dict[int, list[tuple[date, str]]] = defaultdict(list)
    rows = UnitJurisdiction.objects.all() if units is None else UnitJurisdiction.objects.filter(unit_id__in=[*units])
    for unit, since, pack in rows.values_list("unit_id", "since", "pack"):
        found[unit].append((since, pack))
    kept = {unit: tuple(zip(*sorted(pairs), strict=True)) for unit, pairs in found.items()}
    return Jurisdictions(kept)  # type: ignore[arg-type]


def unit_pack(unit: Unit, day: date) -> str:
    """The code of the pack the unit follows on the day."""
    return jurisdictions(numbers(unit.path)).pack_of(unit.path, day)


@dataclass(frozen=True, slots=True)
class Ban:
    """A ban as the decision sees it."""

    id: int
    unit: int
    unit_name: str
    duty: str
    since: date
    until: date | None
    reason: str

    def on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Bans:
    """Every approved ban, ready to be asked for any unit and day without a query."""

    rows: Mapping[int, tuple[Ban, ...]]

    def of(self, path: str, day: date) -> tuple[Ban, ...]:
        return tuple(ban for number in numbers(path) for ban in self.rows.get(number, ()) if ban.on(day))


def bans(units: Iterable[int] | None = None) -> Bans:
    """All approved bans, or only those of some units, shortened where they were lifted: one query."""
    rows = LocalBan.objects.approved() if units is None else LocalBan.objects.approved().filter(unit_id__in=[*units])
    found: dict[int, list[Ban]] = defaultdict(list)
    for row in rows.values_list(
        "id", "unit_id", "unit__name", "duty", "since", "until", "reason", "lifts__last_day", "lifts__approved_at"
    ):
        ban, lifted_on, lifted_at = Ban(*row[:7]), row[7], row[8]
        if lifted_at is not None and (ban.until is None or lifted_on < ban.until):
            ban = replace(ban, until=lifted_on)
        found[ban.unit].append(ban)
    return Bans({unit: _shortest(some) for unit, some in found.items()})


def _shortest(rows: list[Ban]) -> tuple[Ban, ...]:
    """One entry a ban: a declined lifting beside an approved one must not lengthen it again."""
    kept: dict[int, Ban] = {}
    for ban in rows:
        before = kept.get(ban.id)
        if before is None or (ban.until or date.max) < (before.until or date.max):
            kept[ban.id] = ban
    return tuple(kept.values())


def bans_for(unit: Unit, day: date) -> tuple[Ban, ...]:
    """The bans that bind the unit on the day: its own and those from above."""
    return bans(numbers(unit.path)).of(unit.path, day)


@dataclass(frozen=True)
class OwnValues:
    """Every approved local value and confirmed value, ready to be asked for any unit and day without a query."""

    rows: Mapping[tuple[int, str], tuple[LocalValue, ...]]
    confirmed: frozenset[tuple[int, str, str, date]]
    jurisdictions: Jurisdictions

    def at(self, key: str, *, path: str, day: date) -> Value:
        """The office's own value where two persons set one, else that of its pack. Law that was read is never replaced.

        Raises PackError when neither the packs nor the office say anything.
        """
        known = load().row(key, day=day, pack=self.jurisdictions.pack_of(path, day))
        if not known.to_be_confirmed:
            return known
        chain = numbers(path)
        for unit in reversed(chain):
            begun = [row for row in self.rows.get((unit, key), ()) if row.since <= day and (row.until or day) >= day]
            if known.open:  # a new year is supplied anew: what was set before its first day does not run on
                begun = [row for row in begun if row.since >= known.since]
            if begun:
                return _own(known, max(begun, key=lambda row: (row.since, row.pk)))
        if known.open:
            return load().at(key, day=day, pack=known.pack)  # raises: nobody supplied it
        if any((unit, key, known.pack, known.since) in self.confirmed for unit in chain):
            return replace(known, confidence="A")
        return known


def own_values(units: Iterable[int] | None = None, *, key: str = "", confirmed: bool = True) -> OwnValues:
    """All approved values of our own, or those of some units and one key: three queries.

    `confirmed=False`: two, for whoever asks only how much, not how sure.
    """
    values, confirmations = LocalValue.objects.approved(), Confirmation.objects.approved()
    confirmations = confirmations.filter(kind=Confirmation.Kind.VALUE)
    if units is not None:
        units = [*units]
        values, confirmations = values.filter(unit_id__in=units), confirmations.filter(unit_id__in=units)
    if key:
        values, confirmations = values.filter(key=key), confirmations.filter(key=key)
    rows: dict[tuple[int, str], list[LocalValue]] = defaultdict(list)
    for row in values.select_related("unit"):
        rows[row.unit_id, row.key].append(row)
    return OwnValues(
        {place: tuple(some) for place, some in rows.items()},
        frozenset(confirmations.values_list("unit_id", "key", "pack", "row_since") if confirmed else ()),
        jurisdictions(units),
    )


def value_for(key: str, *, unit: Unit, day: date) -> Value:
    """The value that counts in the unit on the day: its own where two persons set one, else its pack's."""
    return own_values(numbers(unit.path), key=key).at(key, path=unit.path, day=day)


def _own(known: Value, local: LocalValue) -> Value:
    value: Any = local.value
    if UNITS[known.unit] is Decimal:
        value = Decimal(value)
    return replace(known, value=value, since=local.since, confidence="A", cites=(), pack=local.unit.code, open=False)


def confirmed_for(user: User) -> dict[Identity, Confirmation]:
    """What the offices of this user, or those above them, have confirmed: kind, pack, key, first day."""
    rows = Confirmation.objects.visible_to(user).approved().select_related("unit", "proposed_by", "approved_by")
    return {(row.kind, row.pack, row.key, row.row_since): row for row in rows}


@dataclass(frozen=True)
class LocalRules:
    """What binds the reader's units: bans and values as written, and what waits for a second person."""

    bans: QuerySet[Any]
    values: QuerySet[Any]
    lifts: QuerySet[Any]
    confirmations: QuerySet[Any]


def local_rules(user: User) -> LocalRules:
    people = ("proposed_by", "approved_by", "declined_by")
    mine = {model: model.objects.visible_to(user).order_by("-id") for model in (LocalBan, LocalValue, Confirmation)}
    lifts = BanLift.objects.visible_to(user).order_by("-id")
    return LocalRules(
        bans=mine[LocalBan].select_related("unit", *people).prefetch_related("lifts"),
        values=mine[LocalValue].select_related("unit", *people),
        lifts=lifts.waiting().select_related("ban__unit", *people),
        confirmations=mine[Confirmation].waiting().select_related("unit", *people),
    )


def places_of(user: User) -> QuerySet[UnitJurisdiction]:
    """The jurisdiction rows of the reader's units, of those below and of those above, newest first."""
    paths = user.unit_paths(Perms.VIEW_LAW)
    above = {number for path in paths for number in numbers(path)}
    bound = under(paths, "unit__path") | Q(unit_id__in=above)
    return UnitJurisdiction.objects.filter(bound).select_related("unit", "set_by").order_by("-since", "unit__path")


def home_pack(user: User, day: date) -> str:
    """The pack of the topmost unit on which the user reads the law: where the pages begin."""
    paths = user.unit_paths(Perms.VIEW_LAW)
    return jurisdictions(numbers(paths[0])).pack_of(paths[0], day) if paths else NATION


def waiting_for(user: User) -> int:
    """How many proposals wait for this user's approval: none of them their own."""
    return sum(
        model.objects.visible_to(user, Perms.APPROVE_LOCAL_RULE).waiting().exclude(proposed_by=user.person_id).count()
        for model in (LocalBan, BanLift, LocalValue, Confirmation)
    )


__all__ = [
    "Ban",
    "Bans",
    "Jurisdictions",
    "OwnValues",
    "PackError",
    "bans",
    "bans_for",
    "confirmed_for",
    "home_pack",
    "jurisdictions",
    "local_rules",
    "own_values",
    "places_of",
    "unit_pack",
    "value_for",
    "waiting_for",
]
