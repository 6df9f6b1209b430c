"""The table: rows from the toml files, addresses from the resolver, one cell at a time."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import PRINCIPALS
from tests.permissions.places import ABOVE, CROSSED, LEFT, NAMED, OWN, PLACES, STANDINGS, Standing, covers

HERE = Path(__file__).parent
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ANONYMOUS = "anonymous"
UNSIGNED = {ANONYMOUS, "disabled"}
REFUSED = {401, 403, 404, 405}
MORE = ("args", "query", "public", "exempt", "scope", "home", "left", "lists", "names")
# What somebody may do who owes a step, and the addresses that are that step: everything else leads back to it.
OPEN_MEANWHILE = {"accounts:sign-out", "accounts:language", "api-token"}
OPEN_TO = {
    "expired": {"accounts:password"},
    "unproved": {"accounts:second-factor", "accounts:passkey-ask"},
    "unenrolled": {"accounts:enrol", "accounts:app-add", "accounts:passkey-add", "accounts:passkey-begin"},
}
STEPS = ("accounts:password", "accounts:second-factor", "accounts:enrol")


@dataclass(frozen=True)
class Method:
    """Who may, and for whom the object is outside the scope."""

    allow: frozenset[str]
    outside: frozenset[str] = frozenset()
    body: Mapping[str, Any] = field(default_factory=dict)
    mine: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Row:
    """What one address answers to whom."""

    name: str
    methods: Mapping[str, Method] = field(default_factory=dict)
    args: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    public: bool = False
    exempt: str = ""
    scope: str = "unit"
    home: str = "north"
    left: str = "allowed"
    lists: str = ""
    names: str = ""

    def address(self, objects: Mapping[str, Any]) -> str:
        """With the objects as given; `{north.code}` in the query is filled in like an argument."""
        arguments = {key: _value(text, objects) for key, text in self.args.items()}
        query = re.sub(r"\{([^}]+)\}", lambda found: str(_value(found[1], objects)), self.query)
        return reverse(self.name, kwargs=arguments) + query

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The names of the objects in the address."""
        told = [text for text in self.args.values() if not text.startswith("=")]
        told += re.findall(r"\{([^}]+)\}", self.query)
        return tuple(dict.fromkeys(text.partition(".")[0] for text in told))


def _value(text: str, objects: Mapping[str, Any]) -> Any:
    """`=HA` is HA itself; `north` the pk of that object; `north.code` its field."""
    if text.startswith("="):
        return text[1:]
    name, _, attribute = text.partition(".")
    return getattr(objects[name], attribute or "pk")


def rows() -> dict[str, Row]:
    """The rows of all rooms; a name twice is a mistake."""
    found: dict[str, Row] = {}
    for file in sorted(set(HERE.glob("*.toml")) - {HERE / "fields.toml"}):
        for name, said in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if name in found:
                raise ValueError(f"{file.name}: {name} has a row already")
            found[name] = row(name, said)
    return found


def row(name: str, said: Mapping[str, Any]) -> Row:
    if unknown := set(said) - {*METHODS, *MORE}:
        raise ValueError(f"{name}: {sorted(unknown)} mean nothing here")
    methods = {method: _method(name, said[method]) for method in METHODS if method in said}
    if not methods and not said.get("exempt"):
        raise ValueError(f"{name}: a row names its methods, or why it is exempt")
    line = Row(name, methods, **{key: said[key] for key in MORE if key in said})
    if line.scope not in {"unit", "own"} or line.left not in {"allowed", "404"} or line.home not in ABOVE:
        raise ValueError(f"{name}: scope, left or home says what the README does not know")
    return line


def _method(name: str, said: Mapping[str, Any]) -> Method:
    allow = PRINCIPALS if said["allow"] == "everyone" else said["allow"]
    method = Method(
        frozenset(allow), frozenset(said.get("outside", ())), said.get("body", {}), frozenset(said.get("mine", ()))
    )
    if unknown := (method.allow | method.outside) - set(PRINCIPALS):
        raise ValueError(f"{name}: no such principal {sorted(unknown)}")
    if both := method.allow & method.outside:
        raise ValueError(f"{name}: {sorted(both)} are allowed and outside at once")
    return method


