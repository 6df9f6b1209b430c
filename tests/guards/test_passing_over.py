"""Some acts do not wait: what somebody else holds is passed over and done the next time."""

from __future__ import annotations

import datetime as dt

from core import clock, outbox
from core.actors import SYSTEM
from core.models import OutboxEvent
from duties.life import Status
from duties.models import Assignment
from duties.services.clockwork import expire, flag_unled
from evidence.models import Verification
from evidence.services import verify_waiting
from exports.models import Export
from exports.services.ending import end_old
from payroll.models import PayRun
from payroll.services import runs
from roster.importing.runs import end_stuck
from roster.models import ImportRun
from tests.duties.stage import Stage
from tests.guards.cases import others
from tests.guards.cases.roster import import_run
from tests.guards.cases.trust import waiting_export
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


def test_a_verification_that_is_being_made_is_not_begun_by_another(stage: Stage):
    asked = Verification.objects.create(asked_at=clock.now())
    with held(asked):
        assert verify_waiting() is None
    assert verify_waiting() == asked


def test_a_sheet_that_is_being_worked_on_is_not_given_up_and_no_other_waits_for_it(stage: Stage):
    busy, idle = (import_run(stage, status=ImportRun.Status.APPLYING) for _ in range(2))
    ImportRun.objects.filter(pk__in=(busy.pk, idle.pk)).update(made_at=clock.now() - LATER)
    with held(busy):
        assert end_stuck(by=SYSTEM) == 1
    assert ImportRun.objects.get(pk=busy.pk).status == ImportRun.Status.APPLYING
    assert ImportRun.objects.get(pk=idle.pk).status == ImportRun.Status.FAILED
    assert end_stuck(by=SYSTEM) == 1


def test_an_export_that_is_being_decided_does_not_lapse_under_the_hand(stage: Stage, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    busy, idle = waiting_export(stage), waiting_export(stage)
    with held(busy):
        end_old(now=clock.now() + LATER, by=SYSTEM)
    assert Export.objects.get(pk=busy.pk).status == Export.Status.WAITING
    assert Export.objects.get(pk=idle.pk).status == Export.Status.EXPIRED
    end_old(now=clock.now() + LATER, by=SYSTEM)
    assert Export.objects.get(pk=busy.pk).status == Export.Status.EXPIRED


def test_a_pay_run_that_is_being_calculated_is_not_given_up(stage: Stage):
    run, _clerk = others._run(stage, "calculating")
    PayRun.objects.filter(pk=run.pk).update(calculated_at=clock.now() - LATER)
    with held(run):
        assert where_it_waits(lambda: runs.end_stuck(by=SYSTEM)).sql == ""
        assert runs.end_stuck(by=SYSTEM) == 0
    assert runs.end_stuck(by=SYSTEM) == 1
