"""The list, the file and the forms of HR at a real window: typing tells at once, nothing typed is lost, an act for many."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.sessions.models import Session

from roster.models import Auxiliary
from tests.cast import identity

pytestmark = pytest.mark.browser


def test_a_number_and_a_unit_tell_what_they_know_and_nothing_typed_is_lost(cast, enter):
    cast.post("北岗", unit="north")
    cast.post("南岗", unit="south")
    visitor = enter("hr", language="en")
    visitor.open("/roster/new/")
    page = visitor.page
    page.get_by_label("Name", exact=True).fill("王小明")
    page.get_by_label("Identity number").fill(identity(born=date(2000, 5, 4)))
    page.get_by_text("Male, born on 4 May 2000").wait_for()
    page.get_by_label("Unit", exact=True).select_option("south")
    page.locator("#id_post option", has_text="北岗").wait_for(state="detached")
    assert page.locator("#id_post option", has_text="南岗").count() == 1

    page.context.set_offline(True)
    page.get_by_role("button", name="Hire", exact=True).click()
    page.get_by_text("The house does not answer.").wait_for()
    visitor.wrongs.clear()  # the browser itself says that there is no network
    page.context.set_offline(False)
    Session.objects.all().delete()
    page.get_by_role("button", name="Hire", exact=True).click()
    page.get_by_text("You were signed out meanwhile.").wait_for()
    assert page.get_by_label("Name", exact=True).input_value() == "王小明" and not Auxiliary.objects.exists()


def test_many_are_moved_by_thumb_without_scripts_after_a_look(cast, enter):
    for name in ("甲甲", "乙乙"):
        cast.auxiliary(name)
    visitor = enter("hr", width=375, language="en", scripts=False)
    visitor.open("/roster/?unit=north")
    page = visitor.page
    for box in page.locator("[name=row]").all():
        box.check()
    page.get_by_role("button", name="Move").click()
    page.get_by_label("Unit", exact=True).select_option("south")
    page.get_by_role("button", name="See what would happen").click()
    visitor.shot("roster-together-375-en")
    page.get_by_role("button", name="Do it for 2 people").click()
    page.get_by_text("Done and recorded for 2 people.").wait_for()
    assert set(Auxiliary.objects.values_list("unit__code", flat=True)) == {"south"}


def test_the_time_line_is_sifted_in_its_place_and_keys_walk_the_list(cast, enter):
    one = cast.auxiliary("甲甲")
    cast.auxiliary("乙乙")
    visitor = enter("hr", language="en")
    visitor.open("/roster/")
    page = visitor.page
    page.wait_for_function("document.querySelector('.roster-frame.fits')")  # the parts of the page have come
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("[name=row]:checked").count() == 1
    visitor.open(f"/roster/{one.pk}/")
    page.locator("#happened").get_by_role("link", name="Who looked").click()
    page.locator("#happened").get_by_text("File opened").wait_for()
    assert page.url.endswith(f"/roster/{one.pk}/")
