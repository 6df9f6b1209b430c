"""R-33: kill -9 of every postgres under load. What was acknowledged is there, what was unclear is settled by its key."""

from __future__ import annotations

import time

from django.db import connection

from tests.assurance import long_form
from tests.faults.history import check
from tests.faults.stand import until

ROUNDS = 20 if long_form() else 1


def test_no_acknowledged_act_is_lost_when_every_postgres_is_killed(world, assure):
    clients, slowest, stale = world.clients(), 0.0, 0
    for _round in range(ROUNDS):
        clients.start()
        time.sleep(2)
        before = len(clients.ops)
        world.stand.kill("postgres")
        connection.close()
        time.sleep(0.5)
        world.stand.start_postgres()
        healed = time.monotonic()
        until(lambda at=healed: any(op.acknowledged and op.sent > at for op in clients.ops), "an answer")
        slowest = max(slowest, time.monotonic() - healed)
        time.sleep(1)
        clients.stop()
        assert before
        stale += sum(op.status >= 500 for op in clients.ops if op.sent > healed + 2)
    unclear = clients.resolve()
    found = check(clients.ops)
    figure = f"{ROUNDS} kills: {found}; {unclear} asked again; healthy after {slowest:.1f} s; {stale} stale errors"
    assure("R-33", figure, ok=found.good and slowest <= 30 and found.acknowledged >= 5 and not stale)
