"""A suspension keeps somebody from duty at once: also when the queue was down; lifting it gives nothing back by itself."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail

from core import clock, outbox
from core.actors import SYSTEM
from core.errors import NotNow, Refused
from core.models import OutboxEvent
from discipline.models import Suspension
from discipline.services import cases
from duties import services as duties
from duties.life import Status
from roster.models import Auxiliary
from roster.services import lift_restriction
from tests.cast import TODAY
from tests.discipline.cases.court import Court, codes, fresh
from tests.duties.stage import Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(monkeypatch) -> Stage:
    """14:03 in China on the Monday of the cast; the assignment begins at three."""
    monkeypatch.setattr(clock, "now", lambda: dt.datetime(2026, 11, 16, 6, 3, tzinfo=dt.UTC))
    stage = Stage()
    stage.starts_at = dt.datetime(2026, 11, 16, 7, 0, tzinfo=dt.UTC)
    return stage


def swept() -> None:
    while outbox.sweep():
        pass


def test_a_suspension_at_14_03_stops_the_assignment_of_three_and_tells_lead_and_requester(stage):
    """The queue is down in every test: the sweeper finds the event in the database all the same."""
    for officer in (stage.bai, stage.gao):
        officer.person.email = f"{officer.pk}@example.org"
        officer.person.save()
    stage.requester.person.email = "requester@example.org"
    stage.requester.person.save()
    work = stage.approved()
    court = Court(stage.cast)
    case = court.reported(auxiliary=stage.lin)
    suspension = cases.suspend(case=case, reason="涉嫌收受财物", by=court.inspector, on=TODAY)
    assert suspension.ends_on == dt.date(2027, 1, 14)  # sixty days, the first counts: house policy
    assert Auxiliary.objects.get(pk=stage.lin.pk).status == "suspended"
    assert OutboxEvent.objects.filter(kind="roster.restricted").exists()
    swept()
    work.refresh_from_db()
    assert work.status == Status.STOPPED and work.closed_by is None  # by the program itself
    told = {address for message in mail.outbox for address in message.to}
    assert told == {f"{stage.bai.pk}@example.org", f"{stage.gao.pk}@example.org", "requester@example.org"}
    assert not any("收受" in message.body + message.subject for message in mail.outbox)  # why is nobody's business

    cases.lift_suspension(suspension=suspension, by=court.supervisor, on=TODAY)
    swept()
    work.refresh_from_db()
    assert work.status == Status.STOPPED  # nothing comes back by itself
    assert Auxiliary.objects.get(pk=stage.lin.pk).status == "active"
    anew = stage.draft()
    assert duties.submit(assignment=anew, by=stage.requester).status == Status.PENDING
    with pytest.raises(NotNow):
        cases.lift_suspension(suspension=suspension, by=court.supervisor, on=TODAY)


def test_how_long_a_suspension_may_last_and_how_it_ends(stage):
    court = Court(stage.cast)
    case = court.reported(auxiliary=stage.lin)
    with pytest.raises(Refused) as said:
        cases.suspend(case=case, reason="x", by=court.inspector, on=TODAY, ends_on=dt.date(2027, 1, 15))
    assert codes(said.value) == {"CS-21"}
    first = cases.suspend(case=fresh(case), reason="x", by=court.inspector, on=TODAY, ends_on=dt.date(2026, 11, 20))
    with pytest.raises(NotNow):
        cases.suspend(case=fresh(case), reason="x", by=court.inspector, on=TODAY)
    assert cases.note_ended_suspensions(on=dt.date(2026, 11, 20), by=SYSTEM) == 0
    assert cases.note_ended_suspensions(on=dt.date(2026, 11, 21), by=SYSTEM) == 1
    first.refresh_from_db()
    assert first.lifted_on == dt.date(2026, 11, 20)
    days = {"ends_on": dt.date(2026, 11, 20), "by": court.inspector, "on": TODAY}
    over = cases.suspend(case=fresh(case), reason="x", **days)
    late = cases.lift_suspension(suspension=over, by=court.inspector, on=dt.date(2026, 11, 24))
    assert late.lifted_on == dt.date(2026, 11, 20)  # it had run out: nobody was kept from duty longer
    second = cases.suspend(case=fresh(case), reason="x", by=court.inspector, on=TODAY)
    lift_restriction(restriction=second.restriction, lifted_on=TODAY, by=stage.cast.user("hr"), on=TODAY)
    swept()  # personnel lifted it in the file: it has ended here too
    assert Suspension.objects.get(pk=second.pk).lifted_on == TODAY
    third = cases.suspend(case=fresh(case), reason="x", by=court.inspector, on=TODAY)
    cases.drop(case=fresh(case), reason="查无实据", by=court.inspector, on=TODAY)
    assert Suspension.objects.get(pk=third.pk).lifted_on == TODAY  # with the case ends the suspension
