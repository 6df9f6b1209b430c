"""kill -9 of a real Celery worker at twenty random moments during five hundred due reminders (the long form)."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from celery import Celery
from django.conf import settings

from core import clock
from core.models import OutboxEvent
from reminders.models import Digest, Notice, Run
from tests import servers
from tests.cast import TODAY, Cast
from tests.reminders import records
from tests.reminders.test_faults import forget, message_ids, notices, told

pytestmark = [pytest.mark.long, pytest.mark.house]
KILLS = 20


@pytest.fixture
def world(fresh_db, tmp_path):
    """Five hundred contracts in a database of their own; answers the environment of a worker on it."""
    cast = Cast()
    records.contracts(cast, records.stations(cast, 20), records.spread(TODAY - timedelta(days=5), 125, 500))
    letters = tmp_path / "mail"
    letters.mkdir()
    return os.environ | servers.urls(fresh_db) | {
        "DJANGO_SETTINGS_MODULE": "auxpolice.settings",
        "AUXPOLICE_TODAY": TODAY.isoformat(),
        "EMAIL_URL": f"file://{letters}",
    }  # fmt: skip


@contextmanager
def worker(environment):
    """A Celery worker in a process group of its own, killed -9 at the end of the block."""
    command = [sys.executable, "-m", "celery", "-A", "auxpolice", "worker", "-c", "2", "-l", "error"]
    process = subprocess.Popen(
        [*command, "--without-gossip", "--without-mingle"],
        cwd=settings.BASE_DIR, env=environment, start_new_session=True, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wake(environment):
    """What beat does."""
    Celery(broker=environment["REDIS_URL"]).send_task("reminders.run")
    Celery(broker=environment["REDIS_URL"]).send_task("core.sweep_outbox")


def until(true, seconds=60):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "the worker did nothing in time"
        time.sleep(0.02)


def finished():
    """A look was finished and its mails are out."""
    open_mails = OutboxEvent.objects.filter(done_at__isnull=True)
    return Run.objects.filter(finished_at__isnull=False).exists() and not open_mails.exists()


def test_kill_9_of_the_worker_at_twenty_random_moments_loses_and_doubles_nothing(world, tmp_path):
    with worker(world):
        wake(world)
        until(lambda: Run.objects.exists())
        began = time.monotonic()
        until(finished)
        whole = time.monotonic() - began
    undisturbed, undisturbed_told, ids = notices(), told(), set(message_ids(tmp_path / "mail"))
    assert len(undisturbed) >= 500
    assert len(ids) == Digest.objects.count()
    moments, half_done = random.Random(20261116), 0
    for _kill in range(KILLS):
        forget()
        with worker(world):
            wake(world)
            until(lambda: Run.objects.exists())
            time.sleep(moments.uniform(0, whole))
        half_done += Notice.objects.count() < len(undisturbed) or not finished()
        Run.objects.filter(finished_at__isnull=True).update(alive_at=clock.now() - timedelta(minutes=1))
        OutboxEvent.objects.filter(done_at__isnull=True).update(due_at=clock.now())  # the lease of the dead is over
        with worker(world):
            wake(world)
            until(finished)
        assert notices() == undisturbed
        assert told() == undisturbed_told
        assert set(message_ids(tmp_path / "mail")) == ids
    assert half_done >= KILLS // 3, "the workers were killed too late to prove anything"
