"""The controls: the same faults on Celery as it comes lose work and do it twice; so the fault tests can see both."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
from celery import Celery

from auxpolice.embedded import credentials, processes
from core import patience
from tests.faults.proxy import Proxy, Weather
from tests.faults.stand import ROOT, kill_family, until

TASKS, LAST = 12, 99


@contextmanager
def plain_worker(stand, file: Path, **more: str):
    """A worker with the settings Celery comes with, on the stand's queue."""
    command = (sys.executable, "-m", "celery", "-A", "tests.faults.plain", "worker", "-c", "2", "-Q", "plain")
    command += ("--without-gossip", "--without-mingle", "-n", f"plain{time.monotonic_ns()}@here")
    broker = f"redis+socket://:{credentials().redis_password}@{stand.places.redis_socket}"
    environment = os.environ | {"PLAIN_BROKER": broker, "PLAIN_FILE": str(file), **more}
    log = stand.folder / "log" / "plain.log"
    process = processes.spawn(command, log=log, environment=environment, folder=ROOT, last_signal=signal.SIGKILL)
    try:
        yield process
    finally:
        kill_family(process.pid)
        process.wait()


def lines(file: Path) -> Counter[str]:
    return Counter(file.read_text().splitlines()) if file.exists() else Counter()


def send(stand, *, seconds: float, count: int, first: int = 0) -> None:
    with Celery(broker=stand.redis_url()) as app:
        for number in range(first, first + count):
            app.send_task("plain.work", args=(number, seconds), queue="plain")


@pytest.mark.long
def test_plain_celery_loses_what_was_under_way_when_it_is_killed(world, tmp_path, assure):
    """With its default settings the message is acknowledged before the work: kill -9, and nobody does it again."""
    file = tmp_path / "effects"
    send(world.stand, seconds=0.2, count=TASKS)
    with plain_worker(world.stand, file):
        until(lambda: len(lines(file)) >= 4, "some work")
    with plain_worker(world.stand, file):
        send(world.stand, seconds=0, count=1, first=LAST)  # what stands behind all of them in the queue
        until(lambda: f"done {LAST}" in lines(file), "the rest of the queue", 60)
        time.sleep(0.5)
    done = {line for line in lines(file) if line.startswith("done")} - {f"done {LAST}"}
    lost = TASKS - len(done)
    assure("R-30", f"control, Celery as it comes: {lost} of {TASKS} lost by one kill -9", ok=lost > 0)


@pytest.mark.long
def test_a_task_longer_than_the_visibility_time_out_is_begun_again_and_again(world, tmp_path, assure):
    """Late acknowledgement with a short time-out, and a task that takes longer."""
    file = tmp_path / "effects"
    send(world.stand, seconds=25, count=1)
    with plain_worker(world.stand, file, PLAIN_LATE="3"):
        until(lambda: lines(file)["done 0"] > 0, "the task", 60)
    begun = lines(file)["began 0"]
    assure(
        "R-35", f"control, acknowledged late with a time-out of 3 s: one task of 25 s begun {begun} times", ok=begun > 1
    )


def test_without_patience_a_dead_line_is_waited_on_for_ever(world, assure):
    """psycopg2 as it comes hangs in a query that nobody answers; with ours it ends."""
    proxy = Proxy(world.stand.places.pg_socket)
    proxy.start()
    try:
        hung = asks(proxy, None)
        ended = asks(proxy, patience)
    finally:
        proxy.weather = Weather()
        proxy.stop()
    assure(
        "R-36",
        f"control without our patience: still waiting after {hung:.0f} s; with it {ended:.0f} s",
        ok=hung > ended,
    )


def asks(proxy: Proxy, ours: object) -> float:
    """Seconds until a query on a dead line ended, at most five."""
    proxy.weather = Weather()
    psycopg2.extensions.set_wait_callback(None)  # whatever an earlier test of this process left
    if ours:
        patience.install()
    connection = psycopg2.connect(
        host="127.0.0.1", port=proxy.port, user="auxpolice_app", password=credentials().app_password, dbname="stand"
    )
    began, over = time.monotonic(), threading.Event()

    def ask() -> None:
        try:
            with patience.longer(2, 2), connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except psycopg2.Error:
            pass  # that it ends is all that is asked
        over.set()

    proxy.weather = Weather(silent=True)
    thread = threading.Thread(target=ask, daemon=True)
    try:
        thread.start()
        over.wait(5)
        return time.monotonic() - began
    finally:
        psycopg2.extensions.set_wait_callback(None)
        proxy.cut()
        thread.join(10)
