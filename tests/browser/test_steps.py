"""The daily work counted from the desk: presses and fields, on an office screen and on a phone; once by keyboard alone."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from auxpolice import examples
from core import clock
from duties.models import Assignment
from roster.importing import runs
from roster.models import Auxiliary
from tests.browser.house import House, build, try_sheet
from tests.browser.visitor import Visitor
from tests.face.steps import Steps

pytestmark = pytest.mark.browser
PATROL = {"zh-hans": "创业路商业街治安巡逻", "en": "Street patrol in the shopping street"}
TICKETS = {"zh-hans": "开具罚单", "en": "write the tickets"}
NOBODY = {"zh-hans": "没有等待您审批的申请", "en": "Nothing waits for your approval"}
LOOKS = [("zh-hans", 1366), ("en", 375), ("zh-hans", 375), ("en", 1366)]


@pytest.fixture
def house(site: str) -> House:
    return build(clock.today())


@dataclass
class Worker:
    """Somebody at the desk, whose steps are counted."""

    visitor: Visitor
    steps: Steps

    @property
    def page(self) -> Any:
        return self.visitor.page

    def press(self, what: str) -> None:
        """The first of these that is to be seen, as a person would press it."""
        self.page.locator(what).locator("visible=true").first.click()
        settled(self.page)

    def did(self, *, presses: int, fields: int) -> None:
        """No more than that since the desk."""
        assert len(self.steps.presses()) <= presses, self.steps.presses()
        assert len(self.steps.fields()) <= fields, self.steps.fields()


def settled(page: Any) -> None:
    """No person is quicker than the page she pressed for."""
    page.wait_for_timeout(100)
    page.wait_for_load_state("networkidle")


@pytest.fixture
def at_desk(house: House, come):
    """`at_desk("hr", "en", 375)`: signed in, the first page open, nothing counted yet."""

    def sit(name: str, language: str, width: int) -> Worker:
        visitor = come(house.users[name], width=width, height=740 if width < 500 else 768, language=language)
        worker = Worker(visitor, Steps(visitor.page))
        visitor.open("/")
        worker.steps.begin()
        return worker

    return sit


def looks(function: Any) -> Any:
    """One of the four in the gate, each day another, all in the long form."""
    today = LOOKS[clock.today().toordinal() % len(LOOKS)]
    marked = [look if look == today else pytest.param(*look, marks=pytest.mark.long) for look in LOOKS]
    return pytest.mark.parametrize(("language", "width"), marked)(function)


@looks
def test_the_daily_work_takes_few_steps(house, at_desk, tmp_path, language, width):
    a_sheet_is_imported(at_desk("hr", language, width), house, tmp_path)
    a_request_is_decided_and_sent(at_desk("requester", language, width), house, language)
    it_is_approved(at_desk("supervisor", language, width), language)
    the_sheet_of_the_day_is_printed(at_desk("requester", language, width))
    may_he_do_this_is_answered(at_desk("requester", language, width), language)


def a_sheet_is_imported(hr: Worker, house: House, folder: Path) -> None:
    """At most six presses."""
    examples.write_new_district(folder / "new-district.xlsx", house.day)
    if not hr.page.locator("main a[href='/roster/import/']").locator("visible=true").count():
        to(hr, "/roster/")
    hr.press("main a[href='/roster/import/']")
    hr.page.locator("main input[type=file]").first.set_input_files(folder / "new-district.xlsx")
    hr.page.locator("#id_unit-typed").fill(house.new_district.short_name)
    hr.page.get_by_role("option").first.click()
    hr.press("main form button.main")
    hr.page.wait_for_url("**/roster/import/*/")
    hr.press("main form button.main")
    hr.page.locator(".message.success").first.wait_for()
    assert Auxiliary.objects.below(house.new_district).count() == 60
    hr.did(presses=6, fields=2)


def a_request_is_decided_and_sent(requester: Worker, house: House, language: str) -> None:
    """At most five fields and two presses, the decision read on the way."""
    page = requester.page
    requester.press("main a[href^='/duties/assignments/new/'], nav a[href^='/duties/assignments/new/']")
    page.locator("#id_unit").select_option(str(house.station.pk), force=True)
    page.locator("input[name=auxiliaries]").first.wait_for()
    settled(page)
    page.locator("#id_text").fill(PATROL[language])
    page.locator("#id_place").fill("创业路商业街")
    if not page.locator("#id_starts_at").input_value():
        tomorrow = house.day + dt.timedelta(days=1)
        page.locator("#id_starts_at").fill(f"{tomorrow}T09:00")
        page.locator("#id_ends_at").fill(f"{tomorrow}T12:00")
    offered = page.locator("input[name=auxiliaries]:not(:disabled)")
    for order in range(2):
        offered.nth(order).check()
    if not page.locator("#id_commander").input_value():
        page.locator("#id_commander").select_option(index=1)
    page.locator("#live .decision.allow").wait_for()
    requester.press("button[value=submit]")
    page.wait_for_url(re.compile(r"/assignments/\d+/$"))
    assert Assignment.objects.get().status == "pending"
    requester.did(presses=2, fields=5)


def it_is_approved(supervisor: Worker, language: str) -> None:
    """At most two taps."""
    supervisor.press("main a[href^='/duties/approvals/'], nav a[href^='/duties/approvals/']")
    supervisor.press("li.job button.main")
    supervisor.page.get_by_text(NOBODY[language]).first.wait_for()
    assert Assignment.objects.get().status == "approved"
    supervisor.did(presses=2, fields=0)


def the_sheet_of_the_day_is_printed(requester: Worker) -> None:
    """At most two presses."""
    page = requester.page
    page.context.add_init_script("window.print = () => sessionStorage.setItem('printed', 'yes')")
    requester.press("main a[href*='/duties/sheet/'], nav a[href*='/duties/sheet/']")
    requester.press("[data-print]")
    assert page.evaluate("sessionStorage.getItem('printed')") == "yes"
    requester.did(presses=2, fields=0)


def may_he_do_this_is_answered(requester: Worker, language: str) -> None:
    """One field, the answer without a further press."""
    if not requester.page.locator("main [name=text]").count():
        requester.press("main a[href^='/duties/check/'], nav a[href^='/duties/check/']")
    requester.page.locator("main [name=text]").first.press_sequentially(TICKETS[language])
    if "/duties/check/" not in requester.page.url:
        requester.page.keyboard.press("Enter")
    requester.page.locator(".decision.refuse").first.wait_for()
    requester.page.locator("main [name=text]").first.blur()
    requester.did(presses=1, fields=1)


def to(worker: Worker, address: str) -> None:
    """By the navigation, which a phone may have folded away."""
    link = worker.page.locator(f"nav a[href='{address}'], main a[href='{address}']")
    if not link.locator("visible=true").count():
        worker.press("[popovertarget=navigation]")
    worker.press(f"nav a[href='{address}'], main a[href='{address}']")


@dataclass
class Typist:
    """Somebody without a mouse."""

    page: Any

    def reach(self, what: str) -> None:
        """By the tabulator; the focus is seen all the way."""
        wanted = self.page.locator(what).locator("visible=true").first
        wanted.wait_for()
        for _ in range(150):
            if wanted.evaluate("one => one === document.activeElement"):
                assert wanted.evaluate(SEEN), f"the focus on {what} is not seen"
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"the keyboard does not reach {what}")

    def go(self, what: str) -> None:
        self.reach(what)
        self.page.keyboard.press("Enter")
        settled(self.page)

    def type(self, what: str, text: str) -> None:
        self.reach(what)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)


SEEN = """one => [one, one.closest("label"), one.parentElement].some((at) => {
    const style = at && getComputedStyle(at);
    return style && (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none");
})"""


def test_a_request_is_written_and_approved_by_keyboard_alone(house, come, tmp_path):
    run = try_sheet(house, examples.write_new_district, tmp_path)
    runs.apply_run(run=run, by=house.users["hr"], on=house.day)
    visitor = come(house.users["requester"], language="zh-hans")
    visitor.open("/")
    page, typist = visitor.page, Typist(visitor.page)
    typist.go("main a[href^='/duties/assignments/new/'], nav a[href^='/duties/assignments/new/']")
    visitor.open(
        f"/duties/assignments/new/?unit={house.station.code}"
    )  # in the model city it is not the requester's own
    settled(page)
    typist.type("#id_text", PATROL["zh-hans"])
    typist.type("#id_place", "创业路商业街")
    typist.reach("#id_auxiliaries")
    for _ in range(2):
        page.keyboard.press("Enter")  # takes the first who is offered
    assert page.locator("input[name=auxiliaries]:checked").count() == 2
    if not page.locator("#id_commander").input_value():
        typist.reach("#id_commander")
        page.keyboard.press("ArrowDown")
    page.locator("#live .decision.allow").wait_for()
    typist.go("button[value=submit]")
    page.wait_for_url(re.compile(r"/assignments/\d+/$"))

    chief = come(house.users["supervisor"], language="zh-hans")
    chief.open("/")
    Typist(chief.page).go("main a[href^='/duties/approvals/'], nav a[href^='/duties/approvals/']")
    chief.page.wait_for_url("**/duties/approvals/")
    chief.page.wait_for_load_state()  # keys are heard from then on
    chief.page.keyboard.press("j")
    chief.page.locator("[data-queue] > .job:focus").wait_for()
    chief.page.keyboard.press("a")
    chief.page.get_by_text(NOBODY["zh-hans"]).first.wait_for()
    assert Assignment.objects.get().status == "approved"
