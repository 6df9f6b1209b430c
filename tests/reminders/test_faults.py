"""Beat stopped for thirty days, kill -9 at any moment, two runs at once: every reminder exactly once, none lost."""

from __future__ import annotations

import contextlib
import multiprocessing
import random
import threading
import time
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from django.db import connection, connections

from core import clock, deadlines, outbox
from core.actors import SYSTEM
from core.models import OutboxEvent
from reminders import services
from reminders.models import Delivery, Digest, Notice, Run
from reminders.services import scanning
from tests import servers
from tests.cast import TODAY, Cast
from tests.reminders import records

KILLS = 20
fork = multiprocessing.get_context("fork")


@pytest.fixture
def office(fresh_db, monkeypatch):
    """Five hundred contracts over twenty stations with an HR officer each; only the contract's end is looked at."""
    monkeypatch.setattr(deadlines, "_sources", {"contract_end": deadlines.source("contract_end")})
    monkeypatch.setattr(outbox, "wake", lambda: None)
    cast = Cast()
    records.contracts(cast, records.stations(cast, 20), records.spread(TODAY - timedelta(days=5), 125, 500))
    return cast


def run(day=TODAY):
    return services.run(on=day, by=SYSTEM)


def notices():
    """What is on record, without the numbers of the rows; a duplicate stands twice."""
    columns = ("source", "subject", "due_on", "stage", "overtaken", "closed_at")
    return sorted(Notice.objects.values_list(*columns))


def told():
    """Who was told of what, and in which day's mail."""
    columns = ("notice__subject", "notice__due_on", "notice__stage", "user__username", "digest__day")
    return sorted(Delivery.objects.values_list(*columns))


def forget():
    """As if nothing had ever run."""
    for model in (Delivery, Digest, Notice, Run, OutboxEvent):
        model.objects.all().delete()


def test_beat_stopped_for_thirty_days_makes_the_same_as_daily_runs_with_the_real_sources(fresh_db, monkeypatch):
    monkeypatch.setattr(outbox, "wake", lambda: None)
    cast = Cast()
    records.contracts(cast, records.stations(cast, 3), records.spread(TODAY - timedelta(days=40), 160, 200))
    cast.agreement(ends_on=TODAY + timedelta(days=20))
    cast.user("hr")
    for number in range(31):
        run(TODAY + timedelta(days=number))
    daily, mails = notices(), Digest.objects.count()
    forget()
    run(TODAY)
    run(TODAY + timedelta(days=30))
    assert notices() == daily
    assert len({row[0] for row in daily}) >= 4
    assert len({row[:4] for row in daily}) == len(daily)
    assert Digest.objects.count() < mails
    assert not Notice.objects.filter(told_at__isnull=True).exists()


def work():
    """What the worker and the sweeper do, in a process of its own or in this one."""
    assert not run().failed
    outbox.sweep()


def work_in_the_child():
    """With connections of its own: beside a browser's event loop a fork would find those of an earlier test's database."""
    for alias in connections:
        with contextlib.suppress(AttributeError):
            del connections[alias]
    work()


def killed_after(seconds):
    """A process that does the work and is killed -9; whether it was still at it."""
    connections.close_all()
    process = fork.Process(target=work_in_the_child)
    process.start()
    process.join(seconds)
    running = process.is_alive()
    assert running or process.exitcode == 0, "it ended by itself, with an error: see its traceback on stderr"
    process.kill()
    process.join()
    return running


def test_kill_9_at_twenty_random_moments_loses_and_doubles_nothing(office, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    began = time.monotonic()
    assert not killed_after(60)
    whole = time.monotonic() - began
    undisturbed, undisturbed_told, ids = notices(), told(), message_ids(tmp_path)
    assert len(undisturbed) >= 500
    assert len(ids) == len(set(ids)) == 20
    moments, at_work, begun = random.Random(20261116), 0, set()
    for _kill in range(KILLS):
        forget()
        for letter in tmp_path.iterdir():
            letter.unlink()
        at_work += killed_after(moments.uniform(0.02, whole))
        begun.add((Notice.objects.count(), Digest.objects.count(), len([*tmp_path.iterdir()])))
        OutboxEvent.objects.filter(done_at__isnull=True).update(due_at=clock.now())  # the lease of the dead is over
        work()
        assert notices() == undisturbed
        assert told() == undisturbed_told
        assert set(message_ids(tmp_path)) == set(ids)
        assert not OutboxEvent.objects.filter(done_at__isnull=True).exists()
    assert at_work >= KILLS // 2, "the processes were killed too late to prove anything"
    assert len(begun) >= 5, "the processes were all killed at the same point"


def message_ids(folder: Path) -> list[str]:
    """The Message-ID of every mail written."""
    return [message_from_bytes(letter)["Message-ID"] for path in folder.iterdir() for letter in letters(path)]


def letters(path: Path) -> list[bytes]:
    """The backend ends each mail with a line of dashes."""
    return [letter.strip() for letter in path.read_bytes().split(b"-" * 79) if letter.strip()]


def two_at_once(monkeypatch):
    """Two runs that both have read what is known before either writes."""
    met = threading.Barrier(2, timeout=20)
    known = scanning._open_cases

    def meet(code):
        cases = known(code)
        met.wait()
        return cases

    monkeypatch.setattr(scanning, "_open_cases", meet)
    failures: list[BaseException] = []

    def one():
        try:
            run()
        except BaseException as error:  # noqa: BLE001 - shown by the test
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert all(row.failed == [] for row in Run.objects.all())


def duplicates():
    rows = [row[:4] for row in notices()]
    return len(rows) - len(set(rows))


def test_two_runs_at_once_make_each_notice_once(office, monkeypatch):
    two_at_once(monkeypatch)
    assert len(notices()) >= 500
    assert duplicates() == 0
    assert Digest.objects.count() == 20
    assert Delivery.objects.count() == Notice.objects.count()


def test_without_the_unique_key_two_runs_at_once_do_make_duplicates(office, monkeypatch):
    """The positive control: the test above fails as soon as the key is gone."""
    name = connections["default"].settings_dict["NAME"]
    servers.Postgres().execute(name, "ALTER TABLE reminders_notice DROP CONSTRAINT one_notice_for_each_stage")
    two_at_once(monkeypatch)
    assert duplicates() >= 500


def test_a_run_that_was_killed_is_taken_up_and_a_finished_one_left_alone(office):
    now = clock.now()
    dead = Run.objects.create(day=TODAY, started_at=now, alive_at=now)
    assert services.run_if_due(on=TODAY, now=now + timedelta(seconds=30)) is None
    assert services.run_if_due(on=TODAY, now=now + timedelta(seconds=60)).made >= 500
    assert dead.finished_at is None
    later = clock.now()
    assert services.run_if_due(on=TODAY, now=later + timedelta(minutes=50)) is None
    assert services.run_if_due(on=TODAY, now=later + timedelta(minutes=70)).made == 0
