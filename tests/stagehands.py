"""What the cast stands on, written straight into the tables: units, quotas, roles, with the rights they bring.

The services that make the same rows are tried where they are; here their locks, checks and trail would only cost the
time of every test. tests/test_cast.py holds both ways equal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from django.contrib.auth.models import Permission
from django.db import connection

from accounts import scope
from accounts.groups import ADMINISTRATORS, GROUPS
from accounts.models import AdministratorSeat, Role, UnitUserPermission, User
from core import clock
from core.sealed import take_keys
from organisation.models import Unit, UnitJurisdiction

_permissions: dict[str, dict[str, int]] = {}  # of each database


def plainly(code: str) -> dict[str, str]:
    return {"name": f"{code} unit"}


def open_units(
    tree: Iterable[tuple[str, str, str]], *, since: date, named: Callable[[str], dict[str, str]] = plainly
) -> dict[str, Unit]:
    """Units by code from (code, level, code of the one above)."""
    units: dict[str, Unit] = {}
    rows = list(tree)
    for (code, level, above), key in zip(rows, take_keys(Unit, len(rows), using="default"), strict=True):
        parent = units.get(above)
        path = f"{parent.path if parent else ''}{key}."
        units[code] = Unit(pk=key, code=code, level=level, parent=parent, path=path, starts_on=since, **named(code))
    Unit.objects.bulk_create(units.values())
    return units


def follow(units: Iterable[Unit], *, pack: str, since: date) -> None:
    """From that day on the units follow the rules of the place."""
    UnitJurisdiction.objects.bulk_create(
        UnitJurisdiction(unit=unit, pack=pack, since=since, set_at=clock.now()) for unit in units
    )


def give_role(user: User, group: str, unit: Unit, *, since: date) -> Role:
    """A role in force, and what it allows."""
    role = Role.objects.create(user=user, group=group, unit=unit, starts_on=since, applied=True)
    if group in ADMINISTRATORS:
        AdministratorSeat.objects.create(group=group, person_id=user.person_id, role=role)
    UnitUserPermission.objects.bulk_create(
        UnitUserPermission(user=user, permission_id=key, content_object_id=unit.pk)
        for key in map(permissions().__getitem__, sorted(GROUPS[group].permissions))
    )
    scope.forget(user)
    return role


def permissions() -> dict[str, int]:
    name = connection.settings_dict["NAME"]
    if name not in _permissions:
        of_units = Permission.objects.filter(content_type__app_label="organisation")
        _permissions[name] = dict(of_units.values_list("codename", "pk"))
    return _permissions[name]
