"""The model city of the demonstration before anybody imported a sheet: what the journey of a newcomer begins with."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from auxpolice import demo_world as world
from auxpolice.seeding import accounts, house
from organisation.models import Officer, Unit
from roster.importing import runs
from roster.models import ImportRun

STATION = "99990301"  # 创业路派出所, of the new district


@dataclass(frozen=True)
class House:
    """Units by code and the sign-ins by name, on a day."""

    day: dt.date
    units: Mapping[str, Unit]
    users: Mapping[str, User]
    officers: Mapping[str, Officer]

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
    officers = house.build_officers(units)
    return House(day, units, accounts.build_accounts(units, officers, day), officers)


def try_sheet(built: House, write: Callable[[Path, dt.date], None], folder: Path) -> ImportRun:
    """A sheet for the new district, tried by `hr` and not yet applied."""
    write(folder / "sheet.xlsx", built.day)
    upload = SimpleUploadedFile("sheet.xlsx", (folder / "sheet.xlsx").read_bytes())
    hr, unit = built.users["hr"], built.new_district
    run = runs.open_run(upload=upload, unit=unit, mode="new", token=uuid.uuid4().hex, by=hr, on=built.day)
    runs.check(run, runs.read(run))
    return run
