"""Whatever is typed into an address, a form or a body: an answer, never a 500. Every address, by those who get deepest.

Runs over the rows of the permission table, so a new address is hostile ground from its first day. At each address the gate
tries every third odd value, the others on the next days; LONG=1 all, and more.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.assurance import long_form, of_today
from tests.cast import PRINCIPALS, sign_in
from tests.permissions.stages import stage
from tests.permissions.table import Row, Visitors, rows

TABLE = {name: line for name, line in rows().items() if not line.exempt}
LONG = long_form()

HUGE = "9" * 30
DEEP = "[" * 5_000
QUERIES = ("²", HUGE, "2026-02-31", "%ed%a0%80")
NUMBERS = (str(2**63),)
WORDS = ("x\U00020bb7", "%00")
BODIES = ("", "[null]", '{"text": "\\ud800"}', DEEP)
JSON_VALUES: tuple[Any, ...] = ("\x00", 10**30, [])
FORM_VALUES = ("\x00", HUGE, "2026-02-31")
if LONG:
    QUERIES += (
        "", "0", "-1", "1e999", "NaN", "0000-00-00", "99999-01-01", "0001-01-01", "9999-12-31", "𠮷·'\"\\%_", "%00", "%ff%fe",
        "x" * 3_000, "cD0yMDE4LTExLTE1", "cj0xJnA9YWJj", "../../etc/passwd", "[]", "{}",
    )  # fmt: skip
    NUMBERS += ("0", HUGE, str(2**31), str(2**63 - 1))
    WORDS += ("x" * 3_000, "%ed%a0%80", "CN%0A", "..")
    BODIES += ("{", "[]", "null", "1", '"x"', "[[]]", '{"id": {}}', "\x00", '{"\\u0000": "\\u0000"}', "NaN")
    JSON_VALUES += ("\ud800", HUGE, -1, {}, None, "x" * 10_000, 1e300, True)
    FORM_VALUES += ("-1", "9999-12-31", "x" * 10_000, "𠮷·", "NaN", "²")

NAMES = (
    "page", "size", "page_size", "cursor", "q", "search", "unit", "day", "on", "from", "to", "since", "year", "status", "state",
    "kind", "category", "sort", "severity", "column", "pack", "jurisdiction", "duty", "auxiliary", "lacks", "then", "next",
    "post", "ends", "grade", "employer", "version", "stage", "source", "gap", "mine", "group", "verdict",
)  # fmt: skip
FIELD = re.compile(rb'<(?:input|select|textarea|button)[^>]*\sname="([^"]+)"')


@pytest.fixture(scope="module")
def visitors(django_db_setup: None, django_db_blocker) -> Iterator[Visitors]:
    """One world for all addresses, in a transaction that is undone."""
    with django_db_blocker.unblock(), stage() as (cast, objects):
        logging.disable(logging.CRITICAL)
        sessions = {name: sign_in(Client(), cast.user(name)).session.session_key for name in PRINCIPALS}
        yield Visitors(sessions, objects)
        logging.disable(logging.NOTSET)


@pytest.fixture(autouse=True)
def no_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rate that is used up would answer 429 and hide the rest."""
    monkeypatch.setattr("core.api.UserRate.allow_request", lambda *_: True)


class Hostile:
    """A visitor at one address; remembers what broke."""

    def __init__(self, visitors: Visitors, line: Row) -> None:
        self.client = Client()
        self.client.handler = visitors.handler
        self.sessions, self.line = visitors.sessions, line
        self.broken: list[str] = []

    def ask(self, method: str, address: str, **more: Any) -> HttpResponse | None:
        """Send it as the first whom the table allows it, in a savepoint that is undone."""
        allowed = self.line.methods[method].allow
        who = next((name for name in PRINCIPALS if name in allowed), "hr")
        if not self.line.public:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        try:
            with transaction.atomic():
                response = getattr(self.client, method.lower())(address, **more)
                if hasattr(response, "streaming_content"):
                    b"".join(response.streaming_content)
                transaction.set_rollback(True)
        except Exception as error:  # whatever a view raises is what we look for
            self._note(method, address, more, f"{type(error).__name__}: {error}")
            return None
        if response.status_code >= 500:
            self._note(method, address, more, str(response.status_code))
        return response

    def _note(self, method: str, address: str, more: dict[str, Any], told: str) -> None:
        self.broken.append(f"{method} {address[:120]} {str(more)[:160]}: {told[:300]}")


@pytest.mark.parametrize("name", sorted(TABLE))
def test_nothing_typed_breaks_an_address(name: str, visitors: Visitors):
    line = TABLE[name]
    hostile = Hostile(visitors, line)
    address = line.address(visitors.objects)
    fields = sorted({*NAMES, *queries(hostile, address)})
    numbers_in_the_address(hostile, line)
    for method in set(line.methods) - {"GET"}:
        said = dict(line.methods[method].body)
        bodies = json_bodies(said, fields) if address.startswith("/api/") else forms(said, fields)
        for body in of_today(tuple(bodies), name, 5):
            hostile.ask(method, address, **body)
        hostile.ask(method, address, data=b"\xff\xfe\x00", content_type="multipart/form-data; boundary=x")
    assert not hostile.broken, "\n".join(hostile.broken)


def turned_away(page: Any) -> bool:
    """Sent to sign in or to a step of it, not on to where the work stands now."""
    return page["Location"].startswith(("/sign-in/", "/account/"))


def queries(hostile: Hostile, address: str) -> set[str]:
    """Try every field of the page as a filter; answers their names."""
    if "GET" not in hostile.line.methods:
        return set()
    page = hostile.ask("GET", address)
    let_in = page is not None and (
        page.status_code in (200, 204) or (page.status_code == 302 and not turned_away(page))
    )
    assert let_in, "the visitor is not let in: nothing would be tried"
    own = {name.decode() for name in FIELD.findall(getattr(page, "content", b""))} - {"csrfmiddlewaretoken"}
    for value in of_today(QUERIES, hostile.line.name, 5):
        said = value if value.startswith("%") else quote(value)
        hostile.ask(
            "GET", f"{address.partition('?')[0]}?{'&'.join(f'{name}={said}' for name in sorted({*NAMES, *own}))}"
        )
    return own


def numbers_in_the_address(hostile: Hostile, line: Row) -> None:
    for key, text in line.args.items():
        for value in of_today(WORDS if text.startswith("=") or "." in text else NUMBERS, line.name + key):
            try:
                address = reverse(line.name, kwargs={**dict.fromkeys(line.args, "1"), key: value})
            except NoReverseMatch:
                continue
            for method in line.methods:
                hostile.ask(method, address)


def json_bodies(said: dict[str, Any], fields: list[str]) -> Iterator[dict[str, Any]]:
    """Garbage, then every field with a value of the wrong kind, then a right body with one wrong field."""
    documents: list[dict[str, Any]] = [{**said, **dict.fromkeys(fields, value)} for value in JSON_VALUES]
    documents += [{**said, key: value} for key in said for value in (JSON_VALUES if LONG else ())]
    for body in (*BODIES, *map(json.dumps, documents)):
        yield {"data": body, "content_type": "application/json"}


def forms(said: dict[str, Any], fields: list[str]) -> Iterator[dict[str, Any]]:
    yield {"data": {}}
    for value in FORM_VALUES:
        yield {"data": {**said, **dict.fromkeys(fields, value)}}
        for key in said if LONG else ():
            yield {"data": {**said, key: value}}
