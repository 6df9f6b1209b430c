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
from roster.models import Auxiliary, GradeRecord
from roster.rules.terms import add_months

NEVER_PROMOTED = 40  # one of so many who are here five years and longer
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


def grade_them(day: dt.date) -> None:
    """When each came to the grade on the file: a promotion in the last years for most, none since hiring for some."""
    rows = Auxiliary.objects.on_strength().exclude(grade="").filter(hired_on__lt=day - dt.timedelta(days=5 * 365))
    GradeRecord.objects.bulk_create(
        GradeRecord(
            auxiliary_id=key,
            grade=grade,
            since=add_months(day, -(9 + number * 7 % 48)),
            document_number=f"政〔{day.year - 1}〕{number + 1}号",
        )
        for number, (key, grade) in enumerate(rows.order_by("pk").values_list("pk", "grade"))
        if number % NEVER_PROMOTED
    )
