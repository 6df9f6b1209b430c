"""R-80: three hundred people at work on one machine with everything else that runs on it."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.load.figures import FLOOR, READ, WRITE, Log, memory, neighbours, work
from tests.load.house import MINUTES, PEOPLE, TRAIL
from tests.load.visitors import visit

pytestmark = pytest.mark.long
FLAT = 0.10
MEASURED_EVERY = 2.0  # seconds


def test_three_hundred_people_at_work(house, assure):
    web, sizes = house.stand.running["web"].pid, []

    async def weigh(_log: Log, end: float) -> None:
        while time.monotonic() < end:
            sizes.append(memory(web))
            await asyncio.sleep(MEASURED_EVERY)

    before, worked = neighbours(), work(web)
    log = visit(house.port, house.staff, MINUTES * 60, beside=[weigh])
    print(f"\n{before}, {neighbours()}\n{log.table()}")
    cost = (work(web) - worked) / log.asked * 1000
    third = len(sizes) // 3
    grown = max(sizes[2 * third :]) / max(sizes[third : 2 * third]) - 1
    wrong = sum(log.wrong.values())
    said = (
        f"{len(house.staff)} users, {log.asked / MINUTES / 60:.0f} requests/s for {MINUTES:g} min, {PEOPLE:,} people, "
        f"{TRAIL:,} entries: read p95 {log.ms(0.95, READ):.0f} ms, p99 {log.ms(0.99, READ):.0f} ms, write p95 "
        f"{log.ms(0.95, WRITE):.0f} ms (bare page {log.ms(0.95, FLOOR):.0f} ms), {cost:.0f} ms of processor in web each, "
        f"{wrong} errors, {log.broken} of them 5xx, memory {grown:+.0%}, {before}"
    )
    fast = log.ms(0.95, READ) <= 500 and log.ms(0.99, READ) <= 1000 and log.ms(0.95, WRITE) <= 1000
    assure("R-80", said, ok=fast and wrong <= log.asked / 1000 and not log.broken and abs(grown) <= FLAT)
