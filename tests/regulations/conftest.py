"""A small cast: a city with two bureaus, a station, and four people who read, propose and approve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from accounts.models import User
from accounts.services.roles import grant_role
from core.actors import SYSTEM
from organisation.models import Person, Unit
from organisation.services.units import open_unit, set_jurisdiction

DAY = date(2026, 11, 21)
START = date(2020, 1, 1)


@dataclass
class Cast:
    """Lin proposes in the east bureau, Chen and Zhou approve there, Wu reads in the west."""

    city: Unit
    east: Unit
    station: Unit
    west: Unit
    lin: User
    chen: User
    zhou: User
    wu: User


@pytest.fixture
def cast(db: None) -> Cast:
    city = open_unit(code="C", name="Model City", level="city", parent=None, starts_on=START, by=SYSTEM)
    east = open_unit(code="E", name="East Bureau", level="county", parent=city, starts_on=START, by=SYSTEM)
    west = open_unit(code="W", name="West Bureau", level="county", parent=city, starts_on=START, by=SYSTEM)
    station = open_unit(code="E1", name="First Station", level="station", parent=east, starts_on=START, by=SYSTEM)
    set_jurisdiction(unit=city, pack="CN-510000", since=START, by=SYSTEM)
    return Cast(
        city=city,
        east=east,
        west=west,
        station=station,
        lin=person("lin", "林", "hr", east),
        chen=person("chen", "陈", "legal", east),
        zhou=person("zhou", "周", "supervisor", east),
        wu=person("wu", "吴", "legal", west),
    )


def person(username: str, name: str, group: str, unit: Unit) -> User:
    """A user with a natural person behind it and a role over a unit."""
    user = User.objects.create(username=username, person=Person.objects.create(name=name))
    grant_role(user=user, group=group, unit=unit, starts_on=START, by=SYSTEM, today=DAY)
    return User.objects.get(pk=user.pk)
