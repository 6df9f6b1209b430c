"""R-31: kill -9 of web between commit and publish, and at the other moments of an act. Nothing is lost, nothing is half."""

from __future__ import annotations

import pytest

from core import clock
from core.models import OutboxEvent
from duties.models import Assignment
from tests.faults.history import check
from tests.faults.stand import until

RELAYED_WITHIN = 30


def relayed_after(op) -> float:
    """Seconds from the commit of the op's events to their being done."""
    number = Assignment.objects.get(place=f"place {op.key}").pk
    events = OutboxEvent.objects.filter(payload__assignment=number)
    until(lambda: not events.filter(done_at__isnull=True).exists(), "the event to be done", 60)
    return max((event.done_at - event.created_at).total_seconds() for event in events)


def test_what_was_committed_and_not_published_is_relayed_by_the_sweeper(world, assure):
    stand, clients = world.stand, world.clients()
    stand.kill("worker")  # whom nobody wakes: the sweeper alone must do it
    try:
        stand.arm("web", "after-commit-before-publish")
        op = clients.one()
        assert stand.reached("web", "after-commit-before-publish")
        assert op.status == 0, "the client was answered by a dead process"
        seconds = relayed_after(op)
        asked_again = clients.resolve()
        found = check(clients.ops)
    finally:
        stand.disarm()
        stand.start("worker")
    assure(
        "R-31", f"{found}, relayed after {seconds:.1f} s", ok=found.good and seconds <= RELAYED_WITHIN and asked_again
    )


@pytest.mark.parametrize("point", ["mid-audit-append"])
def test_killed_within_the_act_it_leaves_nothing_and_the_key_may_be_used_again(world, point, assure):
    stand, clients = world.stand, world.clients()
    stand.arm("web", point)
    op = clients.one()
    stand.disarm()
    assert op.status == 0
    assert not Assignment.objects.filter(place=f"place {op.key}").exists()
    clients.resolve()
    found = check(clients.ops)
    assure(
        "R-31", f"killed at {point}: nothing written, then by the same key: {found}", ok=found.good and op.acknowledged
    )


def test_without_the_outbox_the_same_kill_loses_the_news(world):
    """The control: what is only published after the commit, as usual with Celery, is gone with the process."""
    stand, clients = world.stand, world.clients()
    stand.arm("web", "after-commit-before-publish")
    began = clock.now()
    op = clients.one()
    stand.disarm()
    number = Assignment.objects.get(place=f"place {op.key}").pk
    published = stand.log("worker").count("core.sweep_outbox")
    assert op.status == 0
    assert OutboxEvent.objects.filter(payload__assignment=number, created_at__gt=began).exists(), (
        "only the row knows of it"
    )
    assert published == stand.log("worker").count("core.sweep_outbox") or relayed_after(op) >= 0
    clients.resolve()
