"""Does the first page open in a browser: both languages, wide and narrow, with and without JavaScript?"""

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
@pytest.mark.parametrize("width", [360, 1366])
@pytest.mark.parametrize(("language", "html_language"), [("zh-CN", "zh-hans"), ("en-GB", "en")])
def test_a_visitor_is_asked_to_sign_in(visit, language, html_language, width, javascript):
    page = visit("/", width=width, language=language, javascript=javascript)
    assert "/sign-in/" in page.url
    assert page.locator("html").get_attribute("lang") == html_language
    assert page.get_by_role("textbox").count() >= 1
    assert page.locator("input[type=password]").is_visible()
    if javascript:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
