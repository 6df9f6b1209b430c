"""The audit trail: one entry for each act, in the same transaction as the act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from core import clock, faults
from core.actors import Actor
from core.context import current
from core.masking import mask_value
from core.models import AuditEntry
from core.trail import open_trail, say_graves


def record(
    action: str,
    obj: models.Model | None = None,
    *,
    by: Actor,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    success: bool = True,
    label: str | None = None,
    unit_path: str | None = None,
) -> AuditEntry:
    """Write one entry `noun.past`. Identity, bank and phone numbers are masked; call inside the transaction of the act."""
    _must_be_within("record", action)
    entry = _entry(action, obj, by, before, after, reason=reason, success=success, label=label, unit_path=unit_path)
    with open_trail():
        entry.save()
    say_graves([entry])
    faults.point("mid-audit-append")
    current().acts.add(action)
    return entry


def history_of(obj: models.Model) -> models.QuerySet[AuditEntry]:
    """What was done with a record, newest first. Only for one that its reader found in sight."""
    return AuditEntry.objects.filter(object_type=obj._meta.label, object_id=str(obj.pk)).order_by("-pk")


def record_many(
    action: str,
    acts: Iterable[tuple[models.Model, Mapping[str, Any], Mapping[str, Any]]],
    *,
    by: Actor,
    reason: str = "",
) -> None:
    """The same for many acts at once: (object, before, after) each. For bulk work such as an import."""
    _must_be_within("record_many", action)
    entries = [_entry(action, obj, by, before, after, reason=reason) for obj, before, after in acts]
    with open_trail():
        AuditEntry.objects.bulk_create(entries, batch_size=1000)
    current().acts.add(action)
    say_graves(entries)


def _must_be_within(name: str, action: str) -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(
            f"{name}({action!r}) outside a transaction: the act and its entry must stand or fall together."
        )


def _entry(
    action: str,
    obj: models.Model | None,
    by: Actor,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    *,
    reason: str = "",
    success: bool = True,
    label: str | None = None,
    unit_path: str | None = None,
) -> AuditEntry:
    context, now = current(), clock.now()
    return AuditEntry(
        at=now,
        action=action,
        success=success,
        actor_id=by.pk,
        actor_name=by.audit_name()[:150],
        person_id=by.person_id,
        object_type=obj._meta.label if obj is not None else "",
        object_id=str(obj.pk) if obj is not None else "",
        object_label=(label if label is not None else str(obj) if obj is not None else "")[:200],
        unit_path=unit_path if unit_path is not None else _unit_path(obj if obj is not None else by),
        before=plain(before or {}),
        after=plain(after or {}),
        reason=reason,
        request_id=context.request_id,
        address=context.address,
        entrance=context.entrance,
        roles=",".join(getattr(by, "audit_roles", ()))[:200],
        utc_offset=_utc_offset(now),
    )


def _utc_offset(moment: dt.datetime) -> int:
    """Minutes by which the house's own time is ahead of UTC at that moment."""
    return int((timezone.localtime(moment).utcoffset() or dt.timedelta()).total_seconds()) // 60


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON keeps them, sensitive ones masked by the name of their field."""
    return {name: mask_value(name, _json(value)) for name, value in values.items()}


def _json(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, dt.date | dt.datetime | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, models.Model):
        return {"id": value.pk, "name": str(value)}
    if isinstance(value, Mapping):
        return {str(k): mask_value(str(k), _json(v)) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_json(v) for v in value]
    return str(value)


def _unit_path(obj: Any) -> str:
    """The path of the unit the record (or, without one, the actor) belongs to, copied so that the trail can be searched
    by scope for ever."""
    if isinstance(path := getattr(obj, "path", None), str):
        return path
    finder = getattr(obj, "audit_unit_path", None)
    if callable(finder):
        return str(finder())
    unit = getattr(obj, "unit", None)
    return getattr(unit, "path", "") or ""
