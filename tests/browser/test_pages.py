"""Every page of the navigation opens, holds on a phone and on an office screen, and keeps to the policy."""

from __future__ import annotations

import pytest

from core.registries import navigation
from tests.accounts import factor
from tests.cast import PRINCIPALS

pytestmark = pytest.mark.browser
WIDTHS = (360, 1366)


def test_a_visitor_signs_in_by_hand_without_scripts(cast, enter):
    factor.with_app(factor.with_password(cast.user("hr")))
    visitor = enter(language="en", scripts=False, width=375)
    visitor.open("/units/")
    page = visitor.page
    page.get_by_label("Sign-in name").fill("hr")
    page.get_by_label("Password").fill(factor.PASSWORD)
    visitor.shot("sign-in-375-en")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Verification code").fill(factor.code())
    visitor.shot("second-factor-375-en")
    page.get_by_role("button", name="Go on").click()
    assert page.url == visitor.site + "/units/"
    page.get_by_role("button", name="中文").click()
    assert page.locator("html").get_attribute("lang") == "zh-hans"
    page.locator(".menu > summary").click()
    page.get_by_role("button", name="退出").click()
    assert "/sign-in/" in page.url


def test_a_slash_goes_to_the_search_box_and_search_finds_an_officer_by_initials(cast, enter):
    cast.officer("白晓明")
    visitor = enter("hr")
    visitor.open("/")
    visitor.page.keyboard.press("/")
    visitor.page.keyboard.type("bxm")
    visitor.page.keyboard.press("Enter")
    visitor.page.get_by_role("link", name="白晓明").wait_for()


def test_errors_of_a_form_get_the_focus_and_stand_beside_their_fields(enter):
    visitor = enter("hr", language="en")
    visitor.open("/officers/enter/")
    visitor.page.get_by_label("Name", exact=True).fill("白晓明")
    visitor.page.get_by_label("Identity number").fill("123")
    visitor.page.get_by_role("button", name="Enter", exact=True).click()
    visitor.page.locator("#errors").wait_for()
    assert visitor.page.locator("#errors").evaluate("element => element === document.activeElement")
    assert visitor.page.get_by_label("Name", exact=True).input_value() == "白晓明"
    visitor.shot("form-errors-en")


def test_the_policy_is_watched(enter):
    """The control: what breaks the policy is noticed."""
    visitor = enter("hr")
    visitor.open("/")
    visitor.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    visitor.page.evaluate("document.head.append(Object.assign(document.createElement('script'), {text: 'alert(1)'}))")
    visitor.page.wait_for_timeout(200)
    assert any("Content Security Policy" in wrong or "style" in wrong for wrong in visitor.wrongs)
    visitor.wrongs.clear()


@pytest.mark.long  # test_every_page.py looks at each of them once in the gate
@pytest.mark.parametrize("name", [name for name in PRINCIPALS if not name.endswith("2")])
def test_every_page_of_the_navigation_holds(name, enter):
    for width in WIDTHS:
        language, dark = ("zh-hans", False) if width == WIDTHS[0] else ("en", True)
        visitor = enter(name, width=width, language=language, dark=dark)
        visitor.open("/")
        addresses = visitor.page.locator("nav.navigation a").evaluate_all("links => links.map(l => l.pathname)")
        assert addresses and len(addresses) <= len(navigation.all())
        for address in addresses:
            response = visitor.open(address)
            assert response.status == 200, address
            assert visitor.page.locator("h1").count() == 1, address
            assert not visitor.is_too_wide(), (address, width)
            visitor.shot(f"{name}{address.replace('/', '-')}{width}-{language}")
