"""Emergency rights from the request to the look-through: the banner stands on every page while they run."""

from __future__ import annotations

import pytest

from accounts import services
from accounts.models import BreakGlass

pytestmark = pytest.mark.browser


def test_an_emergency_from_asking_to_looking_through(cast, enter):
    by = cast.user("secadmin")
    for name in ("李保管", "王保管"):
        services.make_sealed_code(holder=cast.person(name), unit=cast["city"], by=by)
    officer = enter("requester", width=375, language="en", scripts=False)
    officer.open("/break-glass/ask/")
    officer.page.get_by_label("Role").select_option("supervisor")
    officer.page.get_by_label("Code of the unit").fill("south")
    officer.page.get_by_label("For how long").select_option("120")
    officer.page.get_by_label("Reason").fill("Night search in the south, need to know who is on duty")
    officer.shot("break-glass-ask-375")
    officer.page.get_by_role("button", name="Ask", exact=True).click()
    officer.shot("break-glass-waiting-375")
    address = f"/break-glass/{BreakGlass.objects.get().pk}/"
    admin = enter("secadmin")
    admin.open("/break-glass/codes/")
    admin.shot("break-glass-codes-1366")
    admin.open(address)
    admin.page.get_by_label("理由").or_(admin.page.get_by_label("原因")).first.fill("已电话核实，情况属实")
    admin.shot("break-glass-decide-1366")
    admin.page.get_by_role("button", name="开启授权").click()
    officer.open("/units/")
    banner = officer.page.locator(".emergency")
    assert "Emergency rights are running" in banner.inner_text()
    officer.shot("break-glass-running-375")
    assert not officer.is_too_wide()
    banner.get_by_role("button", name="End now").click()
    assert not officer.page.locator(".emergency").count()
    auditor = enter("auditor")
    auditor.open("/break-glass/")
    auditor.shot("break-glass-list-1366")
    auditor.open(address)
    auditor.page.locator("textarea").fill("只查看了值班名单，确有必要")
    auditor.shot("break-glass-review-1366")
    auditor.page.get_by_role("button", name="审查完毕").click()
    auditor.page.get_by_text("审查人").wait_for()
    assert not admin.is_too_wide() and not auditor.is_too_wide()
