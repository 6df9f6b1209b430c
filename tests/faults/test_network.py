"""R-36: answers two seconds late, resets at any byte, a line that swallows everything. Every request ends, none is half done."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass

import pytest

from tests.assurance import long_form
from tests.faults.history import TIMEOUT, check
from tests.faults.proxy import Proxy, Weather
from tests.faults.stand import until

# In the gate both lines fail at the same time, in the long form also each alone.
LINES = {"both": ("database", "queue"), "database": ("database",), "queue": ("queue",)}
WHICH = ("both", "database", "queue") if long_form() else ("both",)
SECONDS = {"late": 60, "reset": 60, "silent": 60} if long_form() else {"late": 5, "reset": 3, "silent": 12}
LONGEST = 30


@pytest.fixture(params=WHICH)
def line(request, world):
    """The proxies before one or both of the servers; fine weather again at the end, whatever happened."""
    proxies = [getattr(world.stand, name) for name in LINES[request.param]]
    yield Line(request.param, proxies)
    for proxy in proxies:
        proxy.weather = Weather()
        proxy.cut()


@dataclass
class Line:
    name: str
    proxies: list[Proxy]

    def have(self, weather: Weather) -> None:
        for proxy in self.proxies:
            proxy.weather = weather


def storm(world, line, weather, seconds):
    """Clients during the storm and a little after it; answers how long the slowest took, and the verdict."""
    clients = world.clients()
    clients.start()
    time.sleep(1)
    for change in weather(seconds):
        line.have(change)
    line.have(Weather())
    healed = time.monotonic()
    until(lambda: any(op.acknowledged and op.sent > healed for op in clients.ops), "an answer", TIMEOUT)
    clients.stop()
    slowest = max(op.took for op in clients.ops)
    unclear = clients.resolve()
    return slowest, unclear, check(clients.ops)


def late(seconds):
    yield Weather(delay=2.0)
    time.sleep(seconds)


def resets(seconds):
    """Every connection made ends in a reset somewhere; old ones are cut."""
    dice, until_ = random.Random(20261122), time.monotonic() + seconds
    while time.monotonic() < until_:
        yield Weather(reset_after=dice.randrange(1, 4000))
        time.sleep(0.2)


def silent(seconds):
    yield Weather(silent=True)
    time.sleep(seconds)


@pytest.mark.parametrize("kind", ["late", "reset", "silent"])
def test_every_request_ends_and_nothing_is_half_done(world, line, kind, assure):
    weather = {"late": late, "reset": resets, "silent": silent}[kind]
    if kind == "reset":
        for proxy in line.proxies:
            proxy.cut()
    slowest, unclear, found = storm(world, line, weather, SECONDS[kind])
    figure = f"{line.name} {kind} {SECONDS[kind]} s: slowest answer {slowest:.1f} s, {found}, {unclear} asked again"
    assure("R-36", figure, ok=found.good and slowest <= LONGEST)
