"""The model city of the demonstration before anybody imported a sheet: what the journey of a newcomer begins with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from accounts.models import User
from auxpolice import demo_world as world
from auxpolice.seeding import accounts, house
from organisation.models import Unit

STATION = "99990301"  # 创业路派出所, of the new district


@dataclass(frozen=True)
class House:
    """Units by code and the sign-ins by name, on a day."""

    day: dt.date
    units: Mapping[str, Unit]
    users: Mapping[str, User]

    @property
    def new_district(self) -> Unit:
        return self.units[world.NEW_DISTRICT]

    @property
    def station(self) -> Unit:
        return self.units[STATION]


def build(day: dt.date) -> House:
    """Units, employers, quotas, posts, officers and their sign-ins, by the demonstration's own builders."""
    units = house.build_units()
    house.build_employers(units, day)
    house.build_places(units, day)
    return House(day, units, accounts.build_accounts(units, house.build_officers(units), day))
