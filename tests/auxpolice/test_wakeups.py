"""Can every scheduled task be sent, and does a worker go on after acknowledgements the queue did not take?"""

from __future__ import annotations

import pytest
from django.conf import settings
from kombu import Connection, Queue
from kombu.transport import redis
from redis.exceptions import ConnectionError

from auxpolice import broker
from auxpolice.celery import app

HELD = 2  # messages a worker of two processes holds


@pytest.mark.parametrize("entry", sorted(app.conf.beat_schedule))
def test_every_scheduled_task_can_be_sent(entry):
    app.loader.import_default_modules()
    scheduled = app.conf.beat_schedule[entry]
    with Connection("memory://") as nowhere:
        assert app.tasks[scheduled["task"]].apply_async(connection=nowhere, **scheduled["options"])


def test_a_task_whose_limits_contradict_each_other_cannot(monkeypatch):
    task = app.tasks["core.heartbeat"]
    monkeypatch.setattr(task, "soft_time_limit", task.time_limit + 1)
    with Connection("memory://") as nowhere, pytest.raises(ValueError, match="soft_time_limit"):
        task.apply_async(connection=nowhere)


@pytest.mark.parametrize(("kind", "goes_on"), [(broker.WaryChannel, True), (redis.Channel, False)])
@pytest.mark.parametrize("way", ["ack", "reject", "requeue"])
def test_what_the_queue_did_not_take_back_does_not_count_as_being_worked_on(kind, goes_on, way, monkeypatch):
    """Celery's own channel is the control: after as many as it may hold, it asks for no more, for ever."""
    monkeypatch.setattr(redis.Transport, "Channel", kind)
    name = f"held-{kind.__name__}-{way}"
    with Connection(settings.CELERY_BROKER_URL) as connection, connection.channel() as channel:
        queue = Queue(name, channel=channel)
        queue.declare()
        channel.basic_qos(prefetch_count=HELD)
        for number in range(HELD):
            channel.basic_publish(channel.prepare_message(str(number)), exchange="", routing_key=name)
        held = [channel.basic_get(name, no_ack=False) for _ in range(HELD)]
        assert not channel.qos.can_consume()
        with monkeypatch.context() as away:
            for part in ("_remove_from_indices", "restore_by_tag"):
                away.setattr(channel.qos, part, refuse)
            for message in held:
                with pytest.raises(ConnectionError):
                    message.ack() if way == "ack" else message.reject(requeue=way == "requeue")
        assert channel.qos.can_consume() is goes_on
        for message in held:  # others of this run may hold theirs at the same place
            redis.QoS._remove_from_indices(channel.qos, message.delivery_tag).execute()
        channel.client.delete(name)


def refuse(*args, **more):
    raise ConnectionError("the queue is away")
