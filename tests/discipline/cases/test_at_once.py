"""A suspension at 14:03 stops the assignment of three o'clock within a minute, whether or not the queue is up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from kombu.exceptions import OperationalError

from auxpolice.celery import app
from core import clock, outbox
from core.management.commands.sweep import Command
from core.models import OutboxEvent
from core.tasks import sweep_outbox
from discipline.services import cases
from duties import services as duties
from duties.life import Status
from duties.models import Assignment
from reminders.models import Message
from roster.models import Restriction
from tests.cast import TODAY, sign_in
from tests.discipline.cases.court import Court
from tests.duties.stage import Stage

AT_14_03, AT_THREE = dt.datetime(2026, 11, 16, 6, 3, tzinfo=dt.UTC), dt.datetime(2026, 11, 16, 7, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


class Afternoon:
    """14:03 on the Monday: an approved assignment begins at three, and Lin, who is on it, is suspended."""

    def __init__(self) -> None:
        self.now, self.down = AT_14_03, False

    def set_up(self) -> None:
        self.stage = Stage()
        self.stage.starts_at = AT_THREE
        self.court = Court(self.stage.cast)
        self.lead = self.stage.user_of(self.stage.bai)
        self.people = (self.lead, self.stage.requester)
        for user in self.people:
            user.person.email = f"{user.pk}@example.org"
            user.person.save()
        self.work = self.stage.approved()
        self.case = self.court.reported(auxiliary=self.stage.lin)
        self.everything_is_done()

    def everything_is_done(self) -> None:
        while outbox.sweep():
            pass

    def wake(self, **_how: Any) -> None:
        """A worker that is told at once; or a queue that does not answer."""
        if self.down:
            raise OperationalError("Error 111 connecting to the queue")
        sweep_outbox()

    def suspend(self, committed: Callable[..., Any]) -> Any:
        with committed(execute=True):
            return cases.suspend(case=self.case, reason="涉嫌收受财物", by=self.court.inspector, on=TODAY)

    def sweeper(self) -> None:
        """The sweeper process looks again after its pause."""
        self.now += dt.timedelta(seconds=Command().create_parser("", "sweep").get_default("every"))
        call_command("sweep", once=True, verbosity=0)

    def stopped_in_time(self) -> None:
        """What was promised: stopped within the minute, lead and requester told without the reason, on the desks."""
        row = Assignment.objects.get(pk=self.work.pk)
        assert row.status == Status.STOPPED and row.closed_by is None, "the assignment of three o'clock stands"
        assert row.closed_at is not None and row.closed_at - AT_14_03 <= MINUTE
        told = {address for message in mail.outbox for address in message.to}
        assert {user.person.email for user in self.people} <= told, told
        assert not any("收受" in str(message.message()) + message.body for message in mail.outbox)
        heard = set(Message.objects.filter(kind="duties.stopped").values_list("user", flat=True))
        assert heard >= {user.pk for user in self.people}
        for user in (*self.people, self.stage.supervisor):
            desk = sign_in(Client(), user).get("/").content.decode()
            card = desk.partition("Stopped since yesterday")[2].partition("</section>")[0]
            assert f'href="/duties/assignments/{row.pk}/"' in card, f"{row} is not on the desk of {user.username}"


@pytest.fixture(scope="module")
def one_afternoon(django_db_setup: None, django_db_blocker: Any) -> Iterator[Afternoon]:
    made = Afternoon()
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patched:
        patched.setattr(clock, "now", lambda: made.now)
        patched.setattr(clock, "today", lambda: TODAY)
        made.set_up()
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def afternoon(one_afternoon: Afternoon, monkeypatch: pytest.MonkeyPatch) -> Iterator[Afternoon]:
    """The same for each test, undone after it."""
    monkeypatch.setattr(sweep_outbox, "apply_async", one_afternoon.wake)
    monkeypatch.setattr(outbox, "_quiet_until", 0.0)
    mail.outbox.clear()
    with transaction.atomic():
        yield one_afternoon
        transaction.set_rollback(True)
    one_afternoon.now, one_afternoon.down = AT_14_03, False


def test_with_the_queue_up_it_is_stopped_as_soon_as_the_suspension_is_committed(
    afternoon, django_capture_on_commit_callbacks
):
    afternoon.suspend(django_capture_on_commit_callbacks)
    afternoon.stopped_in_time()
    letters = len(mail.outbox)
    afternoon.sweeper()
    assert len(mail.outbox) == letters, "the same event is told once, whoever comes by"


def test_with_the_queue_down_the_sweeper_stops_it_within_the_minute(afternoon, django_capture_on_commit_callbacks):
    afternoon.down = True
    afternoon.suspend(django_capture_on_commit_callbacks)
    assert OutboxEvent.objects.filter(kind="roster.restricted", done_at=None).exists(), "nothing is lost"
    assert Assignment.objects.get(pk=afternoon.work.pk).status == Status.APPROVED
    afternoon.sweeper()
    afternoon.stopped_in_time()
    assert app.conf.beat_schedule["sweep-outbox"]["schedule"] <= 60, "beat is the second pair of hands"


def test_lifting_gives_back_the_person_and_not_what_was_stopped(afternoon, django_capture_on_commit_callbacks):
    suspension = afternoon.suspend(django_capture_on_commit_callbacks)
    afternoon.now += dt.timedelta(minutes=10)
    with django_capture_on_commit_callbacks(execute=True):
        cases.lift_suspension(suspension=suspension, by=afternoon.court.supervisor, on=TODAY)
    afternoon.sweeper()
    assert Assignment.objects.get(pk=afternoon.work.pk).status == Status.STOPPED
    assert not Restriction.objects.in_force(TODAY).filter(auxiliary=afternoon.stage.lin).exists()
    anew = duties.submit(assignment=afternoon.stage.draft(), by=afternoon.stage.requester)
    assert anew.status == Status.PENDING, "whoever needs the work asks for it anew"


@pytest.mark.parametrize("down", [False, True], ids=["queue up", "queue down"])
def test_control_a_suspension_that_nobody_hears_of_is_found(
    afternoon, monkeypatch, django_capture_on_commit_callbacks, down
):
    afternoon.down = down
    monkeypatch.delitem(outbox._consumers["roster.restricted"], "duties.redecide")
    afternoon.suspend(django_capture_on_commit_callbacks)
    afternoon.sweeper()
    with pytest.raises(AssertionError, match="the assignment of three o'clock stands"):
        afternoon.stopped_in_time()
