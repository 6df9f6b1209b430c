"""The bench's row of a pay run: everybody is paid, the floor copies the same rows and leaves nothing behind."""

from __future__ import annotations

from auxpolice.benching import paying
from payroll.models import PayRun, Payslip, PayslipLine
from tests.cast import Cast


def test_a_bureau_made_up_for_the_bench_is_paid_whole(fresh_db: str, monkeypatch):
    monkeypatch.setattr(paying, "PEOPLE", 40)
    Cast().employer()
    figure = paying.paying()
    run = PayRun.objects.get()
    assert (run.status, run.people, Payslip.objects.count()) == ("calculated", 40, 40)
    assert not run.anomalies.exists() and PayslipLine.objects.count() > 40 * 8
    assert figure.floor > 0 and figure.limit == 10