def routes(resolver: Any = None, spaces: tuple[str, ...] = (), before: str = "") -> Iterator[tuple[str, str]]:
    """Name and route of every address; one without a name is told by its pattern, so that it has no row and is red."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from routes(pattern, inner, route)
        elif isinstance(pattern, URLPattern):
            yield ":".join((*spaces, pattern.name or f"unnamed {pattern.pattern}")), route


def names() -> Iterator[str]:
    return (name for name, _route in routes())


@dataclass
class Visitors:
    """The sessions of the principals, and the objects they ask for."""

    sessions: dict[str, str]
    objects: dict[str, Any]
    handler: ClientHandler = field(default_factory=lambda: ClientHandler(enforce_csrf_checks=False))

    def problem(self, row: Row, method: str, who: str, at: str = NAMED) -> str:
        """In a sentence, how the answer differs from the table; empty if it does not."""
        try:
            response = self.ask(row, method, who, at)
        except Exception as error:  # whatever a view raises is what we look for
            return f"{told(row, method, who, at)}: {type(error).__name__}: {error}"
        wanted = expected(row, method, who, at)
        got = answer(response)
        if got == wanted:
            return ""
        return f"{told(row, method, who, at)}: {wanted} by the table, {got} ({response.status_code})"

    def found(self, row: Row, who: str, at: str) -> dict[str, Any]:
        """The objects of the address at a place; `crossed` takes the first from one unit and the others from another."""
        if at == NAMED:
            return self.objects
        places = dict.fromkeys(row.kinds, f"{at}:{who}" if at == OWN else at)
        if at == CROSSED:
            places = {kind: "north" if number == 0 else "south" for number, kind in enumerate(row.kinds)}
        there = {
            kind: self.objects[f"{kind}@{place}"] for kind, place in places.items() if f"{kind}@{place}" in self.objects
        }
        return {**self.objects, **there}

    def places(self, row: Row) -> list[str]:
        """The places in which the objects of the address stand."""
        return [place for place in PLACES if any(f"{kind}@{place}" in self.objects for kind in row.kinds)]

    def ask(self, row: Row, method: str, who: str, at: str = NAMED, address: str = "") -> HttpResponse:
        """Send it and undo whatever it did."""
        address = address or row.address(self.found(row, who, at))
        client = self.client(who)
        body = row.methods[method].body if method in row.methods else {}
        more: dict[str, Any] = {}
        if method not in {"GET", "HEAD"}:
            more = {"data": dict(body)}
            if method != "POST" or address.startswith("/api/"):
                more["content_type"] = "application/json"
        with transaction.atomic():
            response = (
                client.generic(method, address)
                if method == "TRACE"
                else getattr(client, method.lower())(address, **more)
            )
            response.whole = read(response)
            self.seen(row, method, who, at, response)
            transaction.set_rollback(True)
        return response

    def client(self, who: str) -> Client:
        """Signed in as this principal."""
        client = Client()
        client.handler = self.handler
        if who != ANONYMOUS:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        return client

    def seen(self, row: Row, method: str, who: str, at: str, response: HttpResponse) -> None:
        """What else is looked at while the answer's effects still stand; the matrix does."""


def read(response: Any) -> bytes:
    """All bytes of the answer, streamed or not."""
    return b"".join(response.streaming_content) if hasattr(response, "streaming_content") else response.content


def told(row: Row, method: str, who: str, at: str) -> str:
    """A cell in words."""
    return f"{who} {method} {row.name}" + (f" at {at}" if at != NAMED else "")


def expected(row: Row, method: str, who: str, at: str = NAMED) -> str:
    """What the reviewed table, the groups' units and the tree say; the application is not asked."""
    rule = row.methods.get(method)
    if row.public and rule is not None:
        return "allowed"
    if who in OPEN_TO and row.name not in OPEN_TO[who] | OPEN_MEANWHILE:
        return "step"
    if who in UNSIGNED:
        return "sign-in" if rule is not None else "405"
    if rule is None:
        return "405"
    standing = STANDINGS[who]
    if standing.like not in rule.allow | rule.outside:
        return "403"
    if at == NAMED and who in PRINCIPALS:
        return "allowed" if who in rule.allow else "404"
    return placed(row, rule, standing, at)


def placed(row: Row, rule: Method, standing: Standing, at: str) -> str:
    """For holders of the right: over the object's unit or above it → allowed; else outside → 404."""
    if at == OWN:
        return "allowed"
    if row.kinds and row.scope == "own" or at == CROSSED:
        return "404"
    place = row.home if at == NAMED else at
    if row.kinds and standing.like in hidden_from(row, rule):
        return "404"  # the right, but never over this kind of object
    if row.kinds and standing.like in rule.mine and at != NAMED:
        return "404"  # only what they made themselves
    if row.kinds and not covers(standing.unit, place):
        return "404"
    return row.left if place == LEFT else "allowed"


def hidden_from(row: Row, rule: Method) -> set[str]:
    """Those who hold the right over the unit and yet find nothing by the row, and all of their group."""
    groups = {PRINCIPALS[who][0] for who in rule.outside if covers(STANDINGS[who].unit, row.home)}
    return {who for who, (group, _unit) in PRINCIPALS.items() if group in groups}


def answer(response: HttpResponse) -> str:
    code = response.status_code
    to_a_step = code == 302 and response["Location"] in {reverse(step) for step in STEPS}
    if to_a_step or (code == 403 and b"urn:auxpolice:problem:" in response.content):
        return "step"
    to_sign_in = code == 302 and response["Location"].startswith(reverse(settings.LOGIN_URL) + "?")
    if code == 401 or to_sign_in:
        return "sign-in"
    return str(code) if code in REFUSED or code >= 500 else "allowed"
