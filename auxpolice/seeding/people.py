"""The people of the demonstration: imported from the very sheets that newcomers are given, by the officers of their bureau."""

from __future__ import annotations

import datetime as dt
import tempfile
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from auxpolice import demo_world as world
from auxpolice import examples
from organisation.models import Unit
from roster.importing import runs

Writer = Callable[[Path, dt.date], None]


def import_sheets(units: Mapping[str, Unit], users: Mapping[str, User], day: dt.date) -> None:
    """The county by `hr`, the sub-bureau by `hr2`. The new district waits for the newcomer."""
    _import(examples.write_county, units[world.COUNTY], users["hr"], day)
    _import(examples.write_sub_bureau, units[world.SUB_BUREAU], users["hr2"], day)


def _import(write: Writer, unit: Unit, by: User, day: dt.date) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.xlsx"
        write(path, day)
        upload = SimpleUploadedFile(f"{unit.code}.xlsx", path.read_bytes())
    run = runs.open_run(upload=upload, unit=unit, mode="new", token=uuid.uuid4().hex, by=by, on=day)
    runs.check(run, runs.read(run))
    applied = runs.apply_run(run=run, by=by, on=day)
    if applied.status != applied.Status.APPLIED:
        problems = "; ".join(str(finding) for finding in applied.findings[:5])
        raise ValueError(f"the example sheet of {unit.code} was not accepted: {problems}")
