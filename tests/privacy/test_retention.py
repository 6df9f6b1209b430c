"""On any day: nothing older than its policy remains, holds are respected, bytes and guardian rows are gone."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import pytest
from axes.models import AccessLog
from django.contrib.sessions.models import Session

from accounts.models import UnitUserPermission
from core import clock
from core.actors import SYSTEM
from core.models import AuditEntry, IdempotencyKey, OutboxEvent
from core.registries import retention
from privacy.models import RetentionRun
from privacy.services import place_hold, run_retention
from privacy.texts import keepings
from reminders.services import tell_users
from roster import services as roster
from roster.importing import uploads
from roster.models import Auxiliary, Document, ImportRun
from tests.cast import TODAY, Cast
from tests.privacy.papers import paper

DAY = dt.date(2029, 1, 31)  # long after everything below was made
OLD = dt.datetime(2024, 1, 2, tzinfo=dt.UTC)


def leaver(cast: Cast, name: str) -> Auxiliary:
    """Somebody who left, with papers and numbers."""
    one = cast.auxiliary(name)
    hr = cast.user("hr")
    for kind in ("medical", "identity", "contract"):
        paper(one, kind, kind)
    roster.change_file(
        auxiliary=one, by=hr, on=TODAY, version=None, address="绿湖街8号", bank_card="6222020200112233445",
        phone="13812345678",
    )  # fmt: skip
    roster.leave(auxiliary=one, last_day=TODAY, ground="resigned", by=hr, on=TODAY)
    one.refresh_from_db()
    return one


@pytest.fixture
def old(cast: Cast) -> dict[str, Any]:
    """One thing of each kind that is due on DAY, beside things that are not."""
    now, user = clock.now(), cast.user("requester")
    user.is_active = False
    user.save()
    Session.objects.create(session_key="old", session_data="x", expire_date=OLD)
    AccessLog.objects.create(username="x", ip_address="127.0.0.1")
    AccessLog.objects.update(attempt_time=OLD)
    AccessLog.objects.create(username="y", ip_address="127.0.0.1")
    AccessLog.objects.filter(username="y").update(attempt_time=clock.start_of(DAY))
    IdempotencyKey.objects.create(user_id=1, route="x", key="k", body_hash="h", created_at=now)
    OutboxEvent.objects.create(kind="a", consumer="c", created_at=OLD, due_at=OLD, done_at=OLD)
    open_event = OutboxEvent.objects.create(kind="a", consumer="c", created_at=OLD, due_at=OLD)
    tell_users(users=[cast.user("hr").pk], kind="x", words={}, key="x")
    run = ImportRun.objects.create(
        unit=cast["north"], file_name="a.xlsx", file_sha256="0" * 64, token="t", by=cast.user("hr"), made_at=OLD,
        day=TODAY, findings=[{"cell": "张三"}],
    )  # fmt: skip
    sheet = uploads.folder() / "sheet"
    sheet.write_bytes(b"x")
    import os

    os.utime(sheet, (time.time() - 90_000,) * 2)
    return {
        "leaver": leaver(cast, "旧人"),
        "held": leaver(cast, "保全"),
        "open": open_event,
        "run": run,
        "sheet": sheet,
    }


def files_of(one: Auxiliary) -> list[bool]:
    rows = one.documents.order_by("kind")
    return [bool(row.file) and row.file.storage.exists(row.file.name) for row in rows]


def test_every_policy_has_a_time_and_every_time_a_policy():
    assert {policy.key for policy in retention.all()} == {key for key, one in keepings().items() if not one.wing}
    assert all(one.cites and one.days >= 0 for one in keepings().values())


def test_logs_are_kept_at_least_six_months(assure):
    days = keepings()["accounts.attempts"].days
    assure("R-48", f"attempts to sign in kept {days} days (≥ 183)", ok=days >= 183)


def test_nothing_older_than_its_policy_remains(cast: Cast, old, django_capture_on_commit_callbacks, assure):
    place_hold(person=old["held"].person_id, why="a dispute at court", starts_on=TODAY, by=cast.user("hr"))
    names = [row.file.name for row in old["leaver"].documents.exclude(kind="contract")]
    storage = Document._meta.get_field("file").storage
    with django_capture_on_commit_callbacks(execute=True):
        runs = run_retention(on=DAY, by=SYSTEM)
    remains = {run.policy: run.due for run in run_retention(on=DAY, by=SYSTEM, dry=True) if run.due}
    done = sum(bool(run.done) for run in runs)
    bytes_left = [name for name in names if storage.exists(name)]
    person = old["leaver"].person
    person.refresh_from_db()
    old["leaver"].refresh_from_db()
    assert (old["leaver"].bank_card, old["leaver"].address, person.phone) == ("", "", "")
    assert [row.kind for row in old["leaver"].documents.all() if row.file] == ["contract"]
    assert not [row for row in old["leaver"].documents.all() if row.title == "medical"]
    assert OutboxEvent.objects.filter(pk=old["open"].pk).exists()
    assert AccessLog.objects.get().username == "y"
    assert not UnitUserPermission.objects.filter(user__is_active=False).exists()
    old["run"].refresh_from_db()
    assert old["run"].findings == [] and not old["sheet"].exists()
    assure("R-59", f"{sum(remains.values())} things older than their policy after {done} policies", ok=remains == {})
    assure("R-59", f"{len(bytes_left)} of {len(names)} files of leavers left on disk", ok=bytes_left == [])


def test_a_legal_hold_is_respected_and_ends(cast: Cast, old, django_capture_on_commit_callbacks, assure):
    held = old["held"]
    until = DAY + dt.timedelta(days=1)
    place_hold(person=held.person_id, why="a dispute at court", starts_on=TODAY, ends_on=until, by=cast.user("hr"))
    with django_capture_on_commit_callbacks(execute=True):
        run_retention(on=until, by=SYSTEM)
    held.refresh_from_db()
    kept = held.bank_card and files_of(held) == [True, True, True]
    with django_capture_on_commit_callbacks(execute=True):
        run_retention(on=until + dt.timedelta(days=1), by=SYSTEM)
    held.refresh_from_db()
    assure("R-59", "hold respected until its last day, then forgotten", ok=bool(kept) and held.bank_card == "")


def test_each_run_is_recorded_once_with_its_counts(cast: Cast, old):
    runs = run_retention(on=DAY, by=SYSTEM)
    entries = AuditEntry.objects.filter(action="retention.ran")
    assert entries.count() == len(runs) == RetentionRun.objects.count() == len(retention.all())
    assert entries.get(after__policy="core.idempotency").after["done"] == 1


def test_looking_deletes_nothing(cast: Cast, old):
    assert sum(run.due for run in run_retention(on=DAY, by=SYSTEM, dry=True)) > 8
    assert not RetentionRun.objects.exists() and files_of(old["leaver"]) == [True, True, True]


def test_what_is_young_stays(cast: Cast, old):
    """The control: the day decides, not the mere running."""
    run_retention(on=TODAY, by=SYSTEM)
    assert IdempotencyKey.objects.exists() and files_of(old["leaver"]) == [True, True, True]


def test_a_hold_is_placed_and_ended_on_the_page(cast: Cast):
    from django.test import Client

    from privacy.models import LegalHold, people_held
    from tests.cast import sign_in

    one, hr = cast.auxiliary("某人"), sign_in(Client(), cast.user("hr"))
    address = f"/privacy/holds/{one.pk}/"
    assert hr.post(address, {"why": "a dispute"}).status_code == 422
    assert hr.post(address, {"why": "a dispute", "starts_on": "2026-11-16", "ends_on": "2026-11-01"}).status_code == 422
    assert hr.post(address, {"why": "a dispute", "starts_on": "2026-11-10"}).status_code == 302
    assert people_held(TODAY) == {one.person_id}
    assert address in hr.get(f"/roster/{one.pk}/").content.decode()
    hr.post(f"{address}{LegalHold.objects.get().pk}/end/")
    assert people_held(TODAY + dt.timedelta(days=1)) == set()
