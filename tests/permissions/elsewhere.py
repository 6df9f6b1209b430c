"""One of every group in a bureau of its own, and what each is told before anything happened in the rest of the city."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import Client, override_settings
from django.urls import URLResolver, get_resolver

from accounts import services as accounts
from accounts.models import User
from accounts.stepup import RecentlyConfirmed
from core.actors import SYSTEM
from organisation.models import Unit
from organisation.services import open_unit
from tests.cast import LONG_AGO, PRINCIPALS, Cast, sign_in
from tests.permissions import world
from tests.permissions.matrix import KEPT, MEANWHILE, changes, plain
from tests.permissions.places import ABOVE
from tests.permissions.table import Row, Visitors, rows

GROUPS = tuple(dict.fromkeys(group for group, _unit in PRINCIPALS.values()))
THIRD = "third"
# Pages that show something of every room, each group another part.
OF_ALL = {"desk", "badges", "search"}
# What is the same for the whole house: no unit owns it.
OF_THE_HOUSE = {
    "evidence:verify": "how far the chain of the whole trail was verified",
    "privacy:kept": "how long what is kept, and how many holds there are",
    "api-schema": "the document of the API",
    "api-docs": "the document of the API",
    "design": "the components",
    "design-page": "the components",
    "accounts:app-add": "a new secret each time",
    "roster:import-empty": "an empty sheet",
    "payroll:import-empty": "an empty sheet",
    "duties:sheet-pdf": "a paper of the day: its page is compared",
}
# Asked as well, beside the bare address: within the own bureau, and for things of elsewhere by their words.
QUERIES = {"search": ("?q=人", "?q=RW"), "duties:new": ("", "?unit=third"), "roster:contracts": ("", "?ends=9999")}
# What differs between two answers because time went on, or by chance.
BY_THE_WAY = re.compile(rb'\d\d:\d\d(:\d\d)?|name="token" value="[^"]*"')


@dataclass
class Elsewhere(Visitors):
    """Who looks, what they were told before, and the things of elsewhere."""

    cast: Cast = field(default_factory=Cast)
    before: dict[tuple[str, str], tuple[int, bytes]] = field(default_factory=dict)
    table: dict[str, Row] = field(default_factory=rows)
    written: dict[str, int] = field(default_factory=dict)

    @property
    def home(self) -> dict[str, Any]:
        """Whatever unit an address names, it is the own bureau."""
        return dict.fromkeys(self.cast.units, self.cast[THIRD])

    def told(self, who: str, row: Row, query: str = "") -> tuple[int, bytes]:
        response: Any = self.ask(row, "GET", who, address=row.address(self.home) + query)
        return response.status_code, BY_THE_WAY.sub(b"", plain(response))

    def principal(self, who: str) -> str:
        """Somebody of the permission table, signed in; under a name that no group has."""
        name = f"{who} of the table"
        if name not in self.sessions:
            self.sessions[name] = sign_in(Client(), self.cast.user(who)).session.session_key
        return name

    def done(self) -> set[str]:
        """The tables written to since the last look, but for those that every refusal may write to."""
        before, self.written = self.written, changes()
        return {name for name, count in self.written.items() if count != before.get(name, 0) and not KEPT.match(name)}


def lists() -> dict[str, Row]:
    """Every address that is read without naming an object, or naming a unit: then the own bureau is named."""
    return {
        name: row
        for name, row in rows().items()
        if "GET" in row.methods
        and not (row.exempt or row.public or set(row.kinds) - set(ABOVE) or name in OF_THE_HOUSE)
    }


def lookers(row: Row, method: str) -> list[str]:
    """One group that holds the right; of pages about everything, all."""
    rule = row.methods[method]
    groups = [group for group in GROUPS if any(PRINCIPALS[who][0] == group for who in rule.allow | rule.outside)]
    return groups if row.name in OF_ALL else groups[:1]


def questions() -> Iterator[tuple[str, Row, str]]:
    for name, row in lists().items():
        for who in lookers(row, "GET"):
            for query in QUERIES.get(name, ("",)):
                yield who, row, query


@contextmanager
def staged() -> Iterator[Elsewhere]:
    """The third bureau asks, then the world is made beside it; all is undone at the end."""
    with transaction.atomic(), override_settings(**MEANWHILE):
        cast = Cast()
        cast.units[THIRD] = open_unit(
            code=THIRD, name="third unit", level="county", parent=cast["city"], starts_on=LONG_AGO, by=SYSTEM
        )
        cast.quota(THIRD)
        keys = {group: sign_in(Client(), newcomer(cast, group)).session.session_key for group in GROUPS}
        there = Elsewhere(keys, dict(cast.units), cast=cast)
        for who, row, query in questions():
            there.before[who, row.name + query] = there.told(who, row, query)
        Unit.objects.exclude(code__in=(THIRD, "city")).update(name=Concat("name", Value(" anew")), short_name="anew")
        there.objects |= world.build(cast=cast)[1]
        yield there
        transaction.set_rollback(True)


def newcomer(cast: Cast, group: str) -> User:
    name = f"{group}-elsewhere"
    person = cast.auxiliary(name, unit=THIRD).person if group == "auxiliary" else cast.person(name)
    user = User.objects.create_user(name, None, person=person)
    accounts.grant_role(user=user, group=group, unit=cast[THIRD], starts_on=LONG_AGO, by=SYSTEM, today=cast.today)
    return user


def objects() -> dict[str, Row]:
    """Every address that names an object of elsewhere."""
    return {name: row for name, row in rows().items() if row.kinds and not (row.exempt or row.public)}


def views(resolver: Any = None, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)
        else:
            yield ":".join((*spaces, pattern.name or "")), pattern.callback


def marked(view: Any, mark: str) -> bool:
    """Does the view, or one it is wrapped around, bear the mark of a decorator?"""
    while view is not None:
        if getattr(view, mark, False):
            return True
        view = getattr(view, "__wrapped__", None)
    return False


def dangerous() -> list[str]:
    """Addresses whose unsafe methods ask for a fresh proof: by the decorator, or by the permission of the API."""
    return sorted(name for name, view in views() if marked(view, "step_up") or RecentlyConfirmed in asked_of_all(view))


def asked_of_all(view: Any) -> Sequence[Any]:
    """What an API view asks of every request."""
    return getattr(getattr(view, "cls", None), "permission_classes", ())


def limited() -> list[str]:
    """Addresses that may be asked for only so often."""
    return sorted(name for name, view in views() if marked(view, "rated_as"))
