"""kill -9 at the named moments of a run: before the commit nothing stood, after it all; done again it is right (R-38)."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from auxpolice.embedded.postgres import Postgres
from core import clock, outbox
from core.models import OutboxEvent
from payroll import services
from payroll.models import PayRun, Payslip, PayslipLine, TaxLedger
from tests import servers
from tests.assurance import long_form
from tests.payroll.running.conftest import OCTOBER, Office
from tests.payroll.running.test_speed import RUN, a_bureau_of

ROOT = Path(__file__).resolve().parents[3]
PEOPLE = 5000 if long_form() else 30
# In the gate one moment, in the long form each.
CALCULATING = ["mid-pay-run"] + (["pay-gather", "pay-before-commit"] if long_form() else [])
SUMS = ("people", "gross", "insurance", "tax", "deducted", "net", "cost")


@pytest.fixture
def office(fresh_db: str) -> Office:
    """People of four thousand wages, most of them with something left over at the fen."""
    office = a_bureau_of(PEOPLE, fresh_db)
    with closing(Postgres().connect(fresh_db)) as superuser, superuser.cursor() as cursor:
        cursor.execute("UPDATE roster_contract SET monthly_wage = 2400 + auxiliary_id * 7 % 40000 + 0.17")
        superuser.commit()
    return office


def environment(name: str, folder: Path) -> dict[str, str]:
    told = {**os.environ, **servers.urls(name), "AUXPOLICE_FAULT_POINTS": str(folder)}
    return told | {"DJANGO_SETTINGS_MODULE": "auxpolice.settings"}


def command(name: str, folder: Path) -> int:
    arguments = [sys.executable, "manage.py", *RUN]
    return subprocess.run(arguments, cwd=ROOT, env=environment(name, folder), capture_output=True).returncode


def killed_in(program: str, name: str, folder: Path) -> None:
    """Run some lines in a process of its own that dies at the moment which was armed."""
    arguments = [sys.executable, "-c", program]
    ended = subprocess.run(arguments, cwd=ROOT, env=environment(name, folder), capture_output=True)
    assert ended.returncode == -signal.SIGKILL, ended.stderr


def undisturbed(office: Office) -> PayRun:
    draft = services.open_run(unit=office.unit, month=OCTOBER, by=office.clerk)
    return services.calculate_run(run=draft, by=office.clerk, at_once=True)


def sums(run: PayRun) -> list[Decimal]:
    run.refresh_from_db()
    return [getattr(run, name) for name in SUMS]


def rows() -> int:
    return Payslip.objects.count() + PayslipLine.objects.count()


def doubled() -> int:
    return Payslip.objects.count() - Payslip.objects.values("auxiliary").distinct().count()


def given_up(run: PayRun, office: Office) -> int:
    """Rows left after the run was cancelled."""
    services.cancel_run(run=run, reason="重新核算", by=office.clerk)
    return rows()


@pytest.mark.parametrize("point", CALCULATING)
def test_killed_in_the_middle_nothing_stands_and_done_again_everything_is_there_once(
    office: Office, fresh_db: str, tmp_path: Path, point: str, assure
):
    """Undisturbed and cancelled; killed; done again and cancelled; done once more: each time the same to the fen."""
    run = undisturbed(office)
    expected = sums(run)
    left = given_up(run, office)
    (tmp_path / point).write_text("kill")
    assert command(fresh_db, tmp_path) == -signal.SIGKILL
    half = rows()
    again = undisturbed(office)
    found, twice = sums(again), doubled()
    left += given_up(again, office)
    more = undisturbed(office)
    figure = (
        f"kill -9 at {point} of a run of {PEOPLE}: {half} rows stood, then {found[0]} payslips, {twice} doubled, "
        f"after cancelling {left} rows, then {sums(more)[0]}; paid out {found[5]} each time"
    )
    right = half == twice == doubled() == left == 0 and found[0] == PEOPLE
    assure("R-38", figure, ok=right and found == expected == sums(more))


@pytest.mark.long
def test_killed_at_any_moment_it_is_whole_or_not_there(office: Office, fresh_db: str, tmp_path: Path, assure):
    """Twelve runs in processes of their own, each killed somewhere on the way."""
    began = time.monotonic()
    assert command(fresh_db, tmp_path) == 0
    lasts, run = time.monotonic() - began, PayRun.objects.get()
    expected, chance, found = sums(run), random.Random(38), []
    for _n in range(12):
        services.cancel_run(run=PayRun.objects.exclude(status="cancelled").get(), reason="再来", by=office.clerk)
        process = subprocess.Popen(
            [sys.executable, "manage.py", *RUN],
            cwd=ROOT,
            env=environment(fresh_db, tmp_path),
            stdout=subprocess.DEVNULL,
        )
        try:
            process.wait(chance.uniform(lasts / 3, lasts))
        except subprocess.TimeoutExpired:
            process.kill()
        process.wait()
        found.append(Payslip.objects.count())
        assert sums(undisturbed(office)) == expected and not doubled()
    whole = found.count(PEOPLE)
    figure = f"12 runs of {PEOPLE} killed at chance moments: {found.count(0)} left nothing, {whole} were done"
    assure("R-38", figure, ok=found.count(0) + whole == 12)


RELEASE = """
import sys, django
django.setup()
from accounts.models import User
from payroll.models import PayRun
from payroll.services import release_run
release_run(run=PayRun.objects.get(), by=User.objects.get(username="pay-approver"))
"""


def test_killed_at_the_release_it_is_not_released_and_then_it_is_once(office: Office, fresh_db: str, tmp_path: Path):
    run = undisturbed(office)
    if keys := list(run.anomalies.values_list("pk", flat=True)):
        services.accept_anomalies(run=run, anomalies=keys, reason="已核对", by=office.clerk)
    run = services.review_run(run=run, by=office.clerk)
    (tmp_path / "pay-release").write_text("kill")
    killed_in(RELEASE, fresh_db, tmp_path)
    run.refresh_from_db()
    assert run.status == "reviewed" and not TaxLedger.objects.exists()
    assert services.release_run(run=run, by=office.chief).status == "released"
    assert TaxLedger.objects.count() == Payslip.objects.count() == PEOPLE


WORK = """
import django
django.setup()
from core import outbox
outbox.sweep()
"""


@pytest.mark.long
def test_a_worker_killed_in_the_middle_is_followed_by_the_next(office: Office, fresh_db: str, tmp_path: Path):
    draft = services.open_run(unit=office.unit, month=OCTOBER, by=office.clerk)
    run = services.calculate_run(run=draft, by=office.clerk)
    assert run.status == "calculating"
    (tmp_path / "mid-pay-run").write_text("kill")
    killed_in(WORK, fresh_db, tmp_path)
    assert not rows()
    OutboxEvent.objects.update(due_at=clock.now())  # its lease of a minute is over
    outbox.sweep()
    run.refresh_from_db()
    assert run.status == "calculated" and run.people == Payslip.objects.count() == PEOPLE
