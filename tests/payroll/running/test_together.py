"""Twenty at once: one release, one ledger; twenty drafts of a month are one run; the control without the lock doubles."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from core.errors import DomainError
from payroll import services
from payroll.models import PayRun, Payslip, TaxLedger
from tests.cast import Cast
from tests.payroll.running.conftest import OCTOBER, Office

AT_ONCE = 20


@pytest.fixture
def office(fresh_db: str) -> Office:
    office = Office(Cast())
    for number in range(5):
        office.person(f"人{number}")
    return office


def together(act: Callable[[], Any]) -> Counter[str]:
    """Twenty threads begin at one moment; how often each thing was said."""
    said: Counter[str] = Counter()
    gate = threading.Barrier(AT_ONCE)

    def run() -> None:
        gate.wait()
        try:
            act()
            word = "done"
        except DomainError as error:
            word = type(error).__name__
        finally:
            connections.close_all()
        said[word] += 1

    threads = [threading.Thread(target=run) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def test_twenty_releases_at_once_are_one(office: Office, assure):
    run = office.reviewed()
    said = together(lambda: services.release_run(run=PayRun.objects.get(pk=run.pk), by=office.chief))
    entries, slips = TaxLedger.objects.count(), Payslip.objects.count()
    figure = f"20 releases at once: {said['done']} done, {said['NotNow']} told no, {slips} payslips, {entries} entries"
    assure("R-24", figure, ok=said == {"done": 1, "NotNow": 19} and entries == slips == 5)


def test_twenty_drafts_at_once_are_one_run(office: Office, assure):
    together(lambda: services.prepare_run(unit=office.unit, month=OCTOBER, by=office.clerk))
    runs, slips = PayRun.objects.count(), Payslip.objects.count()
    assure(
        "R-24", f"20 drafts of one month at once: {runs} run, {slips} payslips of 5 people", ok=(runs, slips) == (1, 5)
    )


def test_without_the_constraint_twenty_drafts_are_more(office: Office, fresh_db: str):
    """The control: the constraint is what holds them together."""
    from tests.guards.test_constraints import Postgres  # a superuser, as only one may take a constraint away

    with Postgres().connect(fresh_db) as superuser, superuser.cursor() as cursor:
        cursor.execute("DROP INDEX one_monthly_run")
    superuser.close()
    connection.close()
    together(lambda: services.open_run(unit=office.unit, month=OCTOBER, by=office.clerk))
    assert PayRun.objects.count() > 1
