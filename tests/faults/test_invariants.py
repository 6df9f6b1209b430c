"""R-20, R-21, R-23 against the real web server: twenty clients at once, and an answer that a dead process never gave."""

from __future__ import annotations

import http.client
import json
import threading
import uuid
from collections import Counter
from typing import Any

import pytest

from accounts.services import make_token
from core.models import AuditEntry, IdempotencyKey
from duties.models import Assignment
from roster.models import Auxiliary, Quota
from tests.assurance import long_form
from tests.cast import TODAY, identity
from tests.faults.history import TIMEOUT

AT_ONCE, FREE = 20, 10
ROUNDS = 50 if long_form() else 1


class Door:
    """The API over HTTP as one user."""

    def __init__(self, world: Any, name: str) -> None:
        self.port, self.token = world.stand.port, make_token(user=world.cast.user(name), proved=True)[0]

    def post(self, address: str, body: Any, key: str = "") -> tuple[int, dict[str, Any]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        headers = {"Authorization": f"Token {self.token}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        try:
            connection.request("POST", f"/api/v1{address}", json.dumps(body), headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"{}")
        except (OSError, http.client.HTTPException):
            return 0, {}
        finally:
            connection.close()


def at_once(acts: list[Any]) -> list[tuple[int, dict[str, Any]]]:
    start, answers = threading.Barrier(len(acts)), [(0, {})] * len(acts)

    def run(place: int) -> None:
        start.wait(30)
        answers[place] = acts[place]()

    threads = [threading.Thread(target=run, args=(place,), daemon=True) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(TIMEOUT + 30)
    return answers


@pytest.fixture(scope="module")
def hr(world: Any) -> Door:
    return Door(world, "hr")


def newcomer(number: str = "") -> dict[str, Any]:
    return {"name": "同时", "identity_number": number or identity(), "unit": "north", "category": "service",
            "starts_on": TODAY.isoformat()}  # fmt: skip


def used(world: Any) -> int:
    return Auxiliary.objects.on_strength().below(world.cast["first"]).count()


def test_twenty_hires_over_http_on_ten_places(world, hr, assure):
    quota, exact, others = Quota.objects.filter(unit=world.cast["first"]), 0, Counter[int]()
    try:
        for _ in range(ROUNDS):
            before = used(world)
            quota.update(number=before + FREE)
            people = [newcomer() for _ in range(AT_ONCE)]
            answers = at_once([lambda who=who: hr.post("/auxiliaries/", who) for who in people])
            codes = Counter(code for code, _body in answers)
            exact += codes == {201: FREE, 409: FREE} and used(world) == before + FREE
            others += codes
    finally:
        quota.update(number=10_000)
    assure(
        "R-20",
        f"gunicorn, 20 hires on 10 places, {ROUNDS} rounds: {exact} with 10 hired and 10 told 409 {dict(others)}",
        ok=exact == ROUNDS,
    )


def test_twenty_requests_with_one_key_over_http_are_one(world, hr, assure):
    single = 0
    Quota.objects.filter(unit=world.cast["first"]).update(number=10_000)
    for _ in range(ROUNDS):
        who, key, before = newcomer(), uuid.uuid4().hex, used(world)
        answers = at_once([lambda w=who, k=key: hr.post("/auxiliaries/", w, k) for _ in range(AT_ONCE)])
        people = {body["id"] for code, body in answers if code == 201}
        codes = {code for code, _body in answers}
        single += len(people) == 1 and codes <= {201, 409} and used(world) == before + 1
    assure(
        "R-23",
        f"gunicorn, 20 hires under one key, {ROUNDS} rounds: {single} with 1 effect and 1 answer",
        ok=single == ROUNDS,
    )


def test_twenty_decisions_over_http_have_one_outcome(world, assure):
    supervisor, clients, single = Door(world, "supervisor"), world.clients_apart(), 0
    for _ in range(ROUNDS):
        op = clients.one()
        assert op.acknowledged, (op.status, op.result)
        number = op.result["id"]
        address = f"/assignments/{number}"
        acts = [lambda a=address: supervisor.post(f"{a}/approve/", {})] * 10
        acts += [lambda a=address: supervisor.post(f"{a}/reject/", {"reason": "人手不足"})] * 10
        codes = Counter(code for code, _body in at_once(acts))
        ends = AuditEntry.objects.filter(
            action__in=("assignment.approved", "assignment.rejected"), object_id=str(number)
        ).count()
        single += codes == {200: 1, 409: 19} and ends == 1
    assure(
        "R-21",
        f"gunicorn, 20 mixed decisions, {ROUNDS} rounds: {single} with 1 outcome, 19 told 409",
        ok=single == ROUNDS,
    )


def test_an_answer_that_died_with_its_process_is_given_again(world, assure):
    stand, clients = world.stand, world.clients()
    stand.arm("web", "after-commit-before-publish")
    op = clients.one()
    stand.disarm()
    unanswered = op.status == 0
    clients.resolve()
    made = Assignment.objects.filter(place=f"place {op.key}").count()
    kept = IdempotencyKey.objects.filter(key=op.key, status=201).count()
    figure = f"killed between commit and answer: asked again {op.status}, {made} effect"
    assure("R-23", figure, ok=unanswered and op.status == 201 and made == kept == 1)
