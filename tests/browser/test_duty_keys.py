"""The request form and the queue by hand and by keys: five fields, two clicks; j k a r x ?, and nothing lost on the way."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import expect

from duties import services
from duties.models import Assignment
from tests.duties.stage import Stage

pytestmark = pytest.mark.browser


@pytest.fixture
def stage(site: str) -> Stage:
    return Stage()


def test_a_request_takes_five_fields_and_two_clicks_and_people_are_found_by_letters(come, stage):
    visitor = come(stage.requester, language="en")
    visitor.open("/")
    page = visitor.page
    page.locator("main").get_by_role("link", name="Ask for an assignment").first.click()  # click 1
    page.locator("#id_text").fill("协助抓捕盗窃嫌疑人")
    expect(page.locator("#live .decision")).to_have_class("decision refuse")
    expect(page.locator("#live .ways")).to_contain_text("Add 2 police leads.")
    page.locator("#id_place").fill("人民广场")
    find = page.locator("#id_auxiliaries")
    find.fill("lin")
    find.press("Enter")
    find.fill("吴")
    find.press("Enter")
    expect(page.locator("#chosen-auxiliaries .choice")).to_have_count(2)
    for name in ("bai", "gao"):
        page.locator("#id_leads").fill(name)
        page.locator("#id_leads").press("Enter")
    page.locator("#id_commander").select_option(str(stage.gao.pk))
    expect(page.locator("#live .decision")).to_have_class("decision allow")
    visitor.shot("request-five-fields-en")
    page.get_by_role("button", name="Submit").click()  # click 2
    page.wait_for_url("**/assignments/*/")
    asked = Assignment.objects.get()
    assert (asked.status, asked.members.count(), asked.leads.count()) == ("pending", 2, 2)


def test_a_way_out_is_taken_where_it_is_told_and_typing_is_never_interrupted(come, stage):
    stage.wu.qualifications.update(valid_until=stage.day - dt.timedelta(days=1))
    draft = stage.draft(text="人民广场治安巡逻，并开具罚单")
    visitor = come(stage.requester)
    visitor.open(f"/duties/assignments/{draft.pk}/edit/")
    page = visitor.page
    page.locator("#live a[data-words]").click()
    page.keyboard.press("Delete")
    assert page.locator("#id_text").input_value() == "人民广场治安巡逻，并"
    expect(page.locator("#live .findings > li")).to_have_count(1)  # the fines are gone, the training is not
    expect(page.locator("#id_text")).to_be_focused()
    page.locator("#live button[name=without]").click()
    expect(page.locator("#chosen-auxiliaries .choice")).to_have_count(1)
    expect(page.locator("#live .decision")).to_have_class("decision allow")
    assert page.locator("#id_text").input_value() == "人民广场治安巡逻，并"


def test_the_queue_is_worked_by_keys_alone(come, stage):
    step = dt.timedelta(days=1)
    rows = [
        stage.submitted(
            starts_at=stage.starts_at + step * n, ends_at=stage.starts_at + step * n + dt.timedelta(hours=4)
        )
        for n in range(4)
    ]
    visitor = come(stage.supervisor, language="en")
    visitor.open("/duties/approvals/")
    page, keys = visitor.page, visitor.page.keyboard
    expect(page.locator("li.job")).to_have_count(4)

    keys.press("?")
    expect(page.locator("#keys")).to_be_visible()
    keys.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()

    for key in "jjk":
        keys.press(key)
    keys.press("a")
    expect(page.locator("li.job")).to_have_count(3)
    expect(page.locator("#queue-said")).to_contain_text(rows[0].number)
    expect(page.locator(f"#job-{rows[1].pk}")).to_be_focused()

    keys.press("r")
    expect(page.locator(f"#reason-{rows[1].pk}")).to_be_focused()
    keys.type("too many already, a j k r")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.locator("li.job")).to_have_count(2)
    expect(page.locator(f"#job-{rows[2].pk}")).to_be_focused()

    services.approve(assignment=rows[2], by=stage.second_supervisor())
    keys.press("a")
    expect(page.locator(".message.warning")).to_contain_text("马队长")
    expect(page.locator(f"#job-{rows[3].pk}")).to_be_focused()
    keys.press("x")
    expect(page.locator("[data-chosen]")).to_have_text("1")
    visitor.shot("queue-keys-en")
    states = dict(Assignment.objects.values_list("pk", "status"))
    assert [states[row.pk] for row in rows] == ["approved", "returned", "approved", "pending"]


def test_a_failed_network_is_said_and_what_was_typed_stays(come, stage):
    visitor = come(stage.requester, language="en")
    visitor.open("/duties/assignments/new/")
    page = visitor.page
    page.route("**/preview/", lambda route: route.abort())
    page.locator("#id_text").fill("人民广场治安巡逻")
    page.get_by_text("What you typed is still here").wait_for()
    assert page.locator("#id_text").input_value() == "人民广场治安巡逻"
    visitor.wrongs.clear()  # the browser's own line about the aborted request
