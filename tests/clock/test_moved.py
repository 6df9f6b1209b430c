"""R-34, R-35: the clock moved, beat twice or not at all, work that takes longer than anybody expected. Each thing once."""

from __future__ import annotations

import ast
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from auxpolice.celery import app
from core import clock, deadlines, outbox
from core.models import OutboxEvent
from reminders import services
from reminders.models import Delivery, Digest, Notice, Run
from tests.cast import Cast
from tests.reminders import records

ROOT = Path(__file__).resolve().parent.parent.parent
SHANGHAI = timedelta(hours=8)
# A day's end, a month's, a year's, and the day that comes every four years; in Shanghai.
MIDNIGHTS = [date(2026, 11, 17), date(2026, 12, 1), date(2027, 1, 1), date(2028, 2, 29), date(2028, 3, 1)]


@pytest.fixture
def office(fresh_db, monkeypatch):
    monkeypatch.setattr(deadlines, "_sources", {"contract_end": deadlines.source("contract_end")})
    monkeypatch.setattr(outbox, "wake", lambda: None)
    return Cast()


class Moved:
    """The clock of the house, standing where it is put."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.moment = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda: self.moment)
        monkeypatch.setattr(clock, "today", lambda: (self.moment + SHANGHAI).date())

    def to(self, moment: datetime) -> None:
        self.moment = moment

    def look(self) -> Run | None:
        """What beat's wake-up does at this moment."""
        return services.run_if_due(on=clock.today(), now=clock.now())


@pytest.fixture
def moved(monkeypatch):
    return Moved(monkeypatch)


def contracts_ending(cast: Cast, days: list[date]) -> None:
    records.contracts(cast, records.stations(cast, 2), days)


def doubled() -> int:
    keys = [*Notice.objects.values_list("source", "subject", "due_on", "stage")]
    told = [*Delivery.objects.values_list("notice", "user", "why")]
    mails = [*Digest.objects.values_list("user", "day")]
    return sum(len(rows) - len(set(rows)) for rows in (keys, told, mails))


def made() -> set[tuple]:
    return {*Notice.objects.values_list("source", "subject", "due_on", "stage", "overtaken")}


@pytest.mark.parametrize("day", MIDNIGHTS, ids=str)
def test_over_midnight_each_reminder_of_the_new_day_comes_once(office, moved, day, assure):
    stage = max(deadlines.source("contract_end").stages)
    contracts_ending(office, [day + timedelta(days=stage)])
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) - SHANGHAI
    moved.to(midnight - timedelta(seconds=1))
    moved.look()
    before = Notice.objects.count()
    moved.to(midnight)
    for _twice in range(2):
        moved.look()
    ours = Notice.objects.count()
    figure = f"{day}, 23:59:59 to 00:00 in Shanghai: {before} reminders, then {ours}, {doubled()} doubled"
    assure("R-34", figure, ok=before == 0 and ours == 1 and not doubled())


def test_a_clock_set_back_an_hour_or_on_a_day_makes_no_reminder_twice_and_loses_none(office, moved, assure):
    contracts_ending(office, records.spread(date(2026, 11, 11), 125, 60))
    start = moved.moment
    for moment in (
        start,
        start - timedelta(hours=1),
        start,
        start + timedelta(days=1),
        start,
        start + timedelta(days=1),
    ):
        moved.to(moment)
        moved.look()
        moved.to(moment + timedelta(minutes=70))
        moved.look()
    jumped, twice = made(), doubled()
    for model in (Delivery, Digest, Notice, Run, OutboxEvent):
        model.objects.all().delete()
    for moment in (start, start + timedelta(days=1)):
        moved.to(moment)
        moved.look()
    assure(
        "R-34",
        f"clock −1 h, +1 day and back: {len(jumped)} reminders, {twice} doubled",
        ok=jumped == made() and not twice,
    )


def test_beat_dead_for_twenty_six_hours_is_made_up_for_by_one_look(office, moved, assure):
    contracts_ending(office, records.spread(date(2026, 11, 11), 125, 60))
    start = moved.moment
    for hours in range(27):
        moved.to(start + timedelta(hours=hours))
        moved.look()
    always, mails = made(), Digest.objects.count()
    for model in (Delivery, Digest, Notice, Run, OutboxEvent):
        model.objects.all().delete()
    moved.to(start)
    moved.look()
    moved.to(start + timedelta(hours=26))
    moved.look()
    figure = f"beat dead 26 h: {len(made())} of {len(always)} reminders, {doubled()} doubled, {mails} mails"
    assure("R-34", figure, ok=made() == always and not doubled())


