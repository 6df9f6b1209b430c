"""R-32: the queue killed, wiped, down, full. Writing goes on, nothing is lost or let through, and nobody restarts anything."""

from __future__ import annotations

import datetime as dt
import http.client
import time
from collections import Counter

import psutil
import pytest

from core import clock
from core.models import Heartbeat
from tests.assurance import long_form
from tests.faults.history import check, undone
from tests.faults.stand import PROGRAMS, until
from tests.faults.test_kills import end_leases

DOWN = {"killed": 600, "wiped": 5, "full": 60} if long_form() else {"killed": 5, "wiped": 2, "full": 3}  # seconds
RECOVERED_WITHIN = 60


def killed(stand):
    stand.kill("valkey")
    yield
    stand.start_valkey()


def wiped(stand):
    stand.keeper().flushall()
    yield


def full(stand):
    """It fills up between a message's arrival and the moment a worker takes it."""
    worker = psutil.Process(stand.running["worker"].pid)
    worker.suspend()
    stand.send("core.sweep_outbox")
    stand.keeper().config_set("maxmemory", "1")
    worker.resume()
    yield
    stand.keeper().config_set("maxmemory", "256mb")


@pytest.mark.parametrize("fault", [killed, wiped, full])
def test_work_goes_on_without_the_queue_and_with_it_again(world, fault, assure):
    stand, clients = world.stand, world.clients(2)
    before = {name: stand.running[name].pid for name in PROGRAMS}
    trouble, name = fault(stand), fault.__name__
    end_leases()  # of those whom an earlier test killed
    next(trouble)
    clients.start()
    time.sleep(DOWN[name])
    clients.stop()
    written = sum(op.acknowledged for op in clients.ops)
    next(trouble, None)
    seconds = world.worker_at_work(3 * RECOVERED_WITHIN)
    if long_form():
        healed = clock.now()
        seconds += until(lambda: beat_and_worker_since(healed), "beat and worker", 3 * RECOVERED_WITHIN)
    until(lambda: undone() == 0, "the outbox to be empty", 120)
    found = check(clients.ops)
    same = all(stand.running[name].poll() is None and stand.running[name].pid == pid for name, pid in before.items())
    slowest = max(op.took for op in clients.ops)
    figure = f"{name} for {DOWN[name]} s: {written} written meanwhile, {found}, worker woken after {seconds:.0f} s"
    ok = found.good and written == len(clients.ops) and same and seconds <= RECOVERED_WITHIN and slowest < 30
    assure("R-32", figure, ok=ok)


def test_afterwards_beat_and_worker_are_at_work_without_a_restart(world, assure):
    """The heartbeat is sent by beat and done by a worker: it proves both, and the queue between them."""
    since = clock.now()
    seconds = until(lambda: beat_and_worker_since(since), "beat and worker", 2 * RECOVERED_WITHIN)
    figure = f"after a queue killed, wiped and full: heartbeat of the same beat and worker within {seconds:.0f} s"
    assure("R-32", figure, ok=seconds <= RECOVERED_WITHIN)


def beat_and_worker_since(moment: dt.datetime) -> bool:
    return Heartbeat.objects.filter(name="beat", at__gt=moment).exists()


LIMITED = "/api/v1/me/"


def test_no_limit_is_lifted_while_the_queue_is_away(world, assure):
    """Requests of the API are counted on in each process, never let through uncounted."""
    stand = world.stand
    stand.kill("web")
    stand.start("web", API_RATE="20/min")
    stand.kill("valkey")
    try:
        answers = Counter(get(stand.port, world.token) for _ in range(60))
    finally:
        stand.start_valkey()
        stand.kill("web")
        stand.start("web")
    passed = answers[200]
    figure = (
        f"queue away, limit 20 a minute in each of 2 processes: {passed} of 60 passed, {answers[429]} refused with 429"
    )
    assure("R-32", figure, ok=0 < passed <= 40 and passed + answers[429] == 60)


def get(port: int, token: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", LIMITED, headers={"Authorization": f"Token {token}"})
        return connection.getresponse().status
    finally:
        connection.close()
