"""R-36: answers two seconds late, resets at any byte, a line that swallows everything. Every request ends, none is half done."""

from __future__ import annotations

import random
import time

import pytest

from tests.assurance import long_form
from tests.faults.history import TIMEOUT, check
from tests.faults.proxy import Weather
from tests.faults.stand import until

LINES = ("database", "queue")
SECONDS = {"late": 60 if long_form() else 8, "reset": 60 if long_form() else 6, "silent": 60 if long_form() else 14}
LONGEST = 30


@pytest.fixture(params=LINES)
def line(request, world):
    """The proxy before one of the servers; fine weather again at the end, whatever happened."""
    proxy = getattr(world.stand, request.param)
    yield proxy
    proxy.weather = Weather()
    proxy.cut()


def storm(world, line, weather, seconds):
    """Clients during the storm and a little after it; answers how long the slowest took, and the verdict."""
    clients = world.clients()
    clients.start()
    time.sleep(1)
    for change in weather(seconds):
        line.weather = change
    line.weather = Weather()
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
        line.cut()
    slowest, unclear, found = storm(world, line, weather, SECONDS[kind])
    which = "database" if line is world.stand.database else "queue"
    figure = f"{which} {kind} {SECONDS[kind]} s: slowest answer {slowest:.1f} s, {found}, {unclear} asked again"
    assure("R-36", figure, ok=found.good and slowest <= LONGEST)
