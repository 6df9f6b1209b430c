"""From a sheet to a lawful assignment: the main work of the house, played whole in a browser, also without scripts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from auxpolice import examples
from core import clock
from duties.models import Assignment, RefusedAttempt
from roster.importing.columns import COLUMNS
from roster.models import Auxiliary
from tests.browser.house import House, build
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

PATROL = "治安巡逻"
WITH_TICKETS = "治安巡逻，并开具罚单"
PASSWORD = "lantern-river-mountain-7"


@dataclass(frozen=True)
class Stage:
    """The house, the windows of this play, and where the sheets lie."""

    house: House
    come: Callable[..., Visitor]
    folder: Path
    scripts: bool

    def enter(self, name: str, width: int = 1366) -> Visitor:
        return self.come(self.house.users[name], width=width, scripts=self.scripts)

    def holds(self, visitor: Visitor, name: str) -> None:
        """The page does not scroll sideways; its picture is kept when asked for."""
        if self.scripts:
            assert not visitor.is_too_wide(), name
        visitor.shot(f"journey-{name}-{'scripts' if self.scripts else 'plain'}")


@pytest.fixture
def house(site: str) -> House:
    return build(clock.today())


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_from_a_sheet_to_a_lawful_assignment(house, come, tmp_path, scripts):
    stage = Stage(house, come, tmp_path, scripts)
    hr = stage.enter("hr")
    a_bad_sheet_is_named_cell_by_cell_and_nothing_is_applied(stage, hr)
    the_good_sheet_takes_sixty_people_in(stage, hr)
    assignment = requester_is_refused_and_then_asks_for_what_is_lawful(stage)
    supervisor_approves_it_on_a_phone(stage, assignment)
    one_of_the_two_sees_what_to_do_and_what_may_not_be_done(stage, hr, assignment)
    inspector_reads_the_refused_attempt(stage)
    the_other_bureau_sees_nothing(stage, assignment)


def a_bad_sheet_is_named_cell_by_cell_and_nothing_is_applied(stage: Stage, hr: Visitor) -> None:
    page = upload(stage, hr, "bad-new-district.xlsx", examples.write_bad)
    wrong = page.locator("table.cards tbody tr").filter(has=page.locator(".status.wrong"))
    named = {tuple(line.split("\t")[:2]) for line in wrong.all_inner_texts()}
    cells = examples.bad_cells(stage.house.day)
    assert len({code for _column, _value, code in cells}) == 25
    for row, (column, _value, code) in enumerate(cells, start=4):  # a title, an empty line and the headings come first
        heading = COLUMNS[column].zh
        assert any(there == str(row) and said.endswith(heading) for there, said in named), (row, heading, code)
    expect(page.locator("button.main")).to_have_count(0)
    assert not Auxiliary.objects.exists()
    stage.holds(hr, "bad-sheet")


def the_good_sheet_takes_sixty_people_in(stage: Stage, hr: Visitor) -> None:
    page = upload(stage, hr, "new-district.xlsx", examples.write_new_district)
    page.locator("form.form button.main").click()
    page.locator(".message.success").first.wait_for()
    stage.holds(hr, "applied")
    assert Auxiliary.objects.below(stage.house.new_district).count() == Auxiliary.objects.count() == 60


def requester_is_refused_and_then_asks_for_what_is_lawful(stage: Stage) -> Assignment:
    visitor = stage.enter("requester")
    visitor.open(f"/duties/assignments/new/?unit={stage.house.station.code}")
    page = visitor.page
    fill_in(stage, page)
    page.locator("#id_text").fill(PATROL)
    expect(answer(stage, page)).to_have_class("decision allow")
    stage.holds(visitor, "allowed")

    page.locator("#id_text").fill(WITH_TICKETS)
    expect(answer(stage, page)).to_have_class("decision refuse")
    page.locator("button[value=submit]").click()
    page.locator("#live").get_by_text(str(RefusedAttempt.objects.get().pk)).first.wait_for()
    assert page.locator("#live .cites a").count() >= 1
    assert page.locator("#id_text").input_value() == WITH_TICKETS
    stage.holds(visitor, "refused")

    page.locator("#id_text").fill(PATROL)
    page.locator("button[value=submit]").click()
    page.wait_for_url("**/assignments/*/")
    assert RefusedAttempt.objects.count() == 1
    assignment = Assignment.objects.get()
    assert (assignment.status, assignment.text, assignment.members.count()) == ("pending", PATROL, 2)
    stage.holds(visitor, "pending")
    return assignment


def supervisor_approves_it_on_a_phone(stage: Stage, assignment: Assignment) -> None:
    visitor = stage.enter("supervisor", 375)
    visitor.open("/duties/approvals/")
    job = visitor.page.locator("li.job").filter(has_text=assignment.number)
    stage.holds(visitor, "queue-375")
    job.locator("button.main").click()  # one touch
    visitor.page.locator(".message").wait_for()
    assert visitor.page.locator("li.job").count() == 0
    assignment.refresh_from_db()
    assert assignment.status == "approved"
    assert assignment.approver == stage.house.users["supervisor"]


def one_of_the_two_sees_what_to_do_and_what_may_not_be_done(stage: Stage, hr: Visitor, assignment: Assignment) -> None:
    member = assignment.members.first()
    hr.open(f"/roster/{member.auxiliary_id}/")
    hr.page.locator("form[action$='/sign-in/'] button").click()
    name, code = hr.page.locator(".page dd.code").first.inner_text(), hr.page.locator(".secret").inner_text()

    visitor = stage.come(width=375, scripts=stage.scripts)
    visitor.open("/first-sign-in/")
    page = visitor.page
    send(page, username=name, code=code, password=PASSWORD, again=PASSWORD)
    page.wait_for_url("**/sign-in/")
    send(page, username=name, password=PASSWORD)
    page.wait_for_url("**/me/")
    card = page.locator(".duty-card")
    expect(card).to_contain_text(PATROL)
    expect(card.locator(".never li")).not_to_have_count(0)
    stage.holds(visitor, "me-375")


def inspector_reads_the_refused_attempt(stage: Stage) -> None:
    visitor = stage.enter("inspector")
    visitor.open("/duties/refused/")
    visitor.page.locator("table.cards tbody tr").filter(has_text=WITH_TICKETS).get_by_role("link").click()
    expect(visitor.page.locator(".decision.refuse .cites")).not_to_have_count(0)
    expect(visitor.page.locator(".page")).to_contain_text(stage.house.users["requester"].display_name)
    stage.holds(visitor, "attempt")


def the_other_bureau_sees_nothing(stage: Stage, assignment: Assignment) -> None:
    visitor = stage.enter("supervisor2")
    for address in ("/duties/approvals/", "/duties/assignments/", "/roster/"):
        assert visitor.open(address).status == 200
        assert visitor.page.locator("li.job, tbody tr").count() == 0, address
    member = assignment.members.first()
    for address in (f"/duties/assignments/{assignment.pk}/", f"/roster/{member.auxiliary_id}/"):
        assert visitor.open(address).status == 404, address


def upload(stage: Stage, hr: Visitor, name: str, write: Callable[[Path, dt.date], None]) -> Page:
    """Choose a sheet for the new district and have it tried."""
    write(stage.folder / name, stage.house.day)
    hr.open("/roster/import/")
    hr.page.locator("input[type=file]").set_input_files(stage.folder / name)
    hr.page.locator("#id_unit").select_option(stage.house.new_district.code, force=True)  # a long list is typed over
    hr.page.locator("form.form button.main").click()
    hr.page.wait_for_url("**/roster/import/*/")
    return hr.page


def send(page: Page, **typed: str) -> None:
    for field, words in typed.items():
        page.locator(f"#id_{field}").fill(words)
    page.locator("main button.main").click()


def fill_in(stage: Stage, page: Page) -> None:
    """Everything but what is to be done: the first two people, the station's chief in command."""
    assert page.locator("#id_unit").input_value() == str(stage.house.station.pk)
    tomorrow = stage.house.day + dt.timedelta(days=1)
    page.locator("#id_starts_at").fill(f"{tomorrow}T09:00")
    page.locator("#id_ends_at").fill(f"{tomorrow}T12:00")
    page.locator("#id_place").fill("创业路商业街")
    page.locator("#id_commander").select_option(index=1)
    for order in range(2):
        page.locator("input[name=auxiliaries]").nth(order).check()


def answer(stage: Stage, page: Page):
    """The decision card: it follows the typing, or the button where there are no scripts."""
    if not stage.scripts:
        page.locator("button[value=check]").click()
    return page.locator("#live .decision")
