"""The auditor at a browser: search, one entry, the verification, an alarm closed with a note; no page too wide."""

import pytest
from django.db import transaction

from core import clock
from core.actors import SYSTEM
from core.audit import record
from evidence.services import anchor, ask_verification, raise_alarm, verify_waiting

pytestmark = pytest.mark.browser


@pytest.fixture
def audited(cast, settings, tmp_path):
    """A trail with something in it, anchored and verified."""
    settings.AUDIT_ANCHORS, settings.AUDIT_STREAM = str(tmp_path / "anchors.jsonl"), "off"
    auditor, hr, other = cast.user("auditor"), cast.user("hr"), cast.auxiliary("林晓")
    with transaction.atomic():
        before, after = {"phone": "13800001111", "grade": 1}, {"phone": "13900002222", "grade": 2}
        record("auxiliary.changed", other, by=hr, before=before, after=after, reason="本人来电")
        record("request.refused", by=hr, success=False, label="roster:file", after={"status": 404})
    alarm = raise_alarm(
        kind="reading.many", subject=hr.audit_name(), detail={"people": 70, "limit": 60}, at=clock.now(), unit_path="1."
    )
    anchor()
    ask_verification(by=auditor)
    verify_waiting()
    with transaction.atomic():
        record("settings.changed", by=SYSTEM)
    return auditor, alarm


@pytest.mark.parametrize(("width", "language"), [(1366, "zh-hans"), (375, "en")])
def test_the_auditor_searches_reads_verifies_and_closes_an_alarm(come, audited, width, language):
    auditor, alarm = audited
    window = come(auditor, width=width, language=language)
    page = window.page
    window.open("/evidence/?outcome=refused")
    assert page.locator("tbody tr").count() == 1
    assert not window.is_too_wide()
    window.open("/evidence/?act=auxiliary.changed")
    page.locator("tbody th a").first.click()
    assert page.locator("code.break").first.inner_text()
    assert "13800001111" not in page.content() and "138****1111" in page.content()
    assert not window.is_too_wide()
    window.open("/evidence/verify/")
    assert page.locator("dl.facts").count() == 2
    assert not window.is_too_wide()
    window.open(f"/evidence/alarms/{alarm.pk}/")
    page.fill("[name=answer]", "检查档案，已核实")
    page.click("form.form button.main")
    assert page.locator("tbody tr").count() == 0
    assert not window.is_too_wide()
    assert window.wrongs == []
