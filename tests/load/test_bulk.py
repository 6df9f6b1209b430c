"""R-82, R-83: a pay run of 5,000, an import of 5,000 rows and an export of 10,000 in the worker, while people work on."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from accounts.models import User
from auxpolice.benching import paying
from auxpolice.benching.sheet import prepare, write
from auxpolice.seeding.pay import months_of
from core import clock
from exports.models import Export
from exports.services import approve_export, request_export
from payroll import services as pay
from payroll.models import PayRun
from payroll.running.checking import check_run
from roster.importing import runs
from roster.models import ImportRun
from tests.load.figures import FLOOR, READ, WRITE, Log, neighbours
from tests.load.house import PEOPLE
from tests.load.visitors import visit
from tests.roster.importing.world import Upload

pytestmark = pytest.mark.long
ROWS = min(5000, PEOPLE // 2)  # there is room for twice as many as there are
GOES_ON = 45.0  # seconds of visitors before and while
ENDED = {ImportRun.Status.PLANNED, ImportRun.Status.APPLIED, ImportRun.Status.FAILED}


def beside(act: Callable[[], float], found: SimpleNamespace) -> object:
    """Run it in a thread while the visitors work; `found.seconds` says how long the worker took."""

    async def run(_log: Log, _end: float) -> None:
        found.seconds = await asyncio.to_thread(act)

    return run


def meanwhile(house, act: Callable[[], float], every: int = 1) -> tuple[float, Log]:
    """Everybody, or every second of them, at work while it is done."""
    found = SimpleNamespace(seconds=0.0)
    with house.stand.inside():
        staff = house.staff[::every]
        log = visit(house.port, staff, GOES_ON, seed=7, thinking=(5, 15), beside=[beside(act, found)])
    print(f"\n{neighbours()}\n{log.table()}")
    return found.seconds, log


def figure(what: str, seconds: float, log: Log, before: str) -> str:
    return (
        f"{what} in {seconds:.1f} s, web meanwhile: read p95 {log.ms(0.95, READ):.0f} ms, write p95 {log.ms(0.95, WRITE):.0f} "
        f"ms (bare page {log.ms(0.95, FLOOR):.0f} ms), {log.broken} 5xx, {before}"
    )


def unaffected(log: Log) -> bool:
    return log.ms(0.95, READ) <= 800 and log.ms(0.95, WRITE) <= 1000 and not log.broken


def test_an_export_of_all_people_in_the_worker(house, assure):
    before = neighbours()

    def export() -> float:
        day = clock.today()
        by, second = (User.objects.get(username=name) for name in ("scale-hr", "scale-supervisor"))
        made = request_export(kind="roster", filters={}, format="xlsx", purpose="年度花名册核对", by=by, on=day)
        begun = time.monotonic()
        approve_export(export=made, by=second)
        wait(lambda: Export.objects.get(pk=made.pk).status not in (Export.Status.WAITING, Export.Status.MAKING))
        made.refresh_from_db()
        assert made.status == Export.Status.READY, made.message
        rows.append(made.rows)
        return time.monotonic() - begun

    rows: list[int] = []
    seconds, log = meanwhile(house, export)
    assure("R-83", figure(f"export of {rows[0]:,} rows", seconds, log, before), ok=seconds <= 30 and unaffected(log))


def test_an_import_of_five_thousand_in_the_worker(house, assure, settings, tmp_path):
    settings.MEDIA_ROOT = house.stand.folder / "media"
    before, day = neighbours(), clock.today()
    with house.stand.inside():
        unit = prepare(ROWS)
        write(tmp_path / "rows.xlsx", day, ROWS, unit)

    def take_in() -> float:
        by, token = User.objects.get(username="scale-hr"), uuid.uuid4().hex
        run = runs.open_run(upload=Upload(tmp_path / "rows.xlsx"), unit=unit, mode="new", token=token, by=by, on=day)
        begun = time.monotonic()
        runs.check_later(run)
        run = ended(run)
        assert run.can_be_applied, (run.status, run.findings[:2])
        runs.apply_later(run, by)
        run = ended(run, ImportRun.Status.APPLIED)
        assert run.status == ImportRun.Status.APPLIED, run.message
        return time.monotonic() - begun

    seconds, log = meanwhile(house, take_in)
    assure("R-83", figure(f"import of {ROWS:,} rows", seconds, log, before), ok=seconds <= 60 and unaffected(log))


def test_a_pay_run_of_five_thousand_in_the_worker_slows_pages_to_twice_their_quiet_time_at_most(house, assure):
    before = neighbours()
    with house.stand.inside():
        unit, by = paying.prepare(ROWS)
        quiet = visit(house.port, house.staff[::2], GOES_ON, seed=8, thinking=(5, 15))
    runs_made = []

    def reckon() -> float:
        month = months_of(clock.today())[0]
        run = pay.open_run(unit=unit, month=month, by=by, pay_day=paying.pay_day_after(month))
        begun = time.monotonic()
        pay.calculate_run(run=run, by=by)
        wait(lambda: PayRun.objects.get(pk=run.pk).status != PayRun.Status.CALCULATING)
        run.refresh_from_db()
        assert (run.status, run.people) == (PayRun.Status.CALCULATED, ROWS), run.message
        runs_made.append(run)
        return time.monotonic() - begun

    seconds, log = meanwhile(house, reckon, every=2)
    with house.stand.inside():
        checked, wrong = check_run(runs_made[0])
    least = f"quiet read p95 {quiet.ms(0.95, READ):.0f} ms, write p95 {quiet.ms(0.95, WRITE):.0f} ms, {before}"
    slower = max(log.ms(0.95, kind) / quiet.ms(0.95, kind) for kind in (READ, WRITE))
    ok = seconds <= 300 and slower <= 2 and unaffected(log) and checked == ROWS and not wrong
    what = f"pay run of {ROWS:,} people, {len(wrong)} of {checked:,} payslips other when reckoned again in quiet,"
    assure("R-82", figure(what, seconds, log, least), ok=ok)


def ended(run: ImportRun, *wanted: str) -> ImportRun:
    until = {*wanted, ImportRun.Status.FAILED} if wanted else ENDED
    wait(lambda: ImportRun.objects.get(pk=run.pk).status in until)
    return ImportRun.objects.select_related("unit", "by__person").get(pk=run.pk)


def wait(true: Callable[[], bool], seconds: float = 400) -> None:
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds
        time.sleep(0.2)
