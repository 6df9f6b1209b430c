"""Who is told: those nearest above the record who can put it right; when they are silent, those who watch over them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from django.db.models import Q

from accounts.models import UnitUserPermission, User
from core import deadlines
from core.perms import Perms

Pairs = list[tuple[int, int]]  # (unit, user)


@dataclass(frozen=True)
class Holders:
    """Users who see reminders, by the path of the unit on which they hold the right."""

    acting: Mapping[str, tuple[int, ...]]  # may also change files there: HR
    watching: Mapping[str, tuple[int, ...]]  # may only look: supervisors, the higher organ
    by_right: Mapping[str, Mapping[str, tuple[int, ...]]] = field(default_factory=dict)  # of sources with a right

    def in_charge(self, path: str) -> tuple[int, ...]:
        """The nearest who can put it right; failing that, the nearest who can see it."""
        return _nearest(self.acting, path) or _nearest(self.watching, path)

    def above(self, path: str) -> tuple[int, ...]:
        """The nearest who watch: told when nobody answered in time."""
        return _nearest(self.watching, path)

    def holding(self, right: str, path: str) -> tuple[int, ...]:
        """The nearest who hold this right."""
        return _nearest(self.by_right.get(right, {}), path)


@dataclass(frozen=True)
class Circle:
    """Sources whose notices the same people are told of. No right: those that the keepers of the files are told of."""

    right: str
    above: str
    codes: tuple[str, ...]  # with no right: the codes that are not of this circle

    @property
    def notices(self) -> Q:
        return Q(source__in=self.codes) if self.right else ~Q(source__in=self.codes)


def circles() -> list[Circle]:
    """The usual circle first, then those of the sources that name a right of their own."""
    named: dict[tuple[str, str], list[str]] = defaultdict(list)
    for source in deadlines.sources():
        if source.right:
            named[source.right, source.above].append(source.code)
    every = tuple(code for codes in named.values() for code in codes)
    return [Circle("", "", every), *(Circle(*rights, tuple(codes)) for rights, codes in named.items())]


def holders() -> Holders:
    """Everybody's right to see reminders, and the rights that sources name, in one query."""
    special = {right for circle in circles() for right in (circle.right, circle.above) if right}
    wanted = {Perms.VIEW_REMINDERS, Perms.EDIT_AUXILIARIES, *special}
    rows = UnitUserPermission.objects.filter(permission__codename__in=wanted, user__is_active=True)
    held: dict[tuple[str, int], set[str]] = defaultdict(set)
    for path, user, right in rows.values_list("content_object__path", "user_id", "permission__codename"):
        held[path, user].add(right)
    acting: dict[str, list[int]] = defaultdict(list)
    watching: dict[str, list[int]] = defaultdict(list)
    by_right: dict[str, dict[str, list[int]]] = {right: defaultdict(list) for right in special}
    for (path, user), rights in sorted(held.items()):
        if Perms.VIEW_REMINDERS in rights:
            (acting if Perms.EDIT_AUXILIARIES in rights else watching)[path].append(user)
        for right in rights & special:
            by_right[right][path].append(user)
    return Holders(_frozen(acting), _frozen(watching), {right: _frozen(some) for right, some in by_right.items()})


def nearest_holders(permission: str, path: str, *, but: User | None = None) -> tuple[int, ...]:
    """Active users who hold a right on the unit of this path, or else on the nearest one above it.

    `but`: only other natural persons than this one, as a second pair of eyes has to be.
    """
    held: dict[str, list[int]] = defaultdict(list)
    rows = UnitUserPermission.objects.filter(permission__codename=permission, user__is_active=True)
    if but is not None:
        rows = rows.filter(user__person__isnull=False).exclude(user=but)
        rows = rows.exclude(user__person=but.person_id) if but.person_id else rows.none()
    rows = rows.filter(content_object__path__in=[*_upwards(path)])
    for step, user in rows.values_list("content_object__path", "user_id").distinct():
        held[step].append(user)
    return _nearest(_frozen(held), path)


def nearest_fit(permission: str, path: str, fits: Callable[[User], bool]) -> tuple[int, ...]:
    """Active users who hold a right on the unit of this path and may act in the matter, or else those on the nearest unit
    above: where all who are near are themselves concerned, it is told further up."""
    rows = UnitUserPermission.objects.filter(permission__codename=permission, user__is_active=True)
    rows = rows.filter(content_object__path__in=[*_upwards(path)])
    pairs = sorted(set(rows.values_list("content_object__path", "user_id")))
    fit = {pk for pk, user in User.objects.in_bulk({user for _path, user in pairs}).items() if fits(user)}
    held: dict[str, list[int]] = defaultdict(list)
    for step, user in pairs:
        if user in fit:
            held[step].append(user)
    return _nearest(_frozen(held), path)


def pairs_in_charge(found: Holders, units: Iterable[tuple[int, str]], circle: Circle) -> Pairs:
    told = partial(found.holding, circle.right) if circle.right else found.in_charge
    return [(unit, user) for unit, path in units for user in told(path)]


def pairs_above(found: Holders, units: Iterable[tuple[int, str]], circle: Circle) -> Pairs:
    told = partial(found.holding, circle.above) if circle.right else found.above
    return [(unit, user) for unit, path in units for user in told(path)]


def _nearest(held: Mapping[str, tuple[int, ...]], path: str) -> tuple[int, ...]:
    return next((held[step] for step in _upwards(path) if step in held), ())


def _upwards(path: str) -> Iterator[str]:
    """`1.5.9.` → `1.5.9.`, `1.5.`, `1.`"""
    parts = path.rstrip(".").split(".")
    for length in range(len(parts), 0, -1):
        yield ".".join(parts[:length]) + "."


def _frozen(held: Mapping[str, list[int]]) -> dict[str, tuple[int, ...]]:
    return {path: tuple(users) for path, users in held.items()}
