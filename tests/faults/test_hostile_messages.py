"""R-39: messages in the queue that none of ours would send. Not one is executed, the worker lives, an alarm is raised."""

from __future__ import annotations

import base64
import json
import os
import pickle
import uuid
from pathlib import Path

import pytest
import redis

from auxpolice.embedded import credentials
from tests.faults.stand import until

BIG = 50 * 2**20


class Trap:
    """Unpickled, it makes a file."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self):
        return os.system, (f"touch {self.file}",)


def envelope(task: str, body: bytes, *, content_type: str = "application/json", encoding: str = "utf-8") -> bytes:
    number = str(uuid.uuid4())
    message = {
        "body": base64.b64encode(body).decode(),
        "content-encoding": encoding,
        "content-type": content_type,
        "headers": {"lang": "py", "task": task, "id": number, "root_id": number, "argsrepr": "()", "kwargsrepr": "{}"},
        "properties": {
            "correlation_id": number, "reply_to": str(uuid.uuid4()), "delivery_mode": 2, "body_encoding": "base64",
            "delivery_info": {"exchange": "", "routing_key": "celery"}, "priority": 0, "delivery_tag": str(uuid.uuid4()),
        },
    }  # fmt: skip
    return json.dumps(message).encode()


def words(*args: object, **kwargs: object) -> bytes:
    return json.dumps([args, kwargs, {"callbacks": None, "errbacks": None, "chain": None, "chord": None}]).encode()


def hostile(trap: Path) -> dict[str, bytes]:
    """Name → what somebody pushes."""
    pickled = pickle.dumps(((), {}, {}), 2) and pickle.dumps(Trap(trap), 2)
    return {
        "pickle": envelope("core.sweep_outbox", pickled, content_type="application/x-python-serialize", encoding="binary"),
        "unknown task": envelope("os.system", words(f"touch {trap}")),
        "words for a task": envelope("core.sweep_outbox", words(f"touch {trap}", user=1)),
        "wrong ids": envelope("roster.forget_sheets", words(by=-1, run="1; DROP TABLE")),
        "broken body": envelope("core.sweep_outbox", b"\xff\xfe{"),
        "no task": json.dumps({"hello": "world"}).encode(),
        "no json": b"\x80\x02cos\nsystem\n",
        "a list": b"[1, 2, 3]",
        "deep": b"[" * 100_000,
        "unknown encoding": envelope("core.sweep_outbox", words()).replace(b'"base64"', b'"rot13"'),
        "old protocol": json.dumps({**json.loads(envelope("x", b'{"task": "os.system", "id": "1"}')), "headers": {}}).encode(),
    }  # fmt: skip


def queue(stand) -> redis.Redis:
    return redis.Redis(unix_socket_path=str(stand.places.redis_socket), password=credentials().redis_password)


def test_no_hostile_message_is_executed_and_the_worker_lives(world, assure, tmp_path):
    stand, trap = world.stand, tmp_path / "executed"
    pid = stand.running["worker"].pid
    messages = hostile(trap)
    for name, message in messages.items():
        heard = alarms(stand)
        queue(stand).lpush("celery", message)
        until(lambda heard=heard: alarms(stand) > heard, f"an alarm for: {name}", 30)
    world.worker_at_work(60)
    alive = stand.running["worker"].poll() is None and stand.running["worker"].pid == pid
    figure = (
        f"{len(messages)} kinds: {int(trap.exists())} executed, each told of, worker {'alive' if alive else 'dead'}"
    )
    assure("R-39", figure, ok=alive and not trap.exists())


def alarms(stand) -> int:
    """How often the worker said that a message was none of ours (the notice to people comes once an hour)."""
    return stand.log("worker").count("a message that is none of ours")


def test_fifty_megabytes_are_refused_by_the_queue_and_survived_by_the_worker(world, assure):
    stand = world.stand
    message = envelope("core.sweep_outbox", words("x" * BIG))
    with pytest.raises((redis.RedisError, OSError)):
        queue(stand).lpush("celery", message)
    world.worker_at_work(60)
    assure("R-39", "50 MB refused by the queue, worker at work", ok=stand.running["worker"].poll() is None)


FORBIDDEN = (
    "FLUSHALL",
    "CONFIG GET *",
    "KEYS *",
    "SHUTDOWN",
    "ACL LIST",
    "MODULE LIST",
    "REPLICAOF no one",
)


def test_the_queue_wants_a_password_and_gives_no_more_than_is_needed(world, assure):
    stand = world.stand
    before = stand.keeper().acl_log()  # after everything the programs did up to now
    nobody = redis.Redis(unix_socket_path=str(stand.places.redis_socket))
    with pytest.raises(redis.AuthenticationError):
        nobody.ping()
    refused = 0
    for command in FORBIDDEN:
        try:
            queue(stand).execute_command(*command.split())
        except redis.exceptions.NoPermissionError:
            refused += 1
    ours = {entry["object"] for entry in before if entry["reason"] == "command"}
    figure = (
        f"password asked, {refused} of {len(FORBIDDEN)} dangerous commands refused, {len(ours)} of the program's own"
    )
    assure("R-39", figure, ok=refused == len(FORBIDDEN) and not ours)
