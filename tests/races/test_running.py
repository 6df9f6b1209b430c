"""R-23: the same key while its first request still runs. Nobody waits for ever, and nothing is done twice."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from accounts.services import make_token
from core.models import AuditEntry
from organisation import services
from organisation.models import Officer
from tests.duties.stage import Stage

AT_MOST = 8.0  # seconds: the lock time-out of the role is five


class Held:
    """The service, held in the middle of the first request until the test lets go."""

    def __init__(self, act: Any) -> None:
        self.act, self.begun, self.let_go, self.calls = act, threading.Event(), threading.Event(), 0

    def __call__(self, **values: Any) -> Any:
        self.calls += 1
        self.begun.set()
        assert self.let_go.wait(30)
        return self.act(**values)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    held = Held(services.enter_officer)
    monkeypatch.setattr(services, "enter_officer", held)
    return held


def entering(stage: Stage, name: str) -> Any:
    """HR enters an officer through the API, always under the same key."""
    token, _row = make_token(user=stage.cast.user("hr"), proved=True)
    body = {"name": name, "police_number": "049999", "unit": "north", "starts_on": "2020-01-01"}
    headers = {"Authorization": f"Token {token}", "Idempotency-Key": f"running {name}"}
    return lambda: Client(headers=headers).post("/api/v1/officers/", json.dumps(body), content_type="application/json")


def test_the_same_key_while_the_first_still_runs_is_told_to_wait(stage, held, assure):
    send, answers = entering(stage, "钱运行"), []

    def first() -> None:
        answers.append(send())
        connections.close_all()

    thread = threading.Thread(target=first, daemon=True)
    thread.start()
    assert held.begun.wait(30)
    began = time.monotonic()
    meanwhile = send()
    waited = time.monotonic() - began
    held.let_go.set()
    thread.join(30)
    again = send()
    made = Officer.objects.filter(person__name="钱运行").count()
    entries = AuditEntry.objects.filter(action="officer.added", object_id__in=[str(answers[0].json()["id"])]).count()
    figure = f"same key while running: {meanwhile.status_code} after {waited:.1f} s, {held.calls} run, {made} made"
    assert (answers[0].status_code, again.status_code, again.json()) == (201, 201, answers[0].json())
    assure("R-23", figure, ok=meanwhile.status_code == 409 and waited < AT_MOST and held.calls == made == entries == 1)
