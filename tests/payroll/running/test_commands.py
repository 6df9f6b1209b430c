"""`run_payroll` and `check_pay`: what they print, and how they end."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from django.core.management import call_command

from payroll import services
from payroll.models import PayRun, PayslipLine
from tests.payroll.running.conftest import Office


def run(*arguments: str) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_a_draft_is_prepared_and_told(office: Office):
    office.person(insured=False)
    status, said = run("run_payroll", "--unit", "first", "--month", "2026-10", "--as", "pay-clerk", "--json")
    told = json.loads(said)
    assert status == 0 and (told["status"], told["people"], told["net"]) == ("calculated", 1, "3550.00")
    assert [found["code"] for found in told["anomalies"]] == ["no_insurance"]
    assert run("run_payroll", "--unit", "first", "--month", "2026-10", "--as", "pay-clerk")[0] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("--unit", "first", "--month", "2026-13", "--as", "pay-clerk"),
        ("--unit", "first", "--month", "2026-10", "--as", "nobody"),
        ("--unit", "second", "--month", "2026-10", "--as", "pay-clerk"),
        ("--unit", "first", "--month", "2026-10", "--as", "pay-approver"),
    ],
)
def test_used_wrongly_it_says_so(office: Office, arguments: tuple[str, ...]):
    assert run("run_payroll", *arguments)[0] == 2


def test_a_paid_month_is_refused(office: Office):
    office.person()
    office.released()
    status, said = run("run_payroll", "--unit", "first", "--month", "2026-10", "--as", "pay-clerk", "--json")
    assert status == 1 and json.loads(said)["status"] == "refused"


def test_the_past_comes_out_the_same(office: Office):
    for number, wage in enumerate(("12345.67", "3000.00", "2345.10")):
        someone = office.person(f"人{number}", wage=wage, grade="三级辅警", hired_on=date(2026, 10, 1 + 7 * number))
        office.input(someone, "overtime_150", quantity="7.5")
        office.input(someone, "sick", quantity="1")
        office.input(someone, "bonus", amount="5000.00")
    office.released()
    assert run("check_pay", "2026-10") == (0, "3 payslips, 0 differences\n")
    assert run("check_pay", "October")[0] == 2


def test_a_payslip_forged_before_its_release_is_found(office: Office):
    """A yuan taken from the basic pay and given to the overtime: every sum is right, two lines are not."""
    office.input(office.person(), "overtime_150", quantity="7.5")
    draft = office.reviewed()
    for status in ("calculating", "calculated", "reviewed"):
        PayRun.objects.filter(pk=draft.pk).update(status=status)
        for line in PayslipLine.objects.filter(code__in=("basic", "overtime_150")) if status == "calculating" else ():
            PayslipLine.objects.filter(pk=line.pk).delete()
            line.pk, line.amount = None, line.amount + (1 if line.code == "overtime_150" else -1)
            line.save(force_insert=True)
    services.release_run(run=draft, by=office.chief)
    status, said = run("check_pay", "2026-10")
    assert status == 1 and "its lines are not those reckoned again" in said
