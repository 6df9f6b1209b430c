"""Files in a real browser: hiring by hand, a refusal with its article, a long file on a phone and on an office screen."""

from __future__ import annotations

from datetime import date

import pytest

from roster import services
from roster.models import Auxiliary, Quota
from tests.cast import LONG_AGO, TODAY, Cast, identity

pytestmark = pytest.mark.browser
WIDTHS = (360, 1366)


def full_file(cast: Cast) -> Auxiliary:
    """Somebody with a row of every kind."""
    one = cast.auxiliary("欧阳晓明", post=cast.post("街面巡逻"), grade="六级", papers=True)
    about = {"auxiliary": one, "by": cast.user("hr")}
    services.issue_equipment(kind="body_camera", serial="BC-2026-0001", issued_on=LONG_AGO, **about)
    services.restrict(kind="medical", reason="腰椎间盘突出，不宜长时间站立执勤", starts_on=TODAY, on=TODAY, **about)
    services.add_relationship(name="欧阳建国", kind="parent", starts_on=LONG_AGO, **about)
    services.report_injury(happened_on=TODAY, what="处置醉酒警情时手部擦伤", **about)
    services.give_grade(grade="五级", since=TODAY, on=TODAY, **about)
    return one


def test_somebody_is_hired_by_hand_without_scripts(cast, enter):
    cast.employer()
    visitor = enter("hr", language="en", scripts=False, width=375)
    visitor.open("/roster/")
    page = visitor.page
    page.get_by_role("link", name="Hire an auxiliary").click()
    page.get_by_label("Name", exact=True).fill("王小明")
    page.get_by_label("Identity number").fill(identity(born=date(2000, 5, 4)))
    page.get_by_label("Unit", exact=True).select_option("north")
    page.get_by_label("Category").select_option("service")
    page.get_by_role("button", name="Hire", exact=True).click()
    page.get_by_role("heading", name="王小明").wait_for()
    assert Auxiliary.objects.get().person.name == "王小明"


def test_a_full_quota_is_said_with_its_article_and_typing_is_kept(cast, enter):
    Quota.objects.update(number=0)
    visitor = enter("hr", language="en")
    visitor.open("/roster/new/")
    page = visitor.page
    page.get_by_label("Name", exact=True).fill("王小明")
    page.get_by_label("Identity number").fill(identity(born=date(2000, 5, 4)))
    page.get_by_label("Unit", exact=True).select_option("north")
    page.get_by_label("Category").select_option("service")
    page.get_by_role("button", name="Hire", exact=True).click()
    page.get_by_text("RO-08").wait_for()
    assert page.get_by_label("Name", exact=True).input_value() == "王小明"
    visitor.shot("roster-refused-en")


def test_masked_numbers_are_shown_when_asked_for(cast, enter):
    one = full_file(cast)
    visitor = enter("hr", language="en")
    visitor.open(f"/roster/{one.pk}/")
    page = visitor.page
    assert one.person.identity_number not in page.content()
    page.get_by_role("button", name="Show the masked numbers").click()
    page.get_by_text(one.person.identity_number).wait_for()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_lists_files_and_forms_hold_at_every_width(cast, enter, language):
    one = full_file(cast)
    contract = one.contracts.get()
    addresses = {
        "list": "/roster/", "file": f"/roster/{one.pk}/", "hire": "/roster/new/", "contracts": "/contracts/",
        "posts": "/posts/", "quotas": "/quotas/", "restrict": f"/roster/{one.pk}/restrictions/new/",
        "end": f"/roster/{one.pk}/contracts/{contract.pk}/end/",
    }  # fmt: skip
    for width in WIDTHS:
        visitor = enter("hr", width=width, language=language, dark=width == 360)
        for name, address in addresses.items():
            visitor.open(address)
            visitor.shot(f"roster-{name}-{width}-{language}")
            assert not visitor.is_too_wide(), f"{address} at {width}"
