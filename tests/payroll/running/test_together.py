"""Twenty at once: one release, one ledger; twenty drafts of a month are one run; the control without the lock doubles."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections

from auxpolice.embedded.postgres import Postgres
from core.errors import DomainError
from payroll import services
from payroll.models import PayRun, Payslip, TaxLedger
from payroll.services import runs
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
        except DatabaseError:
            word = "refused by the database"
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


def without_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """All twenty read the reviewed run before any goes on."""
    all_have_read = threading.Barrier(AT_ONCE)

    def read(run: PayRun) -> PayRun:
        found = PayRun.objects.select_related("unit", "released_by__person").get(pk=run.pk)
        all_have_read.wait(60)
        return found

    monkeypatch.setattr(runs, "_locked", read)
    monkeypatch.setattr(runs, "must_be_as_reckoned", lambda run: None)  # it would see the ledger of whoever was first


def test_without_the_lock_the_database_lets_one_of_twenty_releases_through(
    office: Office, monkeypatch: pytest.MonkeyPatch
):
    run = office.reviewed()
    without_the_lock(monkeypatch)
    said = together(lambda: services.release_run(run=PayRun.objects.get(pk=run.pk), by=office.chief))
    assert said == {"done": 1, "refused by the database": 19}
    assert TaxLedger.objects.count() == Payslip.objects.count() == 5


def test_without_lock_and_database_twenty_releases_are_more(
    office: Office, fresh_db: str, monkeypatch: pytest.MonkeyPatch
):
    """The control: with neither, the same twenty book the same month again and again."""
    run = office.reviewed()
    without_the_lock(monkeypatch)
    with Postgres().connect(fresh_db) as superuser, superuser.cursor() as cursor:
        cursor.execute("DROP TRIGGER pay_run_keeps_to_its_life ON payroll_payrun")
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'payroll_taxledger'::regclass AND contype = 'u'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE payroll_taxledger DROP CONSTRAINT "{name}"')
    superuser.close()
    connection.close()
    said = together(lambda: services.release_run(run=PayRun.objects.get(pk=run.pk), by=office.chief))
    assert said["done"] > 1 and TaxLedger.objects.count() > 5


def test_twenty_drafts_at_once_are_one_run(office: Office, assure):
    together(lambda: services.prepare_run(unit=office.unit, month=OCTOBER, by=office.clerk))
    runs, slips = PayRun.objects.count(), Payslip.objects.count()
    assure(
        "R-24", f"20 drafts of one month at once: {runs} run, {slips} payslips of 5 people", ok=(runs, slips) == (1, 5)
    )


def test_without_the_constraint_twenty_drafts_are_more(office: Office, fresh_db: str):
    """The control: the constraint is what holds them together."""
    with Postgres().connect(fresh_db) as superuser, superuser.cursor() as cursor:
        cursor.execute("DROP INDEX one_monthly_run")
    superuser.close()
    connection.close()
    together(lambda: services.open_run(unit=office.unit, month=OCTOBER, by=office.clerk))
    assert PayRun.objects.count() > 1
