"""Is there one backup a day, and does somebody hear of it when there is none, a failed one or a small one?"""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection, transaction

from accounts.models import User
from auxpolice.backing_up import BackupError, making, manifest, schedule
from auxpolice.embedded.postgres import Postgres
from core import clock
from core.actors import SYSTEM
from core.audit import record
from core.models import AuditEntry
from reminders.models import Message
from tests import servers

HOUR = dt.timedelta(hours=1)
ROOT = Path(schedule.__file__).resolve().parent.parent.parent


@pytest.fixture
def daily(house, tmp_path, settings, monkeypatch) -> Path:
    """Backups are switched on; the administrator of the system is one user."""
    settings.BACKUP_DIR, settings.BACKUP_AT = str(tmp_path / "daily"), "02:30"
    user = User.objects.create(username="sysadmin")
    monkeypatch.setattr(schedule, "administrators", lambda: [user.pk])
    return tmp_path / "daily"


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """Days of a year far enough that everything in the trail lies before."""
    return dt.datetime(2031, 3, day, hour, minute, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def made(when: dt.datetime, size: int = 1000) -> None:
    with transaction.atomic():
        entry = record("backup.made", by=SYSTEM, after={"bytes": size})
    assert entry.pk
    moved(entry, when)


def moved(entry: AuditEntry, when: dt.datetime) -> None:
    Postgres().execute(
        connection.settings_dict["NAME"],
        "SET session_replication_role = replica; UPDATE core_auditentry SET at = %(at)s WHERE id = %(id)s",
        {"at": when, "id": entry.pk},
    )


def told() -> list[str]:
    return sorted(Message.objects.values_list("kind", flat=True))


def test_one_backup_a_day_and_no_second(daily):
    now = clock.now()
    assert schedule.run_if_due(now)
    assert not schedule.run_if_due(now + dt.timedelta(minutes=10))
    assert [path.name[:10] for path, _manifest in manifest.whole_backups(daily)] == ["auxpolice-"]
    assert AuditEntry.objects.filter(action="backup.made").count() == 1


def test_it_is_due_once_its_hour_has_come(daily):
    made(at(1, 2, 31))
    assert not schedule.is_due(at(2, 2, 29))
    assert schedule.is_due(at(2, 2, 30))
    made(at(2, 2, 31))
    assert not schedule.is_due(at(3, 2, 0))


def test_twenty_six_hours_without_one_are_an_alarm_once_a_day(daily, monkeypatch, assure):
    monkeypatch.setattr(schedule, "_make", lambda now: False)
    made(at(1, 2, 30))
    assert schedule.state(at(2, 4, 29)).late is False
    schedule.run_if_due(at(2, 4, 29))
    before = told()
    schedule.run_if_due(at(2, 4, 31))
    schedule.run_if_due(at(2, 4, 41))
    assert schedule.state(at(2, 4, 31)).late is True
    assure("R-54", "late alarm after 26 h, once", ok=before == [] and told() == ["backup.late"])


def test_a_house_that_never_made_one_is_late_too(daily, monkeypatch):
    with transaction.atomic():
        record("house.begun", by=SYSTEM)
    assert schedule.state(clock.now() + 27 * HOUR).late is True
    assert schedule.state(clock.now() + 25 * HOUR).late is False


def test_without_a_folder_nothing_is_late_and_nothing_made(daily, settings):
    settings.BACKUP_DIR = ""
    assert schedule.run_if_due(at(9, 9)) is False
    assert schedule.state(at(9, 9)).late is False


def test_one_less_than_half_the_last_is_an_alarm(daily, assure):
    with transaction.atomic():
        record("backup.made", by=SYSTEM, after={"bytes": 10**12})
    schedule.run_if_due(clock.now() + 24 * HOUR)
    assure("R-54", "small alarm below half of the last", ok=told() == ["backup.small"])


def test_one_as_large_as_the_last_is_none(daily):
    assert schedule.run_if_due(clock.now())
    assert schedule.run_if_due(clock.now() + 24 * HOUR)
    assert told() == []


def test_a_failure_is_told_and_tried_again_after_a_while(daily, monkeypatch):
    def full(*args, **more):
        raise BackupError("the disk is full")

    monkeypatch.setattr(making, "make", full)
    now = clock.now()
    assert not schedule.run_if_due(now)
    assert told() == ["backup.failed"]
    entry = AuditEntry.objects.get(action="backup.failed")
    assert (entry.success, entry.reason) == (False, "the disk is full")
    assert not schedule.is_due(now + dt.timedelta(minutes=10))
    assert schedule.is_due(now + dt.timedelta(minutes=31))


def test_old_ones_go_but_the_newest_three_stay(daily, settings):
    settings.BACKUP_KEEP_DAYS = 7
    for day in (1, 2, 3, 20, 21):
        whole = daily / f"auxpolice-2031-03-{day:02}T023000"
        whole.mkdir(parents=True)
        (whole / manifest.MANIFEST).write_text(f'{{"ended_at": "{at(day, 3).isoformat()}"}}', encoding="utf-8")
    (daily / "auxpolice-2031-03-19T023000.partial").mkdir()
    (daily / "somebody-elses").mkdir()
    assert schedule.prune(daily, at(22, 3)) == ["auxpolice-2031-03-01T023000", "auxpolice-2031-03-02T023000"]
    assert sorted(path.name for path in daily.iterdir()) == [
        "auxpolice-2031-03-03T023000",
        "auxpolice-2031-03-20T023000",
        "auxpolice-2031-03-21T023000",
        "somebody-elses",
    ]


def test_killed_in_the_middle_it_leaves_nothing_that_looks_whole(daily, house, tmp_path, assure):
    faults, folder = tmp_path / "faults", daily / "killed"
    faults.mkdir()
    daily.mkdir()
    (faults / "mid-backup").write_text("kill", encoding="utf-8")
    environment = {**os.environ, **servers.urls(house), "AUXPOLICE_FAULT_POINTS": str(faults), "HTTPS": "0"}
    environment |= {"DJANGO_SETTINGS_MODULE": "auxpolice.settings", "MEDIA_ROOT": str(tmp_path / "media")}
    command = [sys.executable, "manage.py", "backup", str(folder)]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    left = sorted(path.name for path in daily.iterdir())
    assert left == ["killed.partial"]
    with pytest.raises(BackupError, match="is not a whole backup"):
        manifest.read(daily / "killed.partial")
    making.make(folder)  # and the next takes away what it left
    assert sorted(path.name for path in daily.iterdir()) == ["killed"]
    assure(
        "R-54",
        "killed in the middle: 0 backups that look whole",
        ok=list(manifest.whole_backups(daily))[0][0] == folder,
    )


def test_two_at_once_make_one(daily):
    with schedule._alone(daily) as first, schedule._alone(daily) as second:
        assert (first, second) == (True, False)
        assert not schedule.run_if_due(clock.now())
    assert schedule.run_if_due(clock.now())
