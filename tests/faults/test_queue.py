"""R-32: the queue killed, wiped, down, full. Writing goes on, nothing is lost or let through, and nobody restarts anything."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from core import clock
from core.models import Heartbeat, OutboxEvent
from tests.assurance import long_form
from tests.faults.history import check, undone
from tests.faults.stand import until

DOWN = 600 if long_form() else 5  # seconds
RECOVERED_WITHIN = 60


def killed(stand):
    stand.kill("valkey")
    yield
    stand.start_valkey()


def wiped(stand):
    stand.keeper().flushall()
    yield


def full(stand):
    stand.keeper().config_set("maxmemory", "1")
    yield
    stand.keeper().config_set("maxmemory", "256mb")


@pytest.mark.parametrize("fault", [killed, wiped, full])
def test_work_goes_on_without_the_queue_and_with_it_again(world, fault, assure):
    stand, clients = world.stand, world.clients(2)
    before = {name: stand.running[name].pid for name in ("web", "worker", "beat", "sweeper")}
    trouble = fault(stand)
    next(trouble)
    clients.start()
    time.sleep(DOWN if fault is not wiped else 2)
    clients.stop()
    written = sum(op.acknowledged for op in clients.ops)
    next(trouble, None)
    healed = clock.now()
    seconds = until(lambda: worker_and_beat_since(healed), "worker and beat at work", 3 * RECOVERED_WITHIN)
    until(lambda: undone() == 0, "the outbox to be empty", 120)
    found = check(clients.ops)
    same = all(stand.running[name].poll() is None and stand.running[name].pid == pid for name, pid in before.items())
    slowest = max(op.took for op in clients.ops)
    figure = f"{fault.__name__}: {written} written meanwhile, {found}, at work again after {seconds:.0f} s"
    ok = found.good and written == len(clients.ops) and same and seconds <= RECOVERED_WITHIN and slowest < 30
    assure("R-32", figure, ok=ok)


def worker_and_beat_since(moment: dt.datetime) -> bool:
    """The heartbeat is sent by beat and done by a worker: it proves both, and the queue between them."""
    return Heartbeat.objects.filter(name="worker", at__gt=moment).exists()


def test_the_age_of_the_oldest_event_is_known_while_the_queue_is_away(world):
    assert not OutboxEvent.objects.filter(done_at__isnull=True, created_at__lt=clock.now() - dt.timedelta(minutes=2))
