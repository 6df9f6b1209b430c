"""The table: rows from the toml files, addresses from the resolver, one cell at a time."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import PRINCIPALS

HERE = Path(__file__).parent
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ANONYMOUS = "anonymous"
REFUSED = {401, 403, 404, 405}


@dataclass(frozen=True)
class Method:
    """Who may, and for whom the object is outside the scope."""

    allow: frozenset[str]
    outside: frozenset[str] = frozenset()
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """What one address answers to whom."""

    name: str
    methods: Mapping[str, Method] = field(default_factory=dict)
    args: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    public: bool = False
    exempt: str = ""

    def address(self, objects: Mapping[str, Any]) -> str:
        return reverse(self.name, kwargs={key: _value(text, objects) for key, text in self.args.items()}) + self.query


def _value(text: str, objects: Mapping[str, Any]) -> Any:
    """`=HA` is HA itself; `north` the pk of that object; `north.code` its field."""
    if text.startswith("="):
        return text[1:]
    name, _, attribute = text.partition(".")
    return getattr(objects[name], attribute or "pk")


def rows() -> dict[str, Row]:
    """The rows of all rooms; a name twice is a mistake."""
    found: dict[str, Row] = {}
    for file in sorted(HERE.glob("*.toml")):
        for name, said in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if name in found:
                raise ValueError(f"{file.name}: {name} has a row already")
            found[name] = row(name, said)
    return found


def row(name: str, said: Mapping[str, Any]) -> Row:
    if unknown := set(said) - {*METHODS, "args", "query", "public", "exempt"}:
        raise ValueError(f"{name}: {sorted(unknown)} mean nothing here")
    methods = {method: _method(name, said[method]) for method in METHODS if method in said}
    if not methods and not said.get("exempt"):
        raise ValueError(f"{name}: a row names its methods, or why it is exempt")
    return Row(name, methods, **{key: said[key] for key in ("args", "query", "public", "exempt") if key in said})


def _method(name: str, said: Mapping[str, Any]) -> Method:
    allow = PRINCIPALS if said["allow"] == "everyone" else said["allow"]
    method = Method(frozenset(allow), frozenset(said.get("outside", ())), said.get("body", {}))
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

    def problem(self, row: Row, method: str, who: str) -> str:
        """In a sentence, how the answer differs from the table; empty if it does not."""
        try:
            response = self.ask(row, method, who)
        except Exception as error:  # whatever a view raises is what we look for
            return f"{who} {method} {row.name}: {type(error).__name__}: {error}"
        wanted = expected(row, method, who)
        got = answer(response)
        return (
            "" if got == wanted else f"{who} {method} {row.name}: {wanted} by the table, {got} ({response.status_code})"
        )

    def ask(self, row: Row, method: str, who: str) -> HttpResponse:
        """Send it and undo whatever it did."""
        address = row.address(self.objects)
        client = Client()
        client.handler = self.handler
        if who != ANONYMOUS:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        body = row.methods[method].body if method in row.methods else {}
        more: dict[str, Any] = {}
        if method != "GET":
            more = {"data": dict(body)}
            if method != "POST" or address.startswith("/api/"):
                more["content_type"] = "application/json"
        with transaction.atomic():
            response = getattr(client, method.lower())(address, **more)
            if hasattr(response, "streaming_content"):
                b"".join(response.streaming_content)
            transaction.set_rollback(True)
        return response


def expected(row: Row, method: str, who: str) -> str:
    rule = row.methods.get(method)
    if rule is None:
        return "405"
    if who == ANONYMOUS:
        return "allowed" if row.public else "sign-in"
    if who in rule.allow or row.public:
        return "allowed"
    return "404" if who in rule.outside else "403"


def answer(response: HttpResponse) -> str:
    code = response.status_code
    to_sign_in = code == 302 and response["Location"].startswith(reverse(settings.LOGIN_URL) + "?")
    if code == 401 or to_sign_in:
        return "sign-in"
    return str(code) if code in REFUSED or code >= 500 else "allowed"
