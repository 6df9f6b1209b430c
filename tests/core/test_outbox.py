"""Events between rooms: nothing lost, each consumer once, a failing consumer tried again."""

import datetime as dt

import pytest
from django.db import transaction

from core import clock, outbox
from core.models import OutboxEvent


@pytest.fixture
def told(monkeypatch):
    """A kind of event with two consumers; answers what they were told."""
    heard: list[tuple[str, dict]] = []
    first = {"first": lambda payload: heard.append(("first", payload))}
    second = {"second": lambda payload: heard.append(("second", payload))}
    monkeypatch.setitem(outbox._consumers, "test.happened", first | second)
    monkeypatch.setattr(outbox, "wake", lambda: None)
    return heard


def happen(**payload):
    with transaction.atomic():
        outbox.emit("test.happened", payload)


def test_an_event_reaches_every_consumer_once(fresh_db, told):
    happen(n=1)
    assert outbox.sweep() == 2
    assert outbox.sweep() == 0
    assert sorted(told) == [("first", {"n": 1}), ("second", {"n": 1})]


def test_an_event_of_a_change_that_was_rolled_back_never_existed(fresh_db, told):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.emit("test.happened", {})
        raise ZeroDivisionError
    assert outbox.sweep() == 0
    assert not told


def test_an_event_outside_a_transaction_is_a_mistake_of_the_programmer(fresh_db, told):
    with pytest.raises(RuntimeError, match="outside a transaction"):
        outbox.emit("test.happened", {})


def test_a_failing_consumer_is_tried_again_and_its_half_done_work_is_gone(fresh_db, told, monkeypatch):
    from core.models import Heartbeat

    def fails(payload):
        Heartbeat.objects.create(name="half done", at=clock.now())
        raise ValueError("not today")

    monkeypatch.setitem(outbox._consumers, "test.happened", {"first": fails})
    happen()
    assert outbox.sweep() == 0
    event = OutboxEvent.objects.get()
    assert event.done_at is None
    assert "not today" in event.last_error
    assert event.due_at > clock.now()
    assert not Heartbeat.objects.exists()
    OutboxEvent.objects.update(due_at=clock.now())
    monkeypatch.setitem(outbox._consumers, "test.happened", {"first": lambda payload: told.append(("first", payload))})
    assert outbox.sweep() == 1


def test_an_event_of_a_dead_sweeper_comes_back_after_its_lease(fresh_db, told):
    happen()
    taken = outbox._claim()
    assert taken is not None
    assert outbox.sweep() == 1  # the other consumer's; the taken one is leased
    OutboxEvent.objects.filter(pk=taken.pk).update(due_at=clock.now() - dt.timedelta(seconds=1))
    assert outbox.sweep() == 1
    assert len(told) == 2
