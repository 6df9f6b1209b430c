"""One stand for all the fault tests of a worker of pytest: starting it costs more than most faults."""

from __future__ import annotations

import datetime as dt
import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.core.management import call_command
from kombu.exceptions import OperationalError

from accounts.services import make_token
from core import clock
from tests.cast import Cast
from tests.duties.stage import Stage
from tests.faults.history import Clients
from tests.faults.stand import Stand, until

WOKEN = "Task core.sweep_outbox"
SLOTS, PAIRS = 120, 50  # 6,000 requests before the first comes again


@dataclass
class World:
    """The stand, and a bureau in its database whose requester holds a token."""

    stand: Stand
    stage: Stage
    token: str
    body: Callable[[int, int], dict[str, object]]
    asked: Iterator[int] = field(default_factory=itertools.count)

    def clients(self, number: int = 4) -> Clients:
        """Clients whose requests meet none of those before: the hours go on counting."""
        return Clients(self.stand.port, self.token, lambda _count: self.body(*divmod(next(self.asked), PAIRS)), number)

    def clients_apart(self) -> Clients:
        """The same, each in hours of its own, so that the officers may also be told to lead."""
        return Clients(self.stand.port, self.token, lambda count: self.body(SLOTS + count, 0), 1)

    def worker_at_work(self, seconds: float) -> float:
        """Seconds until a worker does what it is woken for."""
        before = self.stand.log("worker").count(WOKEN)

        def woken() -> bool:
            try:
                self.stand.send("core.sweep_outbox")
            except (OperationalError, OSError):
                return False
            time.sleep(0.3)
            return self.stand.log("worker").count(WOKEN) > before

        return until(woken, "the worker to be woken", seconds)

    @property
    def cast(self) -> Cast:
        return self.stage.cast


def migrate() -> None:
    call_command("migrate", database="owner", verbosity=0, interactive=False)


def populate() -> tuple[Stage, str, Callable[[int, int], dict[str, object]]]:
    """A bureau with enough auxiliaries that no request of a test stands in another's way."""
    stage = Stage()
    crew = [stage.another(f"甲{number:03}").pk for number in range(2 * PAIRS)]
    token, _row = make_token(user=stage.requester, proved=True)
    first = clock.now().replace(minute=0, second=0, microsecond=0) + dt.timedelta(days=2)

    def body(slot: int, pair: int) -> dict[str, object]:
        begins = first + dt.timedelta(hours=12 * (slot if slot > SLOTS else slot % SLOTS))
        return {
            "unit": "north", "text": "人民广场治安巡逻", "place": "", "duties": ["patrol-street"],
            "starts_at": begins.isoformat(), "ends_at": (begins + dt.timedelta(hours=2)).isoformat(),
            "auxiliaries": crew[2 * pair : 2 * pair + 2], "leads": [stage.bai.pk, stage.gao.pk],
            "commander": stage.gao.pk, "recorder_number": "ZF-001",
        }  # fmt: skip

    return stage, token, body


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: object) -> Iterator[World]:
    """Web, worker, beat and sweeper on a database and a queue of their own; this process looks at that database."""
    stand = Stand()
    try:
        with django_db_blocker.unblock():  # type: ignore[attr-defined]
            stand.open(migrate)
            with stand.inside():
                made = World(stand, *populate())
                stand.start()
                yield made
    finally:
        stand.close()
