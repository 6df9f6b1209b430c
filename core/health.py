"""Is everything alive? Seen times of the processes, and what /readyz says of them."""

from __future__ import annotations

import datetime as dt

from django.core.cache import cache
from django.db import DatabaseError, connection

from core import clock
from core.models import Heartbeat

STALE = dt.timedelta(seconds=90)


def beat(name: str) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"at": clock.now()})


def parts() -> dict[str, bool]:
    """Each part and whether it works; no names of machines, no versions, no secrets."""
    found = {"database": _database(), "queue": _queue(), "worker": False, "beat": False, "sweeper": False}
    if found["database"]:
        limit = clock.now() - STALE
        alive = set(Heartbeat.objects.filter(at__gte=limit).values_list("name", flat=True))
        found.update({name: name in alive for name in ("worker", "beat", "sweeper")})
    return found


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return True
    except DatabaseError:
        return False


def _queue() -> bool:
    try:
        cache.set("readyz", 1, 5)
        return bool(cache.get("readyz") == 1)
    except Exception:  # whatever the client library raises: the answer is "no"
        return False
