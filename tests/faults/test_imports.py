"""R-38: kill -9 amid an import or an export. All or nothing, the page says how it stands, nothing is under way for ever."""

from __future__ import annotations

import itertools
import random
import uuid
from datetime import timedelta

import pytest

from auxpolice import demo_world as demo
from auxpolice.demo_world import PostSpec
from auxpolice.example_people import Maker
from auxpolice.example_sheets import write_sheet
from core import clock
from core.actors import SYSTEM
from core.models import AuditEntry, OutboxEvent
from exports.models import Export
from exports.services import approve_export, end_old, request_export
from roster.importing import runs
from roster.models import Auxiliary, ImportRun, Quota
from roster.services import open_post
from tests.assurance import long_form
from tests.faults.history import undone
from tests.faults.stand import until
from tests.faults.test_kills import end_leases
from tests.roster.importing.world import LONG_AGO, Upload
from tests.roster.importing.world import World as Bureaus

FEW = 60
ROWS = 5000 if long_form() else FEW
NUMBERS = itertools.count(5)
FRESH = ((1, 499), (500, 999))  # each sheet has people of its own
Status = ImportRun.Status


@pytest.fixture(scope="module")
def bureaus(world) -> Bureaus:
    """The bureaus of the demonstration beside the others, with room for everybody in the sheet."""
    made = Bureaus("bureau-")
    unit = made[demo.COUNTY]
    for year in {2026, clock.today().year}:
        values = {"number": 20_000, "approval_document": "县政〔2026〕1号", "approved_on": LONG_AGO}
        Quota.objects.update_or_create(unit=unit, year=year, category="any", defaults=values)
    open_post(
        unit=unit, title="队员", category="service", funding_source="special_fund", headcount=20_000,
        starts_on=LONG_AGO, by=SYSTEM,
    )  # fmt: skip
    return made


@pytest.fixture
def checked(request, world, bureaus, settings, tmp_path):
    """A sheet that was checked, in the folder where the worker finds it."""
    settings.MEDIA_ROOT = world.stand.folder / "media"
    number, rows = next(NUMBERS), getattr(request, "param", FEW)
    post = PostSpec(demo.COUNTY, "队员", "service", "special_fund", rows, rows, (2000, 3000), demo.COUNTY_FIRM, ())
    maker = Maker(random.Random(number), clock.today(), mark=f"F{number}", block=number, sequences=FRESH[number % 2])
    write_sheet(tmp_path / "sheet.xlsx", "名册", [maker.person(post, (30, 50)) for _ in range(rows)])
    run = runs.open_run(
        upload=Upload(tmp_path / "sheet.xlsx"), unit=bureaus[demo.COUNTY], mode="new", token=uuid.uuid4().hex,
        by=bureaus.hr, on=clock.today(),
    )  # fmt: skip
    runs.check(run, runs.read(run))
    assert run.can_be_applied, run.findings[:3]
    return run


def counts() -> tuple[int, int]:
    """Files, and entries of the trail that say that somebody was imported."""
    return Auxiliary.objects.count(), AuditEntry.objects.filter(action="import.applied").count()


def arm(world, point: str) -> None:
    for program in ("worker", "sweeper"):
        world.stand.arm(program, point)


@pytest.mark.parametrize("checked", [ROWS], indirect=True)
def test_killed_amid_an_import_nothing_stands_and_then_all_of_it_once(world, bureaus, checked, assure):
    before = counts()
    arm(world, "mid-import")
    runs.apply_later(checked, bureaus.hr)
    world.stand.killed_at("mid-import")
    checked.refresh_from_db()
    half, shown = counts()[0] - before[0], checked.get_status_display()
    assert checked.status == Status.APPLYING
    end_leases()
    until(
        lambda: ImportRun.objects.filter(pk=checked.pk, status=Status.APPLIED).exists(), "the import to be applied", 180
    )
    after = counts()
    whole, entries = after[0] - before[0], after[1] - before[1]
    figure = (
        f"kill -9 amid an import of {ROWS} rows: {half} rows stood ({shown}), then {whole} rows and {entries} entry"
    )
    assure("R-38", figure, ok=half == 0 and whole == ROWS and entries == 1)


def test_an_import_that_kills_whoever_tries_it_is_told_to_have_failed(world, bureaus, checked, assure):
    before = counts()
    arm(world, "mid-import")
    runs.apply_later(checked, bureaus.hr)
    world.stand.killed_at("mid-import")
    assert runs.end_stuck(by=SYSTEM) == 0, "it was begun a moment ago"
    long_ago = clock.now() - runs.STUCK_AFTER - timedelta(seconds=1)
    OutboxEvent.objects.filter(payload__run=checked.pk).update(created_at=long_ago)
    ImportRun.objects.filter(pk=checked.pk).update(made_at=long_ago)
    ended = runs.end_stuck(by=SYSTEM)
    checked.refresh_from_db()
    assert checked.status == Status.FAILED
    assert "zh-hans" in checked.message
    end_leases()
    until(lambda: undone() == 0, "the rest of it to be put aside", 60)
    assure(
        "R-38", f"{ended} import begun ten minutes ago ended as failed, 0 rows", ok=ended == 1 and counts() == before
    )


def test_killed_amid_an_export_no_file_is_given_out_until_it_is_whole(world, bureaus, assure, settings):
    settings.MEDIA_ROOT = world.stand.folder / "media"
    arm(world, "mid-export")
    export = request_export(
        kind="roster", format="csv", purpose="yearly review of the bureau", by=bureaus.hr, on=clock.today(),
        filters={"unit": demo.COUNTY, "columns": ["name", "badge_number"]},
    )  # fmt: skip
    if export.status == Export.Status.WAITING:
        approve_export(export=export, by=bureaus.second)
    world.stand.killed_at("mid-export")
    export.refresh_from_db()
    assert (export.status, export.stored_name) == ("making", "")
    end_leases()
    until(lambda: Export.objects.filter(pk=export.pk, status="ready").exists(), "the export to be made", 60)
    made = AuditEntry.objects.filter(action="export.made", object_id=str(export.pk)).count()
    stuck = Export.objects.filter(status="making").count()
    end_old(now=clock.now(), by=SYSTEM)
    assure(
        "R-38",
        f"kill -9 amid an export: no file named, then {made} made, {stuck} under way",
        ok=made == 1 and not stuck,
    )
