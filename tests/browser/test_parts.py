"""The parts at work in a real browser: typed days, a list found by typing, a dialog, the menus, with and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_day_is_typed_as_offices_type_it(enter):
    visitor = enter("sysadmin", language="en")
    visitor.open("/design/")
    box = visitor.page.locator("#form_day[data-day]")
    for typed, day in (
        ("2027.1.5", "2027-01-05"),
        ("20270106", "2027-01-06"),
        ("明天", "2026-11-17"),
        ("3-4", "2026-03-04"),
    ):
        box.fill(typed)
        box.blur()
        expect(box).to_have_value(day)
    box.fill("31.31")
    box.blur()
    expect(box).to_have_value("31.31")


def test_a_long_list_is_found_by_typing_and_chosen_by_keyboard(enter):
    visitor = enter("sysadmin", language="en")
    visitor.open("/design/")
    page = visitor.page
    box = page.get_by_role("combobox", name="Example person")
    box.focus()
    page.keyboard.type("ple 11")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == page.get_by_role("option").get_attribute("id")
    page.keyboard.press("Enter")
    expect(box).to_have_value("Example 11")
    assert page.locator("select[name=person]").evaluate("select => select.value") == "11"
    box.fill("")
    box.blur()
    assert page.locator("select[name=person]").evaluate("select => select.value") == ""
    box.focus()
    page.keyboard.type("ple 12")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")  # the first who is found; the form is not sent with nobody
    expect(box).to_have_value("Example 12")
    assert page.locator("select[name=person]").evaluate("select => select.value") == "12"


def test_candidates_are_asked_for_at_an_address(enter):
    visitor = enter("sysadmin", language="en")
    visitor.open("/design/")
    page = visitor.page
    box = page.get_by_role("combobox", name="Found elsewhere")
    box.focus()
    page.keyboard.type("example 1")
    expect(page.get_by_role("option")).to_have_text(
        ["Example 1 Example unit", *(f"Example 1{n} Example unit" for n in range(3))]
    )
    page.get_by_role("option").nth(2).click()
    expect(box).to_have_value("11")
    expect(page.get_by_role("option")).to_have_count(0)


def test_a_question_opens_over_the_page_and_escape_leaves_it(enter):
    visitor = enter("sysadmin", language="en")
    visitor.open("/design/")
    page = visitor.page
    opener = page.get_by_role("link", name="A question")
    opener.click()
    dialog = page.get_by_role("dialog", name="Do it?")
    expect(dialog).to_be_visible()
    visitor.shot("dialog-1366-en")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert opener.evaluate("link => link === document.activeElement")
    opener.click()
    page.get_by_role("dialog").get_by_role("button", name="Do it").click()
    expect(page.locator("#toasts .message")).to_contain_text("nothing was kept")
    page.get_by_role("button", name="Close this line").click()
    expect(page.locator("#toasts .message")).to_have_count(0)


def test_a_question_is_a_page_for_those_without_scripts(enter):
    visitor = enter("sysadmin", language="en", scripts=False)
    visitor.open("/design/")
    visitor.page.get_by_role("link", name="A question").click()
    assert visitor.page.url.endswith("/design/confirm/")
    visitor.page.get_by_role("button", name="Do it").click()
    expect(visitor.page.locator("#toasts .message")).to_contain_text("nothing was kept")
    expect(visitor.page.get_by_role("button", name="Close this line")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_the_menu_at_the_thumb_opens_the_whole_list(enter, scripts):
    visitor = enter("hr", width=375, language="en", scripts=scripts)
    visitor.open("/")
    page = visitor.page
    expect(page.get_by_role("link", name="Contracts", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Menu").click()
    visitor.shot(f"menu-375-en-{scripts}")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Contracts", exact=True).click()
    assert page.url.endswith("/contracts/")


def test_the_menu_of_the_person_closes_with_escape(enter):
    visitor = enter("hr", language="en")
    visitor.open("/")
    page = visitor.page
    page.locator(".menu > summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="My account")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="My account")).to_be_hidden()
    assert page.locator(".menu > summary").evaluate("summary => summary === document.activeElement")


def test_chosen_rows_are_counted_beside_the_acts(enter):
    visitor = enter("sysadmin", language="en")
    visitor.open("/design/")
    page = visitor.page
    page.get_by_label("Choose Example 2").check()
    expect(page.locator("[data-chosen=row]")).to_have_text("1")
    page.get_by_label("Choose every row").check()
    expect(page.locator("[data-chosen=row]")).to_have_text("4")


def test_a_file_that_was_chosen_is_named_with_its_size(enter, tmp_path):
    visitor = enter("sysadmin", language="en")
    visitor.open("/design/")
    paper = tmp_path / "paper.txt"
    paper.write_bytes(b"x" * 3000)
    visitor.page.locator("#part-file_drop input[type=file]").set_input_files(paper)
    expect(visitor.page.locator("#part-file_drop [data-chosen-file]")).to_have_text("paper.txt · 3 kB")
