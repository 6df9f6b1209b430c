"""A month's pay in a real browser without scripts, from the draft to the payslip on a phone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from core import outbox
from payroll import services
from payroll.models import PayRun
from tests.cast import Cast
from tests.payroll.running.conftest import OCTOBER, Office

pytestmark = pytest.mark.browser


def test_a_month_is_paid_without_scripts_and_read_on_a_phone(come, cast: Cast):
    office, user = Office(cast), cast.user("auxiliary")
    mine = user.person.auxiliary
    opening = services.Opening("成都", mine.hired_on, mine.hired_on)
    services.enrol(auxiliary=mine, kinds=["pension", "medical"], opening=opening, by=office.clerk)
    office.input(mine, "overtime_150", OCTOBER, quantity=Decimal("8.7"))
    office.person("吴强")

    clerk = come(office.clerk, scripts=False)
    clerk.open("/payroll/runs/new/")
    page = clerk.page
    page.locator("#id_unit").select_option("first")
    page.locator("#id_month").fill("2026-10")
    page.locator("main button.main").click()
    run = PayRun.objects.get()
    page.locator("h1", has_text="2026年10月").wait_for()
    clerk.shot("pay-run-zh")
    for _kind in range(run.anomalies.values("code").distinct().count()):
        page.locator("main a[href*='anomalies/?code=']").first.click()
        for box in page.locator("input[name=anomaly]").all():
            box.check()
        page.locator("#id_reason").fill("已向本人核实")
        clerk.shot("pay-anomalies-zh")
        page.get_by_role("button", name="确认所勾选的").click()
    page.get_by_role("link", name="提交审批").click()
    page.get_by_role("button", name="提交审批").click()

    chief = come(office.chief, scripts=False)
    chief.open("/")
    chief.page.locator(f"main a[href='/payroll/runs/{run.pk}/']").first.click()
    chief.page.get_by_role("link", name="审批发放工资批次").click()
    chief.page.get_by_role("button", name="审批发放工资批次").click()
    run.refresh_from_db()
    assert run.status == "released" and run.released_by == office.chief
    outbox.sweep()
    slip = run.payslips.get(auxiliary=mine)
    for name, address in (
        ("run", f"/payroll/runs/{run.pk}/"),
        ("slip", f"/payroll/runs/slips/{slip.pk}/"),
        ("schemes", "/payroll/schemes/"),
        ("scheme", f"/payroll/schemes/{office.scheme.pk}/"),
        ("person", f"/payroll/people/{mine.pk}/"),
        ("runs", "/payroll/runs/"),
    ):
        for width in (375, 1366):
            page.set_viewport_size({"width": width, "height": 768})
            clerk.open(address)
            clerk.shot(f"pay-{name}-{width}-zh")

    phone = come(user, width=375, height=740)
    phone.open("/me/file/")
    phone.shot("own-file-375-zh")
    phone.page.locator(f"main a[href='/me/pay/{slip.pk}/']").click()
    phone.page.locator("h1", has_text="2026年10月").wait_for()
    phone.shot("own-slip-375-zh")
    assert not phone.is_too_wide()
    with phone.page.expect_download() as kept:
        phone.page.get_by_role("button", name="保存为PDF").click()
    assert kept.value.suggested_filename.startswith("GZ")
