"""Backups by themselves: one a day, old ones removed, and an alarm when one is late, failed or suspiciously small."""

from __future__ import annotations

import datetime as dt
import fcntl
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from accounts.models import UnitUserPermission
from auxpolice.backing_up import BackupError, making, manifest
from core import outbox
from core.actors import SYSTEM
from core.audit import record
from core.models import AuditEntry
from core.perms import Perms
from reminders.services import tell_users
from reminders.wording import message_words

log = logging.getLogger(__name__)
LATE = dt.timedelta(hours=26)
AGAIN = dt.timedelta(minutes=30)  # after a failure
ALWAYS_KEPT = 3
message_words.update(
    {
        "backup.late": _("No backup was made for %(hours)s hours. See the system page, and docs/restore.md."),
        "backup.failed": _("The backup failed: %(why)s"),
        "backup.small": _(
            "The backup has %(bytes)s bytes, less than half of the one before (%(before)s). Is everything in it?"
        ),
    }
)


@dataclass(frozen=True)
class State:
    """How it stands with the backups, as the trail tells."""

    enabled: bool
    last_at: dt.datetime | None
    last_bytes: int
    late: bool


def state(now: dt.datetime) -> State:
    """Late is: switched on, and for more than 26 hours none was made (counted from the first entry of the trail)."""
    last = _last("backup.made")
    since = last.at if last else _beginning(now)
    enabled = bool(settings.BACKUP_DIR)
    return State(
        enabled, last.at if last else None, int(last.after["bytes"]) if last else 0, enabled and now - since > LATE
    )


def run_if_due(now: dt.datetime) -> bool:
    """What beat wakes: make today's backup unless it is made or somebody is at it, then look whether an alarm is due."""
    if not settings.BACKUP_DIR:
        return False
    made = False
    with _alone(Path(settings.BACKUP_DIR)) as alone:
        if alone and is_due(now):
            made = _make(now)
    if state(now).late:
        alarm("backup.late", now, hours=int((now - (state(now).last_at or _beginning(now))).total_seconds() // 3600))
    return made


def is_due(now: dt.datetime) -> bool:
    """The last hour named by BACKUP_AT has passed without a backup since, and no try failed a moment ago."""
    last, failed = _last("backup.made"), _last("backup.failed")
    if failed and now - failed.at < AGAIN:
        return False
    return last is None or last.at < last_appointment(now)


def last_appointment(now: dt.datetime) -> dt.datetime:
    """When a backup should have been begun last. ValueError for a BACKUP_AT that is no time."""
    at = dt.time.fromisoformat(settings.BACKUP_AT)
    local = timezone.localtime(now)
    today = local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return today if today <= local else today - dt.timedelta(days=1)


def _make(now: dt.datetime) -> bool:
    home, before = Path(settings.BACKUP_DIR), _last("backup.made")
    try:
        found = making.make(home / f"auxpolice-{timezone.localtime(now):%Y-%m-%dT%H%M%S}")
    except BackupError as error:
        log.error("backup: %s", error)
        with transaction.atomic():
            record("backup.failed", by=SYSTEM, reason=str(error), success=False)
        alarm("backup.failed", now, why=str(error))
        return False
    if before and found["bytes"] * 2 < before.after["bytes"]:
        alarm("backup.small", now, bytes=found["bytes"], before=before.after["bytes"])
    prune(home, now)
    return True


def prune(home: Path, now: dt.datetime) -> list[str]:
    """Remove whole backups that are older than they are kept, never the newest three, and what killed ones left."""
    whole = list(manifest.whole_backups(home))
    limit = now - dt.timedelta(days=settings.BACKUP_KEEP_DAYS)
    old = [path for path, found in whole[:-ALWAYS_KEPT] if dt.datetime.fromisoformat(found["ended_at"]) < limit]
    left = [path for path in home.glob("auxpolice-*.partial") if path.is_dir()]
    for path in (*old, *left):
        shutil.rmtree(path)
    if old:
        with transaction.atomic():
            record("backup.removed", by=SYSTEM, after={"names": [path.name for path in old]})
    return [path.name for path in old]


@transaction.atomic
def alarm(kind: str, now: dt.datetime, **detail: Any) -> None:
    """Tell the system administrators, the watch, and the trail: once a day for each kind."""
    day = timezone.localtime(now).date()
    if AuditEntry.objects.filter(action=f"{kind}_told", object_label=str(day)).exists():
        return
    entry = record(f"{kind}_told", by=SYSTEM, after=detail, label=str(day))
    words = {name: str(value) for name, value in detail.items()}
    tell_users(users=administrators(), kind=kind, words=words, key=f"{kind}:{day}", url=reverse("system"))
    outbox.emit("security.alarm", {"kind": kind, "subject": "backup", "detail": words, "at": entry.at.isoformat()})


def administrators() -> list[int]:
    """Who looks after the system."""
    held = UnitUserPermission.objects.filter(permission__codename=Perms.MANAGE_SETTINGS, user__is_active=True)
    return list(held.values_list("user_id", flat=True))


def _last(action: str) -> AuditEntry | None:
    return AuditEntry.objects.filter(action=action).order_by("-id").first()


def _beginning(now: dt.datetime) -> dt.datetime:
    first = AuditEntry.objects.order_by("id").first()
    return first.at if first else now


@contextmanager
def _alone(home: Path) -> Iterator[bool]:
    """Whether nobody else makes a backup here now; the lock goes with the process, however it ends."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(home / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(descriptor)
