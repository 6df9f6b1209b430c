"""Three hundred people at work: they look at lists, files and queues, ask, decide and think in between."""

from __future__ import annotations

import asyncio
import json
import random
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from urllib.parse import quote

from tests.load.figures import FLOOR, READ, WRITE, Log
from tests.load.house import Staff
from tests.load.web import Answer, Line

THINKING = (5.0, 15.0)  # seconds between two requests of one person
DECISION = {
    "id": "l", "text_zh": "国道路口设点执勤,民警一名带两名辅警,发现违法及时劝阻", "duty_codes": ["roadside-checkpoint"],
    "context": {
        "jurisdiction": "CN", "auxiliary_category": "service", "police_on_site": 1, "auxiliaries_on_site": 2,
    },
}  # fmt: skip
SEARCHES = ("wang", "li", "张", "zm", "刘", "chen", "YL0000")
# What each does how often: about seven reads for a decision and a write.
HABITS: Mapping[str, Mapping[str, int]] = {
    "hr": {"list": 25, "file": 30, "search": 20, "desk": 10, "contracts": 10, "decision": 5},
    "requester": {"assignments": 25, "assignment": 20, "write": 20, "decision": 15, "list": 10, "search": 10},
    "supervisor": {"approvals": 30, "assignment": 25, "approve": 20, "desk": 10, "file": 15},
    "auxiliary": {"me": 60, "desk": 20, "messages": 20},
}


class Visitor:
    """One of them."""

    def __init__(self, port: int, who: Staff, log: Log, chance: random.Random) -> None:
        self.who, self.log, self.chance = who, log, chance
        source = {"X-Forwarded-For": who.address}
        self.page = Line(port, headers=source, cookies={**who.cookies})
        as_json = {"Authorization": f"Token {who.token}", "Content-Type": "application/json"}
        self.api = Line(port, headers=source | as_json)
        habits = HABITS[who.group]
        self.acts, self.weights = list(habits), list(habits.values())

    async def act(self) -> Answer:
        what = self.chance.choices(self.acts, self.weights)[0]
        if what in ("write", "approve", "decision"):
            kind, answer = await self._call(what)
        else:
            kind, answer = READ, await self.page.get(self._address(what))
        status = 401 if "/sign-in/" in answer.headers.get("location", "") else answer.status
        self.log.note(kind, what, status, answer.seconds)
        return answer

    def _address(self, what: str) -> str:
        some = self.chance.choice
        return {
            "list": lambda: f"/roster/?page={self.chance.randint(1, 2)}",
            "search": lambda: f"/roster/?q={quote(some(SEARCHES))}",
            "file": lambda: f"/roster/{some(self.who.files)}/",
            "contracts": lambda: "/contracts/",
            "assignments": lambda: "/duties/assignments/",
            "assignment": lambda: f"/duties/assignments/{some(self.who.assignments)}/",
            "approvals": lambda: "/duties/approvals/",
            "messages": lambda: "/reminders/messages/",
            "me": lambda: "/me/",
            "desk": lambda: "/",
        }[what]()

    async def _call(self, what: str) -> tuple[str, Answer]:
        key = {"Idempotency-Key": uuid.uuid4().hex}
        if what == "write" and (body := next(self.who.requests, None)):
            answer = await self.api.ask("POST", "/api/v1/assignments/", json.dumps(body).encode(), key)
            self.log.written.append((str(body["place"]), answer.status))
            return WRITE, answer
        if what == "approve" and (number := next(self.who.waiting, None)):
            return WRITE, await self.api.ask("POST", f"/api/v1/assignments/{number}/approve/", b"{}", key)
        return READ, await self.api.ask("POST", "/api/v1/duty-decisions/", json.dumps(DECISION).encode())


def visit(port: int, staff: Sequence[Staff], seconds: float, *, seed: int = 1, thinking: tuple[float, float] = THINKING,
          beside: Sequence[Callable[[Log, float], Awaitable[None]]] = ()) -> Log:  # fmt: skip
    """All of them at work for so long, with whatever goes on beside; answers every request."""
    log = Log()

    async def one(number: int, who: Staff, end: float) -> None:
        chance = random.Random(seed * 1000 + number)
        visitor = Visitor(port, who, log, chance)
        await asyncio.sleep(chance.uniform(0, thinking[1]))
        while time.monotonic() < end:
            await visitor.act()
            await asyncio.sleep(chance.uniform(*thinking))

    async def together() -> None:
        end = time.monotonic() + seconds
        await asyncio.gather(
            *(one(number, who, end) for number, who in enumerate(staff)),
            floor(port, log, end),
            *(act(log, end) for act in beside),
        )

    asyncio.run(together())
    return log


def crowd(port: int, staff: Sequence[Staff], seconds: float, rate: float, *, seed: int = 2) -> Log:
    """So many requests a second, whether the earlier ones were answered or not."""
    log, chance = Log(), random.Random(seed)
    visitors = [Visitor(port, who, log, random.Random(seed * 1000 + n)) for n, who in enumerate(staff)]

    async def together() -> None:
        end, under_way = time.monotonic() + seconds, set()
        while time.monotonic() < end:
            task = asyncio.create_task(chance.choice(visitors).act())
            under_way.add(task)
            task.add_done_callback(under_way.discard)
            await asyncio.sleep(chance.expovariate(rate))
        await asyncio.gather(*under_way)

    asyncio.run(together())
    return log


async def floor(port: int, log: Log, end: float) -> None:
    """The bare page beside the others: what the machine and the web server cost whatever is asked."""
    line = Line(port)
    while time.monotonic() < end:
        answer = await line.get("/healthz")
        log.note(FLOOR, "healthz", answer.status, answer.seconds)
        await asyncio.sleep(1)
