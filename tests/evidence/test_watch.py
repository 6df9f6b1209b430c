"""R-49: a normal week is quiet; each kind of misbehaviour rings once, within five minutes, at the right people."""

import datetime as dt
import random

import pytest
from django.utils import timezone

from auxpolice.celery import app
from core.audit import record
from core.models import AuditEntry
from core.outbox import emit, sweep
from evidence.models import Reading, SecurityAlarm
from evidence.services import answer_alarm, note_reading, watch
from reminders.models import Message
from tests.cast import Cast

MONDAY = timezone.make_aware(dt.datetime(2026, 11, 16))
STEP = dt.timedelta(minutes=5)


def read(user, person, at, what="file"):
    return Reading(
        at=at, user_id=user, user_name=f"user {user}", person_id=person, person_label=f"person {person}", what=what,
        unit_path="1.",
    )  # fmt: skip


def refuse(user, at, page="roster:file"):
    return AuditEntry(
        at=at, action="request.refused", success=False, actor_id=user, actor_name=f"user {user}", after={"page": page}
    )


@pytest.mark.django_db
def test_a_normal_week_rings_no_alarm(assure):
    chance = random.Random(49)
    rows, refused = [], []
    for day in range(7):
        for user in range(1, 31):  # HR officers and supervisors at work; five of them on night duty
            night = user > 25
            start = MONDAY + dt.timedelta(days=day, hours=22 if night else 8)
            for hour in range(8 if not night else 6):
                for _ in range(chance.randint(0, 12 if not night else 2)):
                    at = start + dt.timedelta(hours=hour, minutes=chance.randint(0, 59))
                    kind = "unmasked" if chance.random() < 0.05 else "file"
                    rows.append(read(user, chance.randint(1, 900), at, kind))
                if chance.random() < 0.1:
                    refused.append(refuse(user, start + dt.timedelta(hours=hour)))
    Reading.objects.bulk_create(rows)
    AuditEntry.objects.bulk_create(refused)
    now, raised = MONDAY, []
    while now < MONDAY + dt.timedelta(days=7):
        raised += watch(now=now)
        now += dt.timedelta(minutes=30)
    assure("R-49", f"{len(raised)} alarms in a normal week of {len(rows):,} readings", ok=not raised)


def many_files(at):
    Reading.objects.bulk_create([read(7, person, at - dt.timedelta(seconds=20 * person)) for person in range(1, 63)])


def many_numbers(at):
    Reading.objects.bulk_create([read(7, n, at - dt.timedelta(minutes=n), "unmasked") for n in range(1, 18)])


def one_person(at):
    Reading.objects.bulk_create([read(user, 1, at - dt.timedelta(hours=user)) for user in range(1, 11)])


def at_night(at):
    late = at.replace(hour=3)
    Reading.objects.bulk_create([read(7, n, late - dt.timedelta(minutes=n * 5)) for n in range(1, 23)])
    return late


def refused_acts(at):
    AuditEntry.objects.bulk_create([refuse(7, at - dt.timedelta(minutes=n)) for n in range(1, 33)])


def refused_approvals(at):
    AuditEntry.objects.bulk_create([refuse(7, at - dt.timedelta(minutes=n), "duties:approve") for n in range(1, 8)])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("misbehave", "kind"),
    [
        (many_files, "reading.many"),
        (many_numbers, "reading.unmasked"),
        (one_person, "reading.one_person"),
        (at_night, "reading.at_night"),
        (refused_acts, "acts.refused"),
        (refused_approvals, "approvals.refused"),
    ],
)
def test_each_misbehaviour_rings_once_and_is_told_to_the_administrators(assure, misbehave, kind):
    cast = Cast()
    secadmin, auditor, hr = cast.user("secadmin"), cast.user("auditor"), cast.user("hr")
    at = MONDAY + dt.timedelta(days=1, hours=14)
    at = misbehave(at) or at
    raised = [alarm.kind for step in range(4) for alarm in watch(now=at + STEP * step)]
    told = set(Message.objects.filter(kind=f"alarm.{kind}").values_list("user_id", flat=True))
    assure(
        "R-49",
        f"{kind}: {raised.count(kind)} alarm",
        ok=raised == [kind] and {secadmin.pk, auditor.pk} == told - {hr.pk},
    )
    assert hr.pk not in told


def test_beat_looks_at_least_every_five_minutes():
    schedule = app.conf.beat_schedule
    assert schedule["watch"]["schedule"] <= 300 and schedule["anchor"]["schedule"] <= 300


@pytest.mark.django_db
def test_an_alarm_of_another_room_is_kept_once():
    cast = Cast()
    cast.user("secadmin")
    event = {
        "kind": "sign_in.spraying",
        "subject": "source x",
        "detail": {"accounts": 30},
        "at": "2026-11-16T03:00:00+00:00",
    }
    emit("security.alarm", event)
    emit("security.alarm", event)
    sweep()
    assert SecurityAlarm.objects.get().detail == {"accounts": 30}


@pytest.mark.django_db
def test_ones_own_file_is_not_counted_and_every_opening_of_others_is():
    cast = Cast()
    user, other = cast.user("hr"), cast.auxiliary("林晓")
    assert note_reading(by=user, person=user.person_id, label="x", what="file") is None
    for _ in range(3):
        note_reading(by=user, person=other.person_id, label="x", what="file")
    assert Reading.objects.count() == 3


@pytest.mark.django_db
def test_an_alarm_is_closed_once_with_a_note():
    from core.errors import BadInput, NotNow

    cast = Cast()
    many_files(MONDAY + dt.timedelta(hours=14))
    (alarm,) = watch(now=MONDAY + dt.timedelta(hours=14))
    with pytest.raises(BadInput):
        answer_alarm(alarm=alarm, by=cast.user("auditor"), answer="  ")
    answer_alarm(alarm=alarm, by=cast.user("auditor"), answer="An inspection; papers seen.")
    with pytest.raises(NotNow):
        answer_alarm(alarm=alarm, by=cast.user("auditor"), answer="again")
    assert AuditEntry.objects.filter(action="alarm.answered").count() == 1


@pytest.mark.django_db
def test_every_unmasking_is_its_own_entry(assure, client):
    from tests.cast import sign_in

    cast = Cast()
    hr, other = cast.user("hr"), cast.auxiliary("林晓")
    sign_in(client, hr)
    asked = [client.post(f"/roster/{other.pk}/identity/", {"reason": "called"}).status_code for _ in range(5)]
    entries = AuditEntry.objects.filter(action="auxiliary.unmasked", object_id=str(other.pk)).count()
    counted = Reading.objects.filter(what="unmasked", person_id=other.person_id).count()
    assure("R-45", f"{entries} entries of 5 unmaskings", ok=asked == [200] * 5 and entries == counted == 5)


@pytest.mark.django_db
def test_readings_cannot_be_changed_by_the_program():
    from django.db import DatabaseError, transaction

    note_reading(by=Cast().user("hr"), person=1, label="x", what="file")
    for change in (lambda: Reading.objects.update(what="y"), lambda: Reading.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.django_db
def test_a_grave_act_of_the_trail_knows_its_actor():
    cast = Cast()
    entry = record("thing.done", by=cast.user("hr"))
    assert (entry.roles, entry.utc_offset, entry.unit_path) == ("hr", 480, cast["first"].path)
