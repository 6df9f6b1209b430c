"""The watch: every five minutes, what was read and refused lately is compared with what is usual."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, QuerySet
from django.db.models.functions import ExtractHour

from core.models import AuditEntry
from evidence.models import Reading, SecurityAlarm
from evidence.services.alarms import raise_alarm

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
Found = tuple[str, str, dict[str, Any], dt.timedelta, str]


def watch(*, now: dt.datetime) -> list[SecurityAlarm]:
    """Raise what is unusual; the same matter is not raised again within its own span of time."""
    raised = []
    for kind, subject, detail, span, path in _found(now):
        if SecurityAlarm.objects.filter(kind=kind, subject=subject[:200], at__gt=now - span).exists():
            continue
        alarm = raise_alarm(kind=kind, subject=subject, detail=detail, at=now, unit_path=path)
        raised += [alarm] if alarm is not None else []
    return raised


def _found(now: dt.datetime) -> Iterator[Found]:
    limits = settings.WATCH
    lately = Reading.objects.filter(at__gt=now - HOUR, at__lte=now)
    yield from _readers("reading.many", lately, limits["files_an_hour"], HOUR)
    yield from _readers("reading.unmasked", lately.filter(what="unmasked"), limits["unmasked_an_hour"], HOUR)
    night = Reading.objects.filter(at__gt=now - DAY / 2, at__lte=now).annotate(hour=ExtractHour("at"))
    begins, ends = limits["night"]
    at_night = night.filter(hour__gte=begins) | night.filter(hour__lt=ends)
    yield from _readers("reading.at_night", at_night, limits["files_at_night"], DAY / 2)
    yield from _one_person(Reading.objects.filter(at__gt=now - DAY, at__lte=now), limits["readers_of_one"])
    yield from _refused(now, limits)


def _readers(kind: str, rows: QuerySet[Reading], limit: int, span: dt.timedelta) -> Iterator[Found]:
    """Users who opened more people's files than usual."""
    counted = rows.values("user_id", "user_name").annotate(
        people=Count("person_id", distinct=True), path=Max("unit_path")
    )
    for row in counted.filter(people__gt=limit):
        yield (
            kind,
            row["user_name"],
            {"people": row["people"], "limit": limit, "user": row["user_id"]},
            span,
            row["path"],
        )


def _one_person(rows: QuerySet[Reading], limit: int) -> Iterator[Found]:
    """One person's file that unusually many opened."""
    counted = rows.values("person_id").annotate(
        users=Count("user_id", distinct=True), label=Max("person_label"), path=Max("unit_path")
    )
    for row in counted.filter(users__gt=limit):
        detail = {"users": row["users"], "limit": limit, "person": row["person_id"]}
        yield "reading.one_person", row["label"], detail, DAY, row["path"]


def _refused(now: dt.datetime, limits: dict[str, Any]) -> Iterator[Found]:
    """Users whose acts, or whose approvals, were refused again and again."""
    rows = AuditEntry.objects.filter(success=False, at__gt=now - HOUR, at__lte=now, actor_id__isnull=False)
    kinds = (
        ("acts.refused", rows, limits["refused_an_hour"]),
        ("approvals.refused", rows.filter(after__page__icontains="approv"), limits["refused_approvals_an_hour"]),
    )
    for kind, chosen, limit in kinds:
        counted = chosen.values("actor_id", "actor_name").annotate(acts=Count("pk"), path=Max("unit_path"))
        for row in counted.filter(acts__gt=limit):
            detail = {"acts": row["acts"], "limit": limit, "user": row["actor_id"]}
            yield kind, row["actor_name"], detail, HOUR, row["path"]
