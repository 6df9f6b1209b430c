"""Asking, approving and reading one's duties in a real browser, on an office screen and on a phone."""

from __future__ import annotations

import pytest

from duties.models import Assignment
from tests.duties.stage import Stage

pytestmark = pytest.mark.browser


@pytest.fixture
def stage(site: str) -> Stage:
    return Stage()


def test_the_card_follows_the_typing_and_a_link_reproduces_it(come, stage):
    visitor = come(stage.requester, language="en")
    visitor.open("/duties/check/")
    page = visitor.page
    page.get_by_label("The work, in plain words").type("开具罚单")
    page.locator("#answer .decision.refuse").wait_for()
    visitor.shot("check-en")
    page.wait_for_url("**text=**")
    page.reload()
    page.locator("#answer .decision.refuse").wait_for()


def test_a_request_is_written_with_the_decision_beside_it_and_approved_by_keys(come, stage):
    visitor = come(stage.requester)
    visitor.open("/duties/assignments/new/")
    page = visitor.page
    page.get_by_label("要做什么").fill("人民广场治安巡逻，并开具罚单")
    page.locator("#live .decision.refuse").wait_for()
    visitor.shot("request-zh")
    page.get_by_label("地点").fill("人民广场")
    page.get_by_label("林晓").check()
    page.get_by_label("吴强").check()
    page.get_by_label("负责民警", exact=True).select_option(str(stage.gao.pk))
    page.get_by_role("button", name="提交", exact=True).click()
    page.get_by_text("此次拦截已记录").wait_for()
    visitor.shot("request-refused-zh")
    page.get_by_label("要做什么").fill("人民广场治安巡逻")
    page.locator("#live .decision.allow").wait_for()
    page.get_by_role("button", name="提交", exact=True).click()
    page.locator("h1", has_text="RW2026").wait_for()
    visitor.shot("assignment-zh")
    assert not visitor.is_too_wide()

    chief = come(stage.supervisor, width=375, height=740)
    chief.open("/duties/approvals/")
    chief.shot("approvals-375-zh")
    assert not chief.is_too_wide()
    chief.page.keyboard.press("j")
    chief.page.keyboard.press("a")
    chief.page.get_by_text("没有等待您审批的申请").wait_for()
    assert Assignment.objects.get().status == "approved"

    lin = come(stage.user_of_auxiliary(stage.lin), width=375, height=740)
    lin.open("/me/")
    lin.page.get_by_text("人民广场治安巡逻").first.wait_for()
    lin.shot("me-375-zh")
    assert not lin.is_too_wide()


def test_an_answer_asked_for_earlier_undoes_nothing(come, stage):
    """On a slow line: the hours change, and before the lists come back somebody is ticked and the place is typed."""
    visitor = come(stage.requester)
    visitor.open("/duties/assignments/new/")
    page, held = visitor.page, []
    page.route("**/duties/assignments/new/", lambda route: held.append(route))
    ends = page.locator("#id_ends_at")
    ends.fill(f"{page.locator('#id_starts_at').input_value()[:10]}T23:30")
    ends.blur()
    page.wait_for_timeout(600)
    assert len(held) == 1
    page.get_by_label("林晓").check()
    page.get_by_label("地点").fill("人民广场")
    with page.expect_response("**/duties/assignments/new/"):
        held[0].continue_()
    page.wait_for_timeout(400)
    assert page.locator("#chosen-auxiliaries input:checked").count() == 1
    assert page.get_by_label("林晓").is_checked()
    assert page.get_by_label("地点").input_value() == "人民广场"


@pytest.mark.parametrize(
    ("language", "width"),
    [
        ("zh-hans", 375),
        ("en", 1366),
        *(pytest.param(*look, marks=pytest.mark.long) for look in (("en", 375), ("zh-hans", 1366))),
    ],
)
def test_the_pages_hold_on_a_phone_and_on_an_office_screen(come, stage, width, language):
    pending = stage.submitted()
    seen = {
        stage.supervisor: [
            "/",
            "/duties/approvals/",
            f"/duties/assignments/{pending.pk}/",
            "/duties/sheet/?unit=north",
        ],
        stage.requester: ["/duties/assignments/", "/duties/assignments/new/", "/duties/check/?text=治安巡逻"],
        stage.inspector: ["/duties/refused/"],
        stage.legal: ["/duties/rulings/"],
    }
    for user, addresses in seen.items():
        visitor = come(user, width=width, language=language)
        for address in addresses:
            assert visitor.open(address).status == 200, address
            assert not visitor.is_too_wide(), address
            visitor.shot(f"{language}-{width}-{address.strip('/').split('?')[0].replace('/', '-') or 'desk'}")
