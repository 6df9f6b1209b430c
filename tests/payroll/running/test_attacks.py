"""Ways round the services, typed as the application's role; each with the control that goes through without the guard."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.models import User
from payroll.life import MOVES
from payroll.models import PayRun, Payslip, PayslipLine, TaxLedger
from payroll.running.write import write_ledger
from tests.payroll.running.conftest import Office

STATES = PayRun.Status.values


def refused(statement: str, *values: object) -> str:
    """What the database says; "" when it lets the statement through."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except DatabaseError as error:
        return str(error)
    return ""


def test_the_database_knows_the_same_moves(db):
    with connection.cursor() as cursor:
        for old in STATES:
            for new in STATES:
                cursor.execute("SELECT pay_run_may_move(%s, %s)", [old, new])
                assert cursor.fetchone()[0] is ((old, new) in MOVES), (old, new)


def test_the_drafter_cannot_release_past_the_service(office: Office):
    office.person()
    run = office.reviewed()
    assert release(run, office.chief) == ""  # the control: the other person may
    assert "pay_run_released" in release(run, office.clerk)


def test_who_drafted_a_run_cannot_be_written_over(office: Office):
    """Else whoever drafted it would put another name there and release it."""
    office.person()
    run = office.reviewed()
    other = office.cast.user("supervisor")
    said = refused(
        "UPDATE payroll_payrun SET drafted_by_id = %s, drafted_person_id = %s WHERE id = %s",
        other.pk, other.person_id, run.pk,
    )  # fmt: skip
    assert "who drafted it for which month stays" in said
    assert refused("UPDATE payroll_payrun SET message = '{}' WHERE id = %s", run.pk) == ""  # the control


def release(run: PayRun, by: User) -> str:
    """The release typed by hand: the status, in somebody's name, with the ledger written; then all of it taken back."""
    try:
        with transaction.atomic():
            write_ledger(run)
            PayRun.objects.filter(pk=run.pk).update(
                status="released", released_by=by, released_person=by.person_id, released_at=run.reviewed_at
            )
            raise InterruptedError
    except DatabaseError as error:
        return str(error)
    except InterruptedError:
        return ""


def test_a_run_that_does_not_add_up_cannot_be_released(office: Office):
    office.person()
    run = office.reviewed()
    assert release(run, office.chief) == ""  # the control: as it is, it may
    slip = run.payslips.get()
    with transaction.atomic():
        PayslipLine.objects.filter(slip=slip, code="basic").delete()
        assert f"payslip {slip.pk} is not the sum of its lines" in release(run, office.chief)
        transaction.set_rollback(True)
    PayRun.objects.filter(pk=run.pk).update(net=1)
    assert "not the sum of its payslips" in release(run, office.chief)
    assert "missing in the tax ledger" in refused(
        "UPDATE payroll_payrun SET net = %s, status = 'released', released_by_id = %s, released_person_id = %s, "
        "released_at = now() WHERE id = %s",
        run.net, office.chief.pk, office.chief.person_id, run.pk,
    )  # fmt: skip


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payroll_payslip SET name = 'x'",
        "UPDATE payroll_payslipline SET amount = 1",
        "DELETE FROM payroll_payslipline",
        "DELETE FROM payroll_taxledger",
        "UPDATE payroll_taxledger SET withheld = 0",
        "UPDATE payroll_payrun SET net = net + 1",
        "UPDATE payroll_payrun SET status = 'calculated'",
        "DELETE FROM payroll_payrun",
        "TRUNCATE payroll_payslipline",
        "INSERT INTO payroll_payslipline (slip_id, number, part, code, name, amount, formula, article) "
        "SELECT id, 99, 'earned', 'x', '', 1, '', '' FROM payroll_payslip",
    ],
)
def test_what_is_released_stays(office: Office, statement: str):
    office.person()
    office.released()
    assert refused(statement)


def test_a_second_payslip_of_the_month_is_refused_whatever_the_run(office: Office):
    office.person()
    office.released()
    slip = Payslip.objects.get()
    other = PayRun.objects.create(
        unit=office.cast["north"], month=slip.month, pay_day=slip.run.pay_day, drafted_by=office.clerk,
        drafted_person=office.clerk.person, drafted_at=slip.run.drafted_at,
    )  # fmt: skip
    PayRun.objects.filter(pk=other.pk).update(status="calculating")
    slip.pk, slip.run = None, other
    with pytest.raises(IntegrityError, match="one_payslip_a_month"), transaction.atomic():
        slip.save(force_insert=True)


def test_the_ledger_goes_on_or_not_at_all(office: Office):
    office.person()
    office.released()
    entry = TaxLedger.objects.get()
    entry.pk, entry.slip, entry.number = None, None, 2
    with pytest.raises(DatabaseError, match="does not go on"), transaction.atomic():
        entry.save(force_insert=True)
    entry.total_income += entry.income
    entry.total_insurance += entry.insurance
    entry.save(force_insert=True)
