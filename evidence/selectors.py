"""Reading the trail: search by cursor, one entry with its place in the chain, the last verification."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from core.apps import Room
from core.models import AuditEntry, AuditLink
from core.registries import action_words, record_words
from evidence.models import Verification
from evidence.querysets import within_units
from evidence.verifying.chain import FORMS
from organisation.models import Unit

PAGE = 50
MOST_USERS = 200


@dataclass(frozen=True)
class TrailPage:
    """A page of the trail, newest first; `before` leads to the older ones, 0 when there are none."""

    rows: list[AuditEntry]
    before: int


def visible(user: User) -> QuerySet[AuditEntry]:
    """Entries of the auditor's units."""
    return AuditEntry.objects.filter(within_units(user))


def search(user: User, asked: Mapping[str, Any]) -> QuerySet[AuditEntry]:
    """Entries that fit what a valid TrailForm asks for; names of people are looked up first, so that an index is used."""
    rows = visible(user)
    if who := asked.get("who"):
        rows = rows.filter(_by(who))
    if act := asked.get("act"):
        rows = rows.filter(action__startswith=act) if act.endswith(".") else rows.filter(action=act)
    for name in ("object_type", "object_id", "request_id"):
        if value := asked.get(name):
            rows = rows.filter(**{name: value})
    if unit := asked.get("unit"):
        rows = rows.filter(unit_path__startswith=unit.path)
    if first := asked.get("first"):
        rows = rows.filter(at__gte=_midnight(first))
    if last := asked.get("last"):
        rows = rows.filter(at__lt=_midnight(last + dt.timedelta(days=1)))
    if outcome := asked.get("outcome"):
        rows = rows.filter(success=outcome == "done")
    return rows.order_by("-pk")


def page(rows: QuerySet[AuditEntry], before: str) -> TrailPage:
    """The page that begins below the entry `before`; anything that is no number begins at the newest."""
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: PAGE + 1])
    return TrailPage(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else 0)


def _by(who: str) -> Q:
    users = User.objects.filter(Q(username__icontains=who) | Q(person__name__icontains=who))
    condition = Q(actor_id__in=list(users.values_list("pk", flat=True)[:MOST_USERS]))
    if who in {"system", "anonymous"}:
        condition |= Q(actor_id__isnull=True, actor_name=who)
    return condition


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def acts() -> list[tuple[str, Any]]:
    """Every act the house has words for."""
    return sorted(action_words.items(), key=lambda pair: str(pair[1]))


def kinds_of_record() -> list[tuple[str, Any]]:
    """Every kind of record an entry may be about."""
    rooms = (config for config in apps.get_app_configs() if isinstance(config, Room) and config.label != "core")
    models = (model for room in rooms for model in room.get_models())
    labels = (model._meta.label for model in models)
    return sorted(((label, str(record_words.get(label, label))) for label in labels), key=lambda pair: pair[1])


def units_of(user: User) -> QuerySet[Unit]:
    from core.perms import Perms
    from core.scope import under

    return Unit.objects.filter(under(user.unit_paths(Perms.VIEW_AUDIT), "path"))


@dataclass(frozen=True)
class Place:
    """Where an entry stands in the chain, and whether its hash is right when computed now."""

    seq: int
    previous: str
    hash: str
    agrees: bool


def place_of(entry: AuditEntry) -> Place | None:
    """None for an entry without a link, which nothing of ours leaves behind."""
    link = AuditLink.objects.filter(entry_id=entry.pk).first()
    if link is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {FORMS[1]} FROM core_auditentry e WHERE e.id = %s", [entry.pk])  # noqa: S608 - a constant
        told = cursor.fetchone()[0]
    before = AuditLink.objects.filter(seq=link.seq - 1).first()
    follows = before is None or bytes(before.hash) == bytes(link.previous)
    right = hashlib.sha256(bytes(link.previous) + told.encode()).digest() == bytes(link.hash)
    return Place(link.seq, bytes(link.previous).hex(), bytes(link.hash).hex(), follows and right)


def last_verification() -> Verification | None:
    """The newest verification that came to an end."""
    return Verification.objects.exclude(state=Verification.State.WAITING).select_related("asked_by__person").first()


def waiting_verification() -> Verification | None:
    return Verification.objects.filter(state=Verification.State.WAITING).first()
