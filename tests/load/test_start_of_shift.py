"""R-81: the start of a shift, when three people a second sign in and the others work on."""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from collections.abc import Sequence

import pyotp
import pytest
from django.contrib.auth.hashers import get_hasher

from tests.accounts.factor import PASSWORD, SECRET
from tests.load.figures import FLOOR, READ, SIGN_IN, WRITE, Log, neighbours
from tests.load.house import MINUTES, Staff
from tests.load.visitors import visit
from tests.load.web import Line

pytestmark = pytest.mark.long
A_SECOND = 3


async def come_in(port: int, who: Staff, log: Log) -> None:
    """The page, the password, and the code of the app for those who see others' data; looking at the phone costs time."""
    line = Line(port, headers={"X-Forwarded-For": who.address})
    page = await line.get("/sign-in/")
    log.note(READ, "sign-in page", page.status, page.seconds)
    if page.status != 200:
        log.note(SIGN_IN, "in", page.status, page.seconds)
        return
    answer = await line.post("/sign-in/", {"username": who.user.username, "password": PASSWORD})
    took, inside = answer.seconds, answer.status == 302
    if inside and who.group != "auxiliary":
        answer = await line.post("/sign-in/second/", {"code": pyotp.TOTP(SECRET).now()})
        took, inside = took + answer.seconds, answer.status == 302 and "/sign-in/" not in answer.headers["location"]
    log.note(SIGN_IN, "in", 200 if inside else answer.status if answer.status != 302 else 401, took)


def shift(port: int, staff: Sequence[Staff]) -> object:
    """Three a second, one after the other through the whole staff."""
    order = random.Random(3).sample(list(staff), len(staff))

    async def arrive(log: Log, end: float) -> None:
        under_way = set()
        for who in itertools.cycle(order):
            if time.monotonic() >= end:
                break
            task = asyncio.create_task(come_in(port, who, log))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
            await asyncio.sleep(1 / A_SECOND)
        await asyncio.gather(*under_way)

    return arrive


def test_three_sign_in_each_second_and_the_others_work_on(house, assure):
    before = neighbours()
    at_work = house.staff[::2]  # half of them: the shift that goes, while the other half arrives
    log = visit(house.port, at_work, MINUTES * 60, seed=5, beside=[shift(house.port, house.staff)])
    print(f"\n{before}, {neighbours()}\n{log.table()}")
    times, others = log.ms(0.95, SIGN_IN), max(log.ms(0.95, READ), log.ms(0.95, WRITE))
    refused = sum(row[0] == SIGN_IN and row[2] != 200 for row in log.rows)
    said = (
        f"{len(at_work)} at work, {log.count(SIGN_IN)} sign-ins in {MINUTES:g} min, {refused} refused: p95 {times:.0f} ms, "
        f"others p95 {others:.0f} ms "
        f"(bare page {log.ms(0.95, FLOOR):.0f} ms), one hash {hash_costs() * 1000:.0f} ms of processor, {before}"
    )
    assure("R-81", said, ok=times <= 2000 and others <= 1000 and not refused and not log.broken)


def hash_costs() -> float:
    """Seconds of processor for one password."""
    hasher, begun = get_hasher("argon2"), time.process_time()
    hasher.encode(PASSWORD, hasher.salt())
    return time.process_time() - begun
