"""R-30: kill -9 at every named moment of the work that follows an act. No news is lost, none is told twice."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from core import clock
from core.models import OutboxEvent
from reminders.models import Message, Notice, Run
from tests.assurance import long_form
from tests.faults.history import check, undone
from tests.faults.stand import until
from tests.reminders import records
from tests.reminders.test_faults import forget, notices, told

# The moments of an event's doing; those of other work stand in its own test.
OF_AN_EVENT = ("before-lock", "after-lock", "mid-task", "before-commit", "after-effect-before-ack")
KILLS = 100 if long_form() else 1
DONE_WITHIN = 120


def end_leases() -> None:
    """As if the minute of the dead were over."""
    OutboxEvent.objects.filter(done_at__isnull=True).update(due_at=clock.now())


def kill_once(world, clients, point: str, *, wait_for_the_lease: bool) -> float:
    """One act whose news is told by a process that dies at the point; answers seconds until everything was done."""
    stand = world.stand
    for program in ("worker", "sweeper"):
        stand.arm(program, point)
    op = clients.one()
    assert op.acknowledged or op.ambiguous, f"refused: {op.status} {op.result}; {stand.log('web')[-2000:]}"
    stand.killed_at(point)
    began = time.monotonic()
    if not wait_for_the_lease:
        end_leases()
    until(lambda: undone() == 0, "every event to be done", DONE_WITHIN)
    return time.monotonic() - began


@pytest.mark.parametrize("point", OF_AN_EVENT)
def test_killed_at_a_moment_of_an_event_no_news_is_lost_or_told_twice(world, point, assure):
    clients, slowest = world.clients(), 0.0
    before = Message.objects.count()
    for number in range(KILLS):
        took = kill_once(world, clients, point, wait_for_the_lease=long_form() and number == 0)
        slowest = max(slowest, took)
    found = check(clients.ops)
    news = Message.objects.count() - before
    doubled = news - Message.objects.values("user", "key").distinct().count() + before if news else 0
    figure = f"{KILLS} kills {point}: {found}, {news} told, all done after {slowest:.0f} s at most"
    good = found.good and found.acknowledged == KILLS and news >= KILLS and doubled <= before and slowest <= DONE_WITHIN
    assure("R-30", figure, ok=good)


@pytest.fixture(scope="module")
def falling_due(world):
    """A hundred contracts that fall due at five stations, and what an undisturbed look makes of them."""
    ends = records.spread(world.cast.today - timedelta(days=5), 125, 100)
    records.contracts(world.cast, records.stations(world.cast, 5), ends)
    look(world)
    made = notices(), told()
    assert len(made[0]) >= 100
    return made


def look(world) -> None:
    """Beat's wake-up, until a look is finished and its mails are out."""
    forget_all()
    world.stand.send("reminders.run")
    until(finished, "the look to be finished", 90)


def forget_all() -> None:
    Message.objects.all().delete()
    forget()


def finished() -> bool:
    return Run.objects.filter(finished_at__isnull=False).exists() and undone() == 0


def test_the_whole_worker_killed_amid_the_reminders_they_come_exactly_once(world, falling_due, assure):
    stand, slowest = world.stand, 0.0
    rounds = 5 if long_form() else 1
    for number in range(rounds):
        forget_all()
        stand.arm("worker", "mid-task", f"hold {number * 2}")
        stand.send("reminders.run")
        until(lambda: stand.reached("worker", "mid-task"), "the look at work", 60)
        assert not Run.objects.filter(finished_at__isnull=False).exists()
        stand.kill("worker")
        stand.disarm()
        began = time.monotonic()
        stand.start("worker")
        if not long_form():
            Run.objects.filter(finished_at__isnull=True).update(alive_at=clock.now() - timedelta(minutes=1))
            stand.send("reminders.run")
        until(finished, "the look to be taken up", DONE_WITHIN)
        slowest = max(slowest, time.monotonic() - began)
        assert Notice.objects.exists()
        assert (notices(), told()) == falling_due
    figure = f"{rounds} kills of the whole worker amid a look: {len(falling_due[0])} reminders, 0 lost, 0 doubled"
    assure("R-30", f"{figure}, after {slowest:.0f} s", ok=slowest <= DONE_WITHIN)
