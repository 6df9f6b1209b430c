"""The cast stands on the same rows as the services make: only how they come to be there is quicker."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission

from accounts.groups import GROUPS
from accounts.models import AdministratorSeat, Role, User
from accounts.services import grant_role
from core.actors import SYSTEM
from organisation.models import Unit, UnitJurisdiction
from organisation.services import open_unit, set_jurisdiction
from tests import stagehands
from tests.cast import LONG_AGO, TODAY, UNITS, Cast

pytestmark = pytest.mark.django_db

OWN = {"id", "code", "name", "path", "parent_id", "set_at", "unit_id", "user_id", "group"}


def rest(row: object) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if name not in OWN and not name.startswith("_")}


def test_units_and_their_rules_are_as_the_services_open_them():
    made = stagehands.open_units(UNITS, since=LONG_AGO)
    stagehands.follow([made["first"]], pack="CN", since=LONG_AGO)
    opened: dict[str, Unit] = {}
    for code, level, above in UNITS:
        parent = opened.get(above)
        opened[code] = open_unit(
            code=f"{code}2", name=f"{code} unit", level=level, parent=parent, starts_on=LONG_AGO, by=SYSTEM
        )
    set_jurisdiction(unit=opened["first"], pack="CN", since=LONG_AGO, by=SYSTEM)
    for code, unit in opened.items():
        unit, mine = Unit.objects.get(pk=unit.pk), Unit.objects.get(pk=made[code].pk)
        assert rest(mine) == rest(unit)
        assert mine.path.count(".") == unit.path.count(".")
        assert mine.path.endswith(f"{mine.pk}.")
    one, other = (UnitJurisdiction.objects.get(unit=way["first"]) for way in (made, opened))
    assert rest(one) == rest(other)


@pytest.mark.parametrize("group", sorted(GROUPS))
def test_a_role_brings_the_rights_that_the_service_gives(group):
    cast = Cast()
    quick, slow = (User.objects.create_user(name, None, person=cast.person(name)) for name in ("quick", "slow"))
    stagehands.give_role(quick, group, cast["first"], since=LONG_AGO)
    grant_role(user=slow, group=group, unit=cast["first"], starts_on=LONG_AGO, by=SYSTEM, today=TODAY)

    def rights(user):
        rows = Permission.objects.filter(unituserpermission__user=user)
        return sorted(rows.values_list("codename", "unituserpermission__content_object"))

    assert rights(quick) == rights(slow)
    assert bool(rights(quick)) == bool(GROUPS[group].permissions)
    one, other = (Role.objects.get(user=user) for user in (quick, slow))
    assert rest(one) == rest(other)
    seats = [AdministratorSeat.objects.filter(person=user.person).count() for user in (quick, slow)]
    assert seats[0] == seats[1]
