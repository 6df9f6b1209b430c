"""Clients that write down what they asked and what they were told, and the check of that history against the database."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from core.models import AuditEntry, IdempotencyKey, OutboxEvent
from duties.models import Assignment
from reminders.models import Message

TIMEOUT = 45  # seconds a client waits: longer than any request may take


@dataclass
class Op:
    """One request as its client saw it. `status` 0: no answer came, so nobody knows whether it was done."""

    op: str
    key: str
    body: dict[str, object] = field(repr=False)
    sent: float = 0.0
    answered: float = 0.0
    status: int = 0
    result: dict[str, object] = field(default_factory=dict, repr=False)

    @property
    def took(self) -> float:
        return self.answered - self.sent

    @property
    def acknowledged(self) -> bool:
        return self.status in (201, 200)

    @property
    def ambiguous(self) -> bool:
        """No answer, or one that does not say whether anything was written."""
        return self.status == 0 or self.status >= 500


class Clients:
    """Several clients that ask for assignments as fast as they are answered, each op with a key of its own."""

    def __init__(self, port: int, token: str, body: Callable[[int], dict[str, object]], number: int = 4) -> None:
        self.port, self.token, self.body, self.number = port, token, body, number
        self.ops: list[Op] = []
        self._count, self._lock = 0, threading.Lock()
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def one(self) -> Op:
        """One new request, noted."""
        with self._lock:
            self._count += 1
            number = self._count
        op = Op("assignment", uuid.uuid4().hex, self.body(number))
        op.body["place"] = f"place {op.key}"
        with self._lock:
            self.ops.append(op)
        return self.ask(op)

    def ask(self, op: Op) -> Op:
        """Send it, the first time or again under the same key."""
        op.sent, op.status = time.monotonic(), 0
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        headers = {"Authorization": f"Token {self.token}", "Idempotency-Key": op.key}
        headers |= {"Content-Type": "application/json"}
        try:
            connection.request("POST", "/api/v1/assignments/", json.dumps(op.body), headers)
            answer = connection.getresponse()
            content = answer.read()
            op.status = answer.status
            op.result = json.loads(content) if content[:1] == b"{" else {}
        except (OSError, http.client.HTTPException, ValueError):
            pass  # noted as no answer
        finally:
            connection.close()
            op.answered = time.monotonic()
        return op

    def start(self) -> None:
        self._stop.clear()
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(self.number)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(TIMEOUT + 5)

    def _work(self) -> None:
        while not self._stop.is_set():
            if not self.one().acknowledged:
                self._stop.wait(0.5)

    def resolve(self) -> int:
        """Ask again, under the same key, whatever got no clear answer: now every op has one. Returns how many."""
        unclear = [op for op in self.ops if op.ambiguous or op.status == 409]
        for op in unclear:
            for _ in range(20):
                if not self.ask(op).ambiguous and op.status != 409:
                    break
                time.sleep(0.5)
        return len(unclear)


@dataclass(frozen=True)
class Verdict:
    """What the database says of the history."""

    acknowledged: int
    lost: Sequence[str]  # acknowledged, and not there
    doubled: Sequence[str]  # there more than once, or told more than once
    half: Sequence[str]  # there without its trail, its key or its news
    unknown: Sequence[str]  # no clear answer in the end
    refused: Sequence[str]  # a clear no: its status and what it says

    @property
    def good(self) -> bool:
        return not (self.lost or self.doubled or self.half or self.unknown)

    def __str__(self) -> str:
        return (
            f"{self.acknowledged} acknowledged, {len(self.lost)} lost, {len(self.doubled)} doubled, "
            f"{len(self.half)} half done, {len(self.unknown)} unclear"
            + (f" (half: {self.half[0]})" if self.half else "")
            + (f", {len(self.refused)} refused ({self.refused[0]})" if self.refused else "")
        )


def check(ops: Sequence[Op]) -> Verdict:
    """Every acknowledged op exactly once with all that belongs to it, every other op wholly or not at all."""
    rows = Counter(Assignment.objects.filter(place__startswith="place ").values_list("place", flat=True))
    numbers = {place: str(pk) for place, pk in Assignment.objects.values_list("place", "pk")}
    trail = Counter(AuditEntry.objects.filter(action="assignment.submitted").values_list("object_id", flat=True))
    keys = Counter(IdempotencyKey.objects.filter(status=201).values_list("key", flat=True))
    acknowledged = [op for op in ops if op.acknowledged]
    there = {place.removeprefix("place ") for place in rows}
    told = Counter(Message.objects.values_list("user_id", "key"))
    return Verdict(
        acknowledged=len(acknowledged),
        lost=[op.key for op in acknowledged if f"place {op.key}" not in rows],
        doubled=[place for place, count in rows.items() if count > 1] + [str(k) for k, n in told.items() if n > 1],
        half=[
            f"{key}: {trail[numbers[f'place {key}']]} entries, {keys[key]} keys"
            for key in there
            if trail[numbers[f"place {key}"]] != 1 or keys[key] != 1
        ],
        unknown=[op.key for op in ops if op.ambiguous],
        refused=[f"{op.status} {op.result}" for op in ops if not op.acknowledged and not op.ambiguous],
    )


def undone() -> int:
    """Events nobody has done yet."""
    return OutboxEvent.objects.filter(done_at__isnull=True).count()


def oldest_undone() -> dt.datetime | None:
    return (
        OutboxEvent.objects.filter(done_at__isnull=True)
        .order_by("created_at")
        .values_list("created_at", flat=True)
        .first()
    )
