"""After any number of changes the rows of rights are what the roles in force imply, and none is left over (R-09)."""

from __future__ import annotations

import io
import itertools
import os
import random
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection

from accounts import services
from accounts.groups import ADMINISTRATORS, GROUPS
from accounts.keeping import closed_rights
from accounts.models import Role, UnitUserPermission, User
from core import clock
from core.actors import SYSTEM
from core.errors import DomainError
from organisation.models import Unit
from organisation.services import open_unit
from organisation.services.units import change_unit, close_unit
from tests.assurance import long_form
from tests.cast import LONG_AGO, TODAY, Cast

pytestmark = pytest.mark.django_db
USERS = 8


class Office:
    """Eight people, a tree of units, and a calendar that goes forward; every act may be refused, none may leave a trace."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
        self.cast, self.today = Cast(), TODAY
        self.users = [
            User.objects.create_user(f"user{n}", None, person=self.cast.person(f"民警{n}")) for n in range(USERS)
        ]
        self.numbers = itertools.count(1)
        self.done = dict.fromkeys(self.acts(), 0)

    def acts(self) -> list[str]:
        return [name.removeprefix("do_") for name in dir(self) if name.startswith("do_")]

    def step(self) -> None:
        name = self.chance.choice([*self.acts(), "grant", "grant", "end", "grant"])
        try:
            getattr(self, f"do_{name}")()
        except (DomainError, ValidationError):
            return
        self.done[name] += 1

    def _user(self) -> User:
        return User.objects.get(pk=self.chance.choice(self.users).pk)

    def _unit(self) -> Unit:
        return self.chance.choice(list(Unit.objects.all()))

    def _day(self) -> date:
        return self.today + timedelta(days=self.chance.randint(-3, 3))

    def do_grant(self) -> None:
        start = self._day()
        end = start + timedelta(days=self.chance.randint(0, 9)) if self.chance.random() < 0.6 else None
        group = self.chance.choice([*GROUPS])
        services.grant_role(
            user=self._user(), group=group, unit=self._unit(), starts_on=start, ends_on=end, by=SYSTEM, today=self.today
        )

    def do_end(self) -> None:
        if roles := list(Role.objects.all()):
            services.end_role(role=self.chance.choice(roles), ends_on=self._day(), by=SYSTEM, today=self.today)

    def do_disable(self) -> None:
        services.disable_user(user=self._user(), by=SYSTEM, reason="离岗")

    def do_enable(self) -> None:
        services.enable_user(user=self._user(), by=SYSTEM, reason="返岗")

    def do_night(self) -> None:
        """A day passes; roles begin and end; rights of closed accounts are forgotten."""
        self.today += timedelta(days=1)
        services.apply_due_roles(today=self.today, by=SYSTEM)
        for rows in closed_rights(self.today):
            rows.delete()

    def do_open_unit(self) -> None:
        if Unit.objects.count() < 40:
            code = f"U{next(self.numbers)}"
            open_unit(code=code, name=code, level="team", parent=self._unit(), starts_on=LONG_AGO, by=SYSTEM)

    def do_close_unit(self) -> None:
        close_unit(unit=self._unit(), ends_on=self.today, by=SYSTEM)

    def do_open_again(self) -> None:
        Unit.objects.filter(pk=self._unit().pk).update(ends_on=None)

    def do_rename(self) -> None:
        change_unit(unit=self._unit(), by=SYSTEM, name=f"更名{next(self.numbers)}")

    def do_move_unit(self) -> None:
        """A leaf is put under another unit."""
        unit, parent = self._unit(), self._unit()
        if not unit.children.exists() and parent.pk != unit.pk:
            Unit.objects.filter(pk=unit.pk).update(parent=parent, path=f"{parent.path}{unit.pk}.")

    def do_migrate(self) -> None:
        """A new release follows the groups in code; here nothing may change."""
        services.sync_groups()

    def implied(self) -> set[tuple[int, int, str]]:
        """The oracle: from the roles and the groups alone, day by day, without a query of the services."""
        return {
            (role.user_id, role.unit_id, name)
            for role in Role.objects.all()
            if role.starts_on <= self.today and (role.ends_on is None or self.today <= role.ends_on)
            for name in GROUPS[role.group].permissions
        }

    def wrong(self) -> list[tuple[int, int, str]]:
        """Rows too many of anybody, rows missing of those who may sign in."""
        rows = UnitUserPermission.objects.values_list("user_id", "content_object_id", "permission__codename")
        held, implied = set(rows), self.implied()
        active = set(User.objects.filter(is_active=True).values_list("pk", flat=True))
        return sorted(held - implied) + sorted(row for row in implied - held if row[0] in active)


def test_rows_are_what_roles_imply_and_none_is_left_over(monkeypatch, assure):
    size = 10_000 if long_form() else 300
    seed = int(os.environ.get("RIGHTS_SEED", "20261122"))
    office = Office(seed)
    monkeypatch.setattr(clock, "today", lambda: office.today)
    for number in range(size):
        office.step()
        if number % 10 == 0:
            assert office.wrong() == [], f"seed {seed}, after {number} operations: {office.done}"
    assert all(office.done.values()), office.done
    services.apply_due_roles(today=office.today, by=SYSTEM)
    for user in User.objects.filter(is_active=True):
        _as_implied(office, user)
    orphans = _orphans()
    assert not _double_seats()
    assure(
        "R-09", f"{orphans} orphans after {size} operations, {sum(office.done.values())} of them done", ok=not orphans
    )


def _as_implied(office: Office, user: User) -> None:
    """What the user may is what the roles imply, unit by unit."""
    implied = office.implied()
    paths = dict(Unit.objects.values_list("pk", "path"))
    for name in {name for group in GROUPS.values() for name in group.permissions}:
        own = [paths[unit] for who, unit, held in implied if who == user.pk and held == name]
        for unit in Unit.objects.all():
            assert user.may(name, unit) == any(unit.path.startswith(path) for path in own), (user, name, unit)


def _orphans() -> int:
    """Rows without a user, unit or right, and what guardian itself would clean."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*) FROM accounts_unituserpermission p LEFT JOIN accounts_user u ON u.id = p.user_id
               LEFT JOIN organisation_unit o ON o.id = p.content_object_id LEFT JOIN auth_permission a ON a.id = p.permission_id
               WHERE u.id IS NULL OR o.id IS NULL OR a.id IS NULL"""
        )
        (left,) = cursor.fetchone()
    out = io.StringIO()
    call_command("clean_orphan_obj_perms", stdout=out, verbosity=1)
    return left + int("".join(c for c in out.getvalue() if c.isdigit()) or 0)


def _double_seats() -> list[int]:
    """People with two administrators' roles, or one beside other work, on some day."""
    roles = [
        (r.user_id, r.group, r.starts_on, r.ends_on or date.max) for r in Role.objects.filter(starts_on__gte=LONG_AGO)
    ]
    return [
        one[0]
        for one, other in itertools.permutations(roles, 2)
        if one[0] == other[0] and one[1] in ADMINISTRATORS and one[2] <= other[3] and other[2] <= one[3]
        and one[3] >= one[2] and other[3] >= other[2]
    ]  # fmt: skip


def test_a_row_left_over_is_found():
    """The control: a role that goes without its rows, or a row that goes without its role, is red."""
    office = Office(1)
    user, unit = office.users[0], office.cast["north"]
    services.grant_role(user=user, group="hr", unit=unit, starts_on=LONG_AGO, by=SYSTEM, today=office.today)
    assert office.wrong() == []
    Role.objects.filter(user=user).update(ends_on=LONG_AGO)
    assert len(office.wrong()) == len(GROUPS["hr"].permissions)
    Role.objects.filter(user=user).update(ends_on=None)
    UnitUserPermission.objects.filter(user=user).first().delete()
    assert len(office.wrong()) == 1
