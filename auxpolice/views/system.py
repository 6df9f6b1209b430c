"""The system administrator's page: is it well, is it backed up, which versions, which keys."""

from __future__ import annotations

import platform
from typing import Any

import django
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from auxpolice.backing_up import keys, schedule
from auxpolice.desk import PARTS
from core import clock, health
from core.access import requires
from core.models import AuditEntry
from core.perms import Perms

SHOWN = 10
ACTS = ("backup.made", "backup.failed", "backup.restored")
KEYS = {
    "field_keys": _("Encrypted fields and documents"),
    "secret_key": _("Sessions and links"),
    "backup_keys": _("Backups"),
    "audit_anchor_key": _("Anchors of the audit trail"),
}


@require_safe
@requires(Perms.MANAGE_SETTINGS)
def system(request: HttpRequest) -> HttpResponse:
    """Health, backups, versions and fingerprints; no secret, no name of a machine, nothing of any person."""
    context = {  # rule: unscoped, counts without names
        "parts": [(PARTS.get(name, name), works) for name, works in health.parts().items()],
        "backups": schedule.state(clock.now()),
        "kept_days": settings.BACKUP_KEEP_DAYS,
        "at": settings.BACKUP_AT,
        "entries": AuditEntry.objects.filter(action__in=ACTS).order_by("-id")[:SHOWN],
        "versions": versions(),
        "keys": [(KEYS.get(name, name), names) for name, names in keys.fingerprints().items()],
    }
    return render(request, "auxpolice/system.html", context)


def versions() -> list[tuple[Any, str]]:
    """What it stands on."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        server = cursor.fetchone()[0]
    return [
        ("auxpolice", settings.VERSION),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        ("PostgreSQL", server),
    ]