def test_beat_twice_makes_each_reminder_once(office, moved, assure):
    contracts_ending(office, records.spread(date(2026, 11, 11), 125, 60))
    failures: list[BaseException] = []
    met = threading.Barrier(2, timeout=20)

    def beat() -> None:
        try:
            met.wait()
            moved.look()
        except BaseException as error:  # noqa: BLE001 - shown by the test
            failures.append(error)
        finally:
            connection.close()

    both = [threading.Thread(target=beat) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assure(
        "R-34",
        f"beat twice: {len(made())} reminders, {doubled()} doubled",
        ok=not failures and made() and not doubled(),
    )


def test_an_event_written_before_the_clock_was_set_back_is_done_at_once(fresh_db, moved, monkeypatch, assure):
    done = []
    monkeypatch.setitem(outbox._consumers, "clock.test", {"once": lambda payload: done.append(payload["number"])})
    monkeypatch.setattr(outbox, "wake", lambda: None)
    event = {"kind": "clock.test", "consumer": "once", "created_at": moved.moment, "due_at": moved.moment}
    OutboxEvent.objects.create(**event, payload={"number": 1})
    OutboxEvent.objects.create(**event, payload={"number": 2}, attempts=1)
    moved.to(moved.moment - timedelta(days=1))
    outbox.sweep()
    outbox.sweep()
    assure("R-34", f"clock set back a day: {len(done)} of 2 waiting events done at once", ok=sorted(done) == [1, 2])


def test_work_longer_than_the_lease_is_not_done_by_another_meanwhile(fresh_db, monkeypatch, assure):
    """The lease ends while the work goes on: the row is locked, so whoever else looks finds nothing to do."""
    at_work, go_on, effects = threading.Event(), threading.Event(), []

    def slow(payload: object) -> None:
        effects.append(1)
        at_work.set()
        go_on.wait(20)

    monkeypatch.setitem(outbox._consumers, "slow.test", {"once": slow})
    monkeypatch.setattr(outbox, "LEASE", timedelta(0))
    now = clock.now()
    OutboxEvent.objects.create(kind="slow.test", consumer="once", created_at=now, due_at=now)

    def work() -> None:
        outbox.sweep()
        connection.close()

    first = threading.Thread(target=work)
    first.start()
    at_work.wait(20)
    others = [outbox.sweep() for _ in range(20)]
    go_on.set()
    first.join()
    left = OutboxEvent.objects.filter(done_at__isnull=True).count()
    figure = f"{len(others)} looks at an event whose lease had ended amid the work: {len(effects)} effect"
    assure("R-35", figure, ok=len(effects) == 1 and not any(others) and not left)


def our_tasks() -> dict[str, object]:
    app.loader.import_default_modules()
    return {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}


def test_no_task_may_run_as_long_as_the_visibility_time_out(assure):
    """Nobody is handed a task that another still works on: each is ended before, by its own limit or the house's."""
    visible = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
    limits = {name: task.time_limit or settings.CELERY_TASK_TIME_LIMIT for name, task in our_tasks().items()}
    longest = max(limits.values())
    assert len(limits) >= 9
    assure("R-35", f"{len(limits)} tasks, the longest may run {longest} s of {visible} s", ok=longest < visible)


def test_no_task_is_told_anything_or_put_off(assure):
    """What is to be done stands in the database; a message far ahead of its time would be handed out again and again."""
    put_off, told = [], []
    for path in sorted(path for room in ROOT.glob("*/apps.py") for path in room.parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                names = {word.arg for word in node.keywords}
                put_off += [f"{path.name}:{node.lineno}"] if names & {"eta", "countdown"} else []
                if ast.unparse(node.func).endswith((".delay", ".apply_async")) and (
                    node.args or names & {"args", "kwargs"}
                ):
                    told.append(f"{path.name}:{node.lineno}")
    tasks = our_tasks()
    spoken = [name for name, task in tasks.items() if task.run.__code__.co_argcount]
    figure = (
        f"{len(put_off)} uses of eta or countdown, {len(told) + len(spoken)} of {len(tasks)} tasks are told anything"
    )
    assure("R-35", figure, ok=not put_off and not told and not spoken)
