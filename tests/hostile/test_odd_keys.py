"""Keys of idempotency that no program would send: taken as a key or refused in a sentence, never a 500, never done twice."""

from __future__ import annotations

import json

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from organisation.models import Unit
from tests.cast import TODAY
from tests.permissions.table import Visitors

KEYS = {
    "empty": "", "blank": "   ", "a letter": "x", "120": "k" * 120, "121": "k" * 121, "5,000": "k" * 5_000, "Chinese": "键" * 40,
    "as latin": "键".encode().decode("latin-1"), "surrogate": "\udcff", "NUL": "a\x00b", "line": "a\r\nSet-Cookie: x=1",
    "SQL": "' OR '1'='1", "quotes": '"k"', "list": "a,b", "right to left": "\u202ekey",
}  # fmt: skip


@pytest.mark.parametrize("told", sorted(KEYS))
def test_an_odd_key_is_a_key_or_refused(told: str, visitors: Visitors, assure):
    client = Client(raise_request_exception=False, headers={"idempotency-key": KEYS[told]})
    client.handler = visitors.handler
    client.cookies[settings.SESSION_COOKIE_NAME] = visitors.sessions["hr"]
    body = {"code": "odd", "name": "东街派出所", "level": "station", "parent": "first", "starts_on": TODAY.isoformat()}
    with transaction.atomic():
        before = Unit.objects.count()
        answers = [client.post("/api/v1/units/", json.dumps(body), content_type="application/json") for _ in range(2)]
        made = Unit.objects.count() - before
        transaction.set_rollback(True)
    codes = [answer.status_code for answer in answers]
    taken = codes == [201, 201] and answers[0].json() == answers[1].json()
    unused = not KEYS[told].strip() and codes[0] == 201 and codes[1] in (400, 409)
    assert taken or unused or codes == [400, 400], codes
    assert "x" not in answers[0].cookies
    assure("R-23", f"key {told}: {codes[0]}, then {codes[1]}", ok=made == (codes[0] == 201))
