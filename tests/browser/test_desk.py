"""The desk and the search box in a real browser: arrows and Enter, badges that follow what is done, and no script at all."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.duties.stage import Stage

pytestmark = pytest.mark.browser


@pytest.fixture
def stage(site: str) -> Stage:
    return Stage()


def test_typing_finds_and_the_keyboard_chooses(come, stage):
    visitor = come(stage.requester)
    visitor.open("/")
    page = visitor.page
    page.keyboard.press("/")
    page.keyboard.type("lx", delay=30)
    page.locator("#at-once [role=option]").first.wait_for()
    box = page.locator("#search-box")
    assert box.get_attribute("aria-expanded") == "true" and box.get_attribute("role") == "combobox"
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#at-once [aria-selected=true]")
    assert chosen.count() == 1 and box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    visitor.shot("search-at-once-1366")
    page.keyboard.press("Escape")
    assert page.locator("#at-once").is_hidden()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/roster/{stage.lin.pk}/")


def test_a_number_of_somebody_never_gets_into_the_address(come, stage):
    visitor = come(stage.requester, width=375)
    visitor.open("/")
    page, number = visitor.page, stage.lin.person.identity_number
    page.locator("#search-box").fill(number)
    page.locator("#at-once [role=option]").first.wait_for()
    page.keyboard.press("Enter")
    assert number not in page.url and not visitor.is_too_wide()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/roster/{stage.lin.pk}/")


def test_badges_follow_what_is_done_on_the_page(come, stage):
    stage.submitted()
    visitor = come(stage.supervisor)
    visitor.open("/")
    page = visitor.page
    badge = page.locator("#badge-duties-approvals")
    assert badge.inner_text() == "1"
    visitor.shot("desk-supervisor-1366")
    page.locator("#needs a[href='/duties/approvals/']").click()
    page.get_by_role("button", name="批准", exact=True).first.click()
    expect(badge).to_have_text("")
    assert badge.is_hidden()


def test_badges_come_to_a_page_that_only_says_no(come, stage):
    stage.submitted()
    visitor = come(stage.supervisor)
    visitor.open("/no-such-page/")
    expect(visitor.page.locator("#badge-duties-approvals")).to_have_text("1")


def test_search_and_desk_work_without_scripts(come, stage):
    stage.submitted()
    visitor = come(stage.supervisor, scripts=False, width=375, language="en")
    visitor.open("/")
    page = visitor.page
    assert page.locator("#needs a").count() >= 1
    page.locator("#search-box").fill("lx")
    page.locator("#search-box").press("Enter")
    page.get_by_role("link", name="林晓").first.wait_for()
    visitor.shot("search-375")


@pytest.mark.parametrize(("width", "language", "dark"), [(360, "en", True), (1366, "zh-hans", False)])
def test_figures_hold_and_their_letters_can_be_read(come, stage, width, language, dark):
    visitor = come(stage.supervisor, width=width, language=language, dark=dark)
    visitor.open("/insights/")
    page = visitor.page
    assert not visitor.is_too_wide()
    sizes = page.locator(".drawing text").evaluate_all(
        "all => all.map(one => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a)"
    )
    assert sizes and min(sizes) >= 12, min(sizes)
    cut = page.locator(".drawing").evaluate_all(
        """all => all.flatMap(svg => [...svg.querySelectorAll('text')].filter(text => {
            const own = text.getBBox();
            return own.x < -6 || own.x + own.width > svg.viewBox.baseVal.width + 6;
        }).map(text => text.textContent))"""
    )
    assert cut == []
    page.locator("#chart-age summary").click()
    assert page.locator("#chart-age table").is_visible()
    visitor.shot(f"insights-{width}")
