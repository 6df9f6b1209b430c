"""The world the principals look at: one object of each kind, and one of each kind in every place.

Rooms add theirs in `worlds/<room>.py`: `objects(cast)`; for the positions `everywhere(cast, place)` and `own(cast, who)`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module
from typing import Any

from django.test import Client

from accounts import second_factor
from accounts import services as accounts
from accounts.models import User
from core.actors import SYSTEM
from organisation.models import Unit
from organisation.services import close_unit, open_unit
from tests.cast import LONG_AGO, PRINCIPALS, Cast, sign_in
from tests.permissions import worlds
from tests.permissions.places import ABOVE, LEFT, PLACES, unit_of


@dataclass(frozen=True)
class Place:
    """Where `everywhere` makes its objects. `left`: as somebody or something that left, ended or was archived."""

    name: str
    unit: Unit
    clerk: User  # asks for auxiliaries in this unit
    chief: User  # approves there
    desk: User  # keeps the files there

    @property
    def left(self) -> bool:
        return self.name == LEFT

    @property
    def code(self) -> str:
        return self.unit.code


def build(cast: Cast | None = None, *, everywhere: bool = False) -> tuple[Cast, dict[str, Any]]:
    """The cast with every principal on stage, and the objects by name; with `everywhere` also as `kind@place`."""
    cast = cast or Cast()
    for name in PRINCIPALS:
        cast.user(name)
    objects: dict[str, Any] = dict(cast.units)
    for module in modules():
        _join(objects, module.objects(cast), module.__name__)
    if everywhere:
        for at in places(cast):
            for module in modules():
                more = module.everywhere(cast, at) if hasattr(module, "everywhere") else {}
                _join(objects, {f"{kind}@{at.name}": found for kind, found in more.items()}, module.__name__)
        for who in PRINCIPALS:
            for module in modules():
                more = module.own(cast, who) if hasattr(module, "own") else {}
                _join(objects, {f"{kind}@own:{who}": found for kind, found in more.items()}, module.__name__)
    return cast, objects


def modules() -> Iterator[Any]:
    for name in sorted(found.name for found in pkgutil.iter_modules(worlds.__path__)):
        yield import_module(f"tests.permissions.worlds.{name}")


def _join(objects: dict[str, Any], more: dict[str, Any], module: str) -> None:
    if twice := set(objects) & set(more):
        raise ValueError(f"{module}: the names {sorted(twice)} are taken")
    objects.update(more)


def places(cast: Cast) -> list[Place]:
    """Every unit of the tree with a clerk of its own, and among the archived of North."""
    for code, above in ABOVE.items():
        if code not in cast.units:
            parent = cast.units[above]
            cast.units[code] = _team(code, parent)
    cast.quota("city")  # auxiliaries of the city itself stand on it
    closed = _team("closed", cast[unit_of(LEFT)])
    cast.units["closed"] = close_unit(unit=closed, ends_on=cast.today - timedelta(days=1), by=SYSTEM)
    return [
        Place(name, cast[unit_of(name)], *(staff(cast, title, group, name) for title, group in STAFF))
        for name in PLACES
    ]


def _team(code: str, above: Unit) -> Unit:
    return open_unit(code=code, name=f"{code} unit", level="team", parent=above, starts_on=LONG_AGO, by=SYSTEM)


STAFF = (("clerk", "requester"), ("chief", "supervisor"), ("desk", "hr"))


def staff(cast: Cast, title: str, group: str, place: str) -> User:
    """Somebody who works in the place, with a role there."""
    return _newcomer(cast, f"{title}-{place}", group, unit_of(place))


def sessions(cast: Cast) -> dict[str, str]:
    """Everybody's session; those in a state signed in before they came into it."""
    from tests.permissions.worlds.people import passkey  # the rooms' worlds import this module

    keys = {name: sign_in(Client(), cast.user(name)).session.session_key for name in PRINCIPALS}
    yesterday = cast.today - timedelta(days=1)
    users = {name: _newcomer(cast, name, *held) for name, held in BEFORE.items()}
    passkey(users["unproved"])
    halves = {"unproved", "unenrolled"}
    for name, user in users.items():
        client = sign_in(Client(), user)
        if name in halves:  # the password was right a moment ago, no factor was shown
            session = client.session
            del session[second_factor.PROVED]
            session.save()
        keys[name] = client.session.session_key
    _role(cast, users["transferred"], "requester", "south", yesterday)
    _role(cast, users["demoted"], "requester", "north", yesterday)
    accounts.disable_user(user=users["disabled"], by=cast.user("secadmin"), reason="left")
    User.objects.filter(pk=users["expired"].pk).update(must_change_password=True)
    return keys


BEFORE = {
    "transferred": ("requester", "north"), "demoted": ("hr", "first"), "disabled": ("hr", "first"), "expired": ("hr", "first"),
    "unproved": ("hr", "first"), "unenrolled": ("hr", "first"),
}  # fmt: skip


def _newcomer(cast: Cast, name: str, group: str, unit: str) -> User:
    user = User.objects.create_user(name, None, person=cast.person(name))
    accounts.grant_role(user=user, group=group, unit=cast[unit], starts_on=LONG_AGO, by=SYSTEM, today=cast.today)
    return user


def _role(cast: Cast, user: User, group: str, unit: str, until: date) -> None:
    """Another role from today, the one before until yesterday: the session goes on."""
    accounts.end_role(role=user.roles.get(), ends_on=until, by=SYSTEM, today=cast.today)
    accounts.grant_role(user=user, group=group, unit=cast[unit], starts_on=cast.today, by=SYSTEM, today=cast.today)
