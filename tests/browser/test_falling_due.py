"""What falls due and who is insured, with something in them: on a phone and on an office screen, in both languages."""

from datetime import timedelta

import pytest

from core.actors import SYSTEM
from payroll.services import Opening, enrol
from reminders import services
from reminders.models import Notice
from tests.cast import TODAY

pytestmark = pytest.mark.browser


@pytest.fixture
def hr(cast):
    """Contracts that end and one that ran over; some people insured, some not."""
    user = cast.user("hr")
    for number, days in enumerate((-40, -3, 0, 6, 29, 88)):
        auxiliary = cast.auxiliary(f"林晓{number}", papers=False)
        cast.contract(auxiliary, number=f"HT-2026-{number:03d}", ends_on=TODAY + timedelta(days=days))
        if number % 2:
            opening = Opening("云江市", auxiliary.hired_on, auxiliary.hired_on)
            enrol(auxiliary=auxiliary, kinds=["pension", "medical"], opening=opening, by=user)
    services.run(on=TODAY, by=SYSTEM)
    return user


@pytest.mark.parametrize("address", ["/reminders/", "/payroll/", "/payroll/policies/", "/payroll/policies/new/"])
def test_the_pages_hold_with_content(hr, enter, address):
    for width, language, dark in ((360, "zh-hans", False), (1366, "en", True)):
        visitor = enter("hr", width=width, language=language, dark=dark)
        assert visitor.open(address).status == 200
        assert not visitor.is_too_wide()
        visitor.shot(f"due{address.replace('/', '-')}{width}-{language}")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_reminder_is_read_and_answered_on_a_phone(hr, enter, scripts):
    notice = Notice.objects.standing().filter(source="contract_end").order_by("due_on").first()
    visitor = enter("hr", width=375, language="en", scripts=scripts)
    visitor.open("/reminders/?kind=contract_end")
    page = visitor.page
    page.get_by_label(f"Choose {notice.label}").check()
    page.get_by_role("button", name="Mark the chosen as read").click()
    page.get_by_text("1 reminder marked as read.").wait_for()
    assert page.url.endswith("?kind=contract_end")
    page.get_by_role("row", name=notice.label).get_by_role("link", name="Answer").click()
    page.get_by_label("What is being done?").fill("The next contract is being signed.")
    visitor.shot(f"due-notice-375-en-{scripts}")
    page.get_by_role("button", name="Note the answer").click()
    page.get_by_text("Your answer is noted.").wait_for()
    notice.refresh_from_db()
    assert notice.answered_by == hr
