"""Opening, changing, closing units, and which place's rules they follow."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.actors import Actor
from core.audit import record
from core.errors import BadInput, NotNow
from core.outbox import emit
from core.versions import bump, check_version
from organisation.models import Unit, UnitJurisdiction

CHANGEABLE = ("name", "short_name", "level", "residents", "police_establishment")


@transaction.atomic
def open_unit(
    *, code: str, name: str, level: str, parent: Unit | None, starts_on: date, by: Actor, **more: Any
) -> Unit:
    """Open a unit below another. Its path is the numbers from the top, so that scope is one prefix."""
    if parent is not None:
        parent = Unit.objects.select_for_update().get(pk=parent.pk)
        if parent.ends_on is not None:
            raise NotNow(_("The unit above is closed."))
    unit = Unit(code=code.strip(), name=name.strip(), level=level, parent=parent, starts_on=starts_on, **more)
    unit.path = f"new-{code}"
    unit.full_clean(exclude=["path"])
    unit.save()
    unit.path = f"{parent.path if parent else ''}{unit.pk}."
    unit.save(update_fields=["path"])
    record("unit.opened", unit, by=by, after={"code": unit.code, "name": unit.name, "parent": parent})
    return unit


@transaction.atomic
def change_unit(*, unit: Unit, by: Actor, version: int | None = None, **changes: Any) -> Unit:
    """Correct a unit's name, level, residents or establishment. Raises BadInput for anything else, NotNow when somebody
    changed it since the version that was read."""
    if wrong := set(changes) - set(CHANGEABLE):
        raise BadInput({name: _("This cannot be changed here.") for name in wrong})
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    check_version(unit, version)
    before = {name: getattr(unit, name) for name in changes}
    for name, value in changes.items():
        setattr(unit, name, value)
    unit.full_clean()
    unit.save(update_fields=[*changes, *bump(unit)])
    record("unit.changed", unit, by=by, before=before, after=changes)
    return unit


@transaction.atomic
def close_unit(*, unit: Unit, ends_on: date, by: Actor, reason: str = "") -> Unit:
    """Close a unit with that day; open units below must be closed first."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if unit.ends_on is not None:
        raise NotNow(_("This unit is already closed."))
    if unit.children.filter(ends_on__isnull=True).exists():
        raise NotNow(_("Units below are still open: close them first."))
    unit.ends_on = ends_on
    unit.full_clean()
    unit.save(update_fields=["ends_on", *bump(unit)])
    record("unit.closed", unit, by=by, after={"ends_on": ends_on}, reason=reason)
    return unit


@transaction.atomic
def set_jurisdiction(*, unit: Unit, pack: str, since: date, by: Actor, reason: str = "") -> UnitJurisdiction:
    """From that day on the unit and everything below it follow this place's rules. Rows are only added, never changed."""
    row = UnitJurisdiction(unit=unit, pack=pack, since=since, set_by_id=by.person_id, set_at=clock.now(), reason=reason)
    row.full_clean(exclude=["set_by"])
    row.save()
    record("unit.jurisdiction_set", unit, by=by, after={"pack": pack, "since": since}, reason=reason)
    emit("unit.jurisdiction_set", {"unit": unit.pk, "path": unit.path, "since": since.isoformat()})
    return row
