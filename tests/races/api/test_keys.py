"""R-23: every POST of the API under an Idempotency-Key has one effect; the list of POSTs is read from the document."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Mapping
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from accounts.services import make_token
from core import clock
from core.models import AuditEntry, IdempotencyKey
from privacy.texts import keepings
from tests.hostile.fuzzing import document, shape
from tests.hostile.well_meant import Wanted, requests
from tests.permissions.table import Row, Visitors, routes, rows

# They keep nothing: a token is shown once and never stored, and a question to the rules changes nothing.
KEEP_NOTHING = {"POST /api/v1/token/", "POST /api/v1/duty-decisions/", "POST /api/v1/calculators/{topic}/"}
POSTS = sorted(
    f"POST {address}"
    for address, methods in document()["paths"].items()
    if "post" in methods and f"POST {address}" not in KEEP_NOTHING
)
_keys = itertools.count(1)


class Caller:
    """Sends well-meant requests by name of the operation, as whoever may."""

    def __init__(self, visitors: Visitors, cast: Any) -> None:
        self.cast, self.objects = cast, visitors.objects
        self.wanted: Mapping[str, Wanted] = requests(cast, visitors.objects)
        table = rows()
        self.rows: dict[str, Row] = {
            shape("/" + route): table[name] for name, route in routes() if route.startswith("api/")
        }
        everybody = {self.asked(name)[0] for name in POSTS} | {"hr2", "supervisor2"}
        self.tokens = {who: make_token(user=cast.user(who), proved=True)[0] for who in sorted(everybody)}

    def asked(self, name: str) -> tuple[str, str, dict[str, Any]]:
        """Who, where, what."""
        method, _, path = name.partition(" ")
        row = self.rows[shape(path)]
        rule = row.methods[method]
        want = self.wanted.get(name) or Wanted("hr" if "hr" in rule.allow else sorted(rule.allow)[0], rule.body or None)
        address = row.address(self.objects)
        if want.at is not None:
            address = path.replace("{id}", str(want.at))
        return want.who, address, dict(want.body or {})

    def send(self, who: str, address: str, body: Mapping[str, Any], key: str) -> Any:
        files = {
            name: SimpleUploadedFile(f"{name}.pdf", value) for name, value in body.items() if isinstance(value, bytes)
        }
        headers = {"Authorization": f"Token {self.tokens[who]}", "Idempotency-Key": key}
        if files:
            return Client(headers=headers).post(address, {**body, **files})
        return Client(headers=headers).post(address, json.dumps(body), content_type="application/json")


@pytest.fixture(scope="module")
def caller(visitors: Visitors, cast: Any) -> Caller:
    return Caller(visitors, cast)


def changed(body: Mapping[str, Any]) -> dict[str, Any]:
    """Another request of the same kind."""
    for name in ("name", "text", "reason", "title", "place", "answer", "remarks", "purpose", "number", "headcount"):
        if isinstance(body.get(name), str):
            return {**body, name: body[name] + "二"}
        if isinstance(body.get(name), int):
            return {**body, name: body[name] + 1}
    for name, value in body.items():
        if isinstance(value, str) and name.endswith(("_on", "until")):
            return {**body, name: (dt.date.fromisoformat(value) - dt.timedelta(days=1)).isoformat()}
    return {**body, "reason": "另一个原因"}


def effects() -> int:
    return AuditEntry.objects.filter(success=True).count()


@pytest.mark.parametrize("name", POSTS)
def test_a_post_under_one_key_has_one_effect(name: str, caller: Caller, monkeypatch, assure):
    who, address, body = caller.asked(name)
    key, wrong = f"key-{next(_keys)}", []
    with transaction.atomic():
        first = caller.send(who, address, body, key)
        after = effects()
        assert 200 <= first.status_code < 300, f"{name} as {who}: {first.status_code} {first.content[:400]!r}"
        assert IdempotencyKey.objects.filter(key=key).count() == 1, "it does not go through `once`"
        again = caller.send(who, address, body, key)
        if (again.status_code, again.json(), effects()) != (first.status_code, first.json(), after):
            wrong.append(f"again: {again.status_code}, {effects() - after} more effects")
        moment = clock.now() + dt.timedelta(hours=10)  # still signed in; the key is kept longer than a day
        IdempotencyKey.objects.filter(key=key).update(created_at=moment - dt.timedelta(hours=35))
        later = caller.send(who, address, body, key)
        if (later.json(), effects()) != (first.json(), after):
            wrong.append(f"after 25 hours: {later.status_code}")
        other = caller.send(who, address, changed(body), key)
        if other.status_code not in (422, 400) or effects() != after:
            wrong.append(f"another body: {other.status_code}")
        stranger = caller.send("hr2" if who != "hr2" else "supervisor2", address, body, key)
        if stranger.content == first.content:  # hr2 may ask for an export of their own
            wrong.append(f"a stranger was replayed: {stranger.status_code}")
        transaction.set_rollback(True)
    figure = f"{name}: 1 effect, replayed, {other.status_code} for another body, {stranger.status_code} for a stranger"
    assure("R-23", figure if not wrong else f"{name}: {'; '.join(wrong)}", ok=not wrong)


def test_every_post_of_the_document_is_tried(assure):
    named = {f"POST {path}" for path, methods in document()["paths"].items() if "post" in methods}
    assure("R-23", f"{len(POSTS)} of {len(named)} POSTs take a key, {len(KEEP_NOTHING)} keep nothing",
           ok=set(POSTS) | KEEP_NOTHING == named)  # fmt: skip


def test_keys_are_kept_a_month_and_then_forgotten(assure):
    days = keepings()["core.idempotency"].days
    assure("R-23", f"answers are kept {days} days, then deleted by the retention job", ok=1 < days <= 30)


def test_control_a_post_without_its_key_has_two_effects(caller: Caller):
    who, address, body = caller.asked("POST /api/v1/assignments/")
    with transaction.atomic():
        caller.send(who, address, body, "")
        after = effects()
        caller.send(who, address, body, "")
        assert effects() > after
        transaction.set_rollback(True)
