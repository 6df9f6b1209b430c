"""kill -9 at the named moments of a run: before the commit nothing stood, after it all; done again it is right (R-38)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from payroll import services
from payroll.models import PayRun, Payslip, PayslipLine, TaxLedger
from tests import servers
from tests.assurance import long_form
from tests.cast import Cast
from tests.payroll.running.conftest import Office

ROOT = Path(__file__).resolve().parents[3]
PEOPLE = 5000 if long_form() else 30
RUN = ("run_payroll", "--unit", "first", "--month", "2026-10", "--as", "pay-clerk", "--pay-day", "2026-11-10")
# In the gate one moment, in the long form each.
CALCULATING = ["mid-pay-run"] + (["pay-gather", "pay-before-commit"] if long_form() else [])


@pytest.fixture
def office(fresh_db: str) -> Office:
    office = Office(Cast())
    for number in range(PEOPLE):
        office.person(f"人{number}", wage=f"{2400 + number % 4000}.17")
    return office


def command(name: str, folder: Path) -> int:
    env = {**os.environ, **servers.urls(name), "AUXPOLICE_FAULT_POINTS": str(folder)}
    return subprocess.run([sys.executable, "manage.py", *RUN], cwd=ROOT, env=env, capture_output=True).returncode


@pytest.mark.parametrize("point", CALCULATING)
def test_killed_in_the_middle_nothing_stands_and_done_again_everything_is_there_once(
    office: Office, fresh_db: str, tmp_path: Path, point: str, assure
):
    (tmp_path / point).write_text("kill")
    assert command(fresh_db, tmp_path) == -signal.SIGKILL
    half = Payslip.objects.count() + PayslipLine.objects.count()
    assert command(fresh_db, tmp_path) == 0
    run = PayRun.objects.get()
    doubled = Payslip.objects.count() - Payslip.objects.values("auxiliary").distinct().count()
    first = (run.people, run.net, run.cost)
    assert command(fresh_db, tmp_path) == 0
    run.refresh_from_db()
    figure = (
        f"kill -9 at {point} of a run of {PEOPLE}: {half} rows stood, then {run.people} payslips, {doubled} doubled"
    )
    assure(
        "R-38", figure, ok=half == doubled == 0 and run.people == PEOPLE and first == (run.people, run.net, run.cost)
    )


RELEASE = """
import sys, django
django.setup()
from accounts.models import User
from payroll.models import PayRun
from payroll.services import release_run
release_run(run=PayRun.objects.get(), by=User.objects.get(username="pay-approver"))
"""


def test_killed_at_the_release_it_is_not_released_and_then_it_is_once(office: Office, fresh_db: str, tmp_path: Path):
    run = office.reviewed()
    (tmp_path / "pay-release").write_text("kill")
    env = {**os.environ, **servers.urls(fresh_db), "AUXPOLICE_FAULT_POINTS": str(tmp_path)}
    env["DJANGO_SETTINGS_MODULE"] = "auxpolice.settings"
    ended = subprocess.run([sys.executable, "-c", RELEASE], cwd=ROOT, env=env, capture_output=True)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    run.refresh_from_db()
    assert run.status == "reviewed" and not TaxLedger.objects.exists()
    assert services.release_run(run=run, by=office.chief).status == "released"
    assert TaxLedger.objects.count() == Payslip.objects.count() == PEOPLE
