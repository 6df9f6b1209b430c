"""Some acts do not wait: what somebody else holds is passed over and done the next time."""

from __future__ import annotations

import datetime as dt

from core import clock, outbox
from core.models import OutboxEvent
from duties.life import Status
from duties.models import Assignment
from duties.services.clockwork import expire, flag_unled
from tests.duties.stage import Stage
from tests.guards.waiting import held, where_it_waits

LATER = dt.timedelta(days=30)


def on_another_day(stage: Stage, days: int) -> dict[str, dt.datetime]:
    """Two requests of the same people must not overlap."""
    starts_at = stage.starts_at + dt.timedelta(days=days)
    return {"starts_at": starts_at, "ends_at": starts_at + dt.timedelta(hours=4)}


def test_a_request_that_is_being_decided_does_not_expire_under_the_hand_and_no_other_waits_for_it(stage: Stage):
    busy, idle = stage.submitted(), stage.submitted(**on_another_day(stage, 1))
    with held(busy):
        assert where_it_waits(lambda: expire(moment=clock.now() + LATER)).sql == ""
        expire(moment=clock.now() + LATER)
    assert Assignment.objects.get(pk=idle.pk).status == Status.EXPIRED
    assert Assignment.objects.get(pk=busy.pk).status == Status.PENDING
    expire(moment=clock.now() + LATER)
    assert Assignment.objects.get(pk=busy.pk).status == Status.EXPIRED


def test_work_that_is_being_confirmed_is_not_flagged_meanwhile(stage: Stage):
    busy, idle = (stage.approved(**on_another_day(stage, days)) for days in (2, 3))
    with held(busy):
        assert where_it_waits(lambda: flag_unled(moment=clock.now() + LATER)).sql == ""
        flag_unled(moment=clock.now() + LATER)
    flagged = Assignment.objects.filter(flagged_unled_at__isnull=False)
    assert {*flagged.values_list("pk", flat=True)} & {busy.pk, idle.pk} == {idle.pk}


def test_two_sweepers_take_two_events(stage: Stage):
    now = clock.now() - dt.timedelta(days=365)  # before all others that wait
    first, second = (
        OutboxEvent.objects.create(
            kind="nothing", consumer="nobody", created_at=now, due_at=now + dt.timedelta(hours=n)
        )
        for n in range(2)
    )
    with held(first):
        taken = outbox._claim()
    assert taken is not None and taken.pk == second.pk
