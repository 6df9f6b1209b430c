"""Reads of exports: mine, those that wait for me, the history, and in which exports a person stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.shortcuts import get_object_or_404

from accounts.models import User
from core.perms import Perms
from core.registries import export_kinds
from exports.models import Export, ExportedPerson

SHOWS = ("mine", "waiting", "all")


def listed(user: User, asked: Mapping[str, str]) -> Any:
    """`?show=mine|waiting|all`, `?status=`, `?kind=`, `?q=` (serial or purpose)."""
    rows = Export.objects.visible_to(user).select_related("by__person", "unit", "decided_by__person")
    show = asked.get("show", "")
    if show == "waiting":
        rows = rows.to_decide(user)
    elif show != "all":
        rows = rows.filter(by=user)
    if asked.get("status") in Export.Status.values:
        rows = rows.filter(status=asked["status"])
    if export_kinds.get(asked.get("kind", "")) is not None:
        rows = rows.filter(kind=asked["kind"])
    if words := asked.get("q", "").replace("\x00", "").strip()[:60]:
        rows = rows.filter(serial__istartswith=words) | rows.filter(purpose__icontains=words)
    return rows


def one(user: User, pk: int) -> Export:
    """The export, or 404 when it is neither mine nor mine to decide nor to audit."""
    rows = Export.objects.visible_to(user).select_related("by__person", "unit", "decided_by__person")
    found: Export = get_object_or_404(rows, pk=pk)
    return found


def mine(user: User, pk: int) -> Export:
    """An export of one's own; anybody else's is missing."""
    found: Export = get_object_or_404(Export.objects.filter(by=user).select_related("by__person", "unit"), pk=pk)
    return found


def to_decide(user: User, pk: int) -> Export:
    """An export in the units over which the user may agree; one's own, too: the service says why not."""
    rows = Export.objects.filter(Export.objects.scope(user, Perms.APPROVE_EXPORT))
    found: Export = get_object_or_404(rows.select_related("by__person", "unit"), pk=pk)
    return found


def taken_of(person_id: int, limit: int = 20) -> list[ExportedPerson]:
    """In which files a person stood that were made: who took this person's data."""
    rows = ExportedPerson.objects.filter(person_id=person_id).select_related("export__by__person", "export__decided_by")
    return list(rows.order_by("-export__requested_at")[:limit])


def people(user: User, export: Export) -> Any:
    """Who is in it, for the second person; the audit administrator sees that there was an export, and no names."""
    rows = export.persons.select_related("person").order_by("person__pinyin")
    return rows[:200] if user.may(Perms.APPROVE_EXPORT, export.unit) else rows.none()


def shows(user: User, export: Export) -> bool:
    """Is this the one who may decide it? The service decides again."""
    return (
        export.status == Export.Status.WAITING
        and user.may(Perms.APPROVE_EXPORT, export.unit)
        and user.pk != export.by_id
        and user.person_id not in (None, export.person_id)
    )
