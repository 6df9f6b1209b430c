"""Own duties as a calendar file (RFC 5545). A phone's calendar is copied to whoever keeps its backup: times and numbers only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from django.utils.translation import gettext as _

from duties.life import BINDING
from duties.models import Assignment
from roster.models import Auxiliary

FOLD = 73  # octets of a line, without the fold


def calendar(auxiliary: Auxiliary, day: date, *, address: str, now: datetime) -> bytes:
    """The approved duties from a day on; what was stopped since is told as cancelled, so that it goes out of the calendar."""
    rows = Assignment.objects.of_auxiliary(auxiliary.pk).filter(last_day__gte=day)
    rows = rows.filter(status__in=(*BINDING, "stopped")).order_by("starts_at", "pk")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//auxpolice//duties//", "METHOD:PUBLISH"]
    for row in rows:
        lines += _event(row, address, now)
    return b"".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(row: Assignment, address: str, now: datetime) -> Iterator[str]:
    stopped = row.status not in BINDING
    yield "BEGIN:VEVENT"
    yield f"UID:{row.number}@auxpolice"
    yield f"SEQUENCE:{row.revision}"
    yield f"DTSTAMP:{_utc(now)}"
    yield f"DTSTART:{_utc(row.starts_at)}"
    yield f"DTEND:{_utc(row.ends_at)}"
    yield f"STATUS:{'CANCELLED' if stopped else 'CONFIRMED'}"
    yield f"SUMMARY:{_text(_('Duty %(number)s') % {'number': row.number})}"
    yield f"URL:{address}"
    yield "CLASS:PRIVATE"
    yield "END:VEVENT"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    for sign in ("\\", ";", ","):
        words = words.replace(sign, f"\\{sign}")
    return words.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """No line longer than 75 octets, none broken within a character."""
    parts, part = [], b""
    for sign in line:
        added = sign.encode()
        if len(part) + len(added) > FOLD:
            parts.append(part)
            part = b" "
        part += added
    return b"\r\n".join([*parts, part]) + b"\r\n"
