"""One user, one hour, one use; everybody in it still in sight; the bytes sealed, then gone."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import Http404

from accounts.models import UnitUserPermission
from accounts.scope import forget
from core import clock
from core.actors import SYSTEM
from core.errors import NotNow
from core.models import AuditEntry
from core.perms import Perms
from exports import services, store
from exports.models import Export, ExportedPerson
from exports.services.common import Gone
from tests.cast import TODAY

Status = Export.Status


def files() -> list:
    return sorted(store.folder().iterdir())


def test_the_link_works_once_for_its_user(stage, django_capture_on_commit_callbacks, assure):
    export = stage.made()
    with pytest.raises(Http404):
        services.take_export(export=export, by=stage.supervisor)
    name, content = services.take_export(export=export, by=stage.hr)
    assert name.endswith(f"{export.serial}.xlsx") and content.startswith(b"PK")
    with pytest.raises(Gone):
        services.take_export(export=export, by=stage.hr)
    taken = AuditEntry.objects.filter(action="export.downloaded", success=True).count()
    assure("R-77", f"{taken} of 3 attempts downloaded: once, by its user", ok=taken == 1)


def test_the_link_works_for_an_hour(stage, later, assure):
    export = stage.made()
    later(minutes=60, seconds=1)
    with pytest.raises(Gone):
        services.take_export(export=export, by=stage.hr)
    assure("R-77", f"link lives {(export.expires_at - export.made_at).seconds // 60} min", ok=True)


def test_a_download_that_broke_off_may_be_repeated_twice_within_the_hour(stage, later):
    export = stage.made()
    services.take_export(export=export, by=stage.hr)
    for _ in range(2):
        services.reopen_export(export=export, by=stage.hr, reason="the connection broke off")
        services.take_export(export=export, by=stage.hr)
    with pytest.raises(NotNow):
        services.reopen_export(export=export, by=stage.hr, reason="once more")
    assert AuditEntry.objects.filter(action="export.reopened").count() == 2


def test_nobody_reopens_what_is_over_or_not_theirs(stage, later):
    export = stage.made()
    services.take_export(export=export, by=stage.hr)
    with pytest.raises(Http404):
        services.reopen_export(export=export, by=stage.supervisor, reason="mine now")
    later(minutes=61)
    with pytest.raises(Gone):
        services.reopen_export(export=export, by=stage.hr, reason="the connection broke off")


def test_somebody_moved_out_of_scope_takes_the_file_with_him(stage, django_capture_on_commit_callbacks, assure):
    """Scope is asked at the download, not only when the file was made."""
    export = stage.made()
    assert len(files()) == 1
    west = stage.cast["west"]
    stage.people[0].unit = west
    stage.people[0].save(update_fields=["unit"])
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(Gone):
        services.take_export(export=export, by=stage.hr)
    export.refresh_from_db()
    assert export.status == Status.WITHDRAWN
    assert AuditEntry.objects.get(action="export.downloaded").success is False
    assure("R-77", "0 files downloaded after one of 3 people left the scope", ok=files() == [])


@pytest.mark.parametrize("right", [Perms.EXPORT_ROSTER, Perms.VIEW_IDENTITY])
def test_a_right_taken_meanwhile_takes_the_file(stage, right):
    export = stage.made(filters={"unmasked": True})
    UnitUserPermission.objects.filter(user=stage.hr, permission__codename=right).delete()
    forget(stage.hr)
    with pytest.raises(Gone):
        services.take_export(export=export, by=stage.hr)


def test_nothing_lies_on_disk_in_the_clear(stage):
    export = stage.made(filters={"unmasked": True})
    (path,) = files()
    raw = path.read_bytes()
    assert not raw.startswith(b"PK") and export.serial.encode() not in raw
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(ValueError):
        store.read(path.name, serial="EX-0000-0000-0")


def test_the_bytes_go_when_the_hour_is_over(stage, later, django_capture_on_commit_callbacks, assure):
    unread, taken = stage.made(), stage.made()
    services.take_export(export=taken, by=stage.hr)
    now = later(hours=1, minutes=5)
    with django_capture_on_commit_callbacks(execute=True):
        assert services.end_old(now=now, by=SYSTEM) == 2
    unread.refresh_from_db()
    taken.refresh_from_db()
    assert (unread.status, taken.status) == (Status.EXPIRED, Status.TAKEN)
    assert AuditEntry.objects.filter(action="export.deleted").count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        assert services.end_old(now=now, by=SYSTEM) == 0
    assure("R-77", f"{len(files())} files on disk 65 min after they were made", ok=files() == [])


def test_a_stray_file_goes_too(stage, later):
    (store.folder() / "stray").write_bytes(b"left by a killed worker")
    services.end_old(now=clock.now(), by=SYSTEM)
    assert len(files()) == 1
    services.end_old(now=clock.now() + dt.timedelta(hours=2), by=SYSTEM)
    assert files() == []


def test_what_is_being_made_for_ten_minutes_is_given_up_and_comes_too_late(stage, later):
    export = stage.ask()
    services.end_old(now=later(minutes=9), by=SYSTEM)
    export.refresh_from_db()
    assert export.status == Status.MAKING
    services.end_old(now=later(minutes=2), by=SYSTEM)
    export.refresh_from_db()
    assert export.status == Status.FAILED and export.message["zh-hans"] != export.message["en"]
    assert services.make_export(export=export).status == Status.FAILED
    assert files() == []


def test_a_request_nobody_decides_lapses(stage, later):
    export = stage.ask(columns=("name", "medical_on"))
    services.end_old(now=later(days=7, minutes=1), by=SYSTEM)
    export.refresh_from_db()
    assert export.status == Status.EXPIRED


def test_every_person_in_it_is_kept(stage):
    export = stage.made()
    kept = set(ExportedPerson.objects.filter(export=export).values_list("person_id", flat=True))
    assert kept == {one.person_id for one in stage.people}


def test_who_was_in_it_is_never_rewritten(stage):
    from django.db import ProgrammingError, transaction

    stage.made()
    for act in (lambda rows: rows.update(person=stage.hr.person), lambda rows: rows.delete()):
        with pytest.raises(ProgrammingError), transaction.atomic():
            act(ExportedPerson.objects.all())


def test_making_twice_makes_one_file(stage):
    export = stage.ask()
    first, second = services.make_export(export=export), services.make_export(export=export)
    assert first.stored_name == second.stored_name and len(files()) == 1


def test_taken_back_nothing_remains(stage, django_capture_on_commit_callbacks):
    export = stage.made()
    with django_capture_on_commit_callbacks(execute=True):
        services.withdraw_export(export=export, by=stage.hr)
    assert files() == []
    with pytest.raises(Gone):
        services.take_export(export=export, by=stage.hr)


def test_the_day_of_the_list_is_kept(stage):
    assert stage.ask().day == TODAY


def test_bytes_that_are_gone_are_told_kindly(stage):
    export = stage.made()
    store.forget(export.stored_name)
    with pytest.raises(Gone):
        services.take_export(export=export, by=stage.hr)
