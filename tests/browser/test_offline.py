"""A phone without a network: the nameless card of today, and nothing after midnight, after signing out, for anybody else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from tests.cast import sign_in
from tests.duties.stage import Stage
from tests.own.test_card import words_that_do_not_belong

pytestmark = pytest.mark.browser

KEPT = """async () => {
  const names = await caches.keys(), found = [];
  for (const name of names) {
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  }
  return found.sort();
}"""
# The card, once it is there (or gone); the worker is given a few seconds.
CARD = """async (there) => {
  for (let times = 0; times < 100; times += 1) {
    const card = await caches.match('/me/card/', {ignoreVary: true});
    if (Boolean(card) === there) return card ? card.text() : '';
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(there ? 'no card came' : 'the card is still there');
}"""
A_MINUTE = 60_000


class House:
    """A server that can be cut off, and a phone that stays."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.address = address
        self.phone = browser.new_context(viewport={"width": 375, "height": 740}, locale="zh-CN")
        self.phone.set_default_timeout(10_000)
        self.page: Page = self.phone.new_page()

    def be(self, user: Any) -> None:
        """Somebody is signed in on this phone."""
        key = sign_in(Client(), user).session.session_key
        self.phone.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": self.address}])

    def look(self) -> str:
        """The own page, until the worker has the card; whose card it is."""
        self.page.goto(f"{self.address}/me/")
        self.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
        return self.card(there=True)

    def card(self, *, there: bool) -> str:
        """What stands on the card that the phone keeps, once it is there or gone."""
        said: str = self.page.evaluate(CARD, there)
        return said

    def kept(self) -> list[str]:
        found: list[str] = self.page.evaluate(KEPT)
        return found

    def cut_off(self) -> None:
        """No network, for the pages and for the worker."""
        self.phone.set_offline(True)

    def clock(self, moved: str) -> None:
        """The worker's clock, which is the phone's: an expression of the moment `now`."""
        self.phone.service_workers[0].evaluate(f"() => {{ const now = Date.now(); Date.now = () => {moved}; }}")


@pytest.fixture
def house(browser: Browser, site: str) -> Iterator[House]:
    found = House(browser, site)
    yield found
    found.phone.close()


@pytest.fixture
def stage(house: House, monkeypatch: pytest.MonkeyPatch) -> Stage:
    stage = Stage()
    monkeypatch.setenv("AUXPOLICE_TODAY", stage.day.isoformat())
    return stage


def test_without_a_network_the_card_is_shown_until_midnight_and_names_nobody(house: House, stage: Stage):
    assignment = stage.approved(text="张三家门口巡逻", place="解放路12号")
    house.be(stage.user_of_auxiliary(stage.lin))
    card = house.look()
    assert "巡逻" in card and words_that_do_not_belong(stage, assignment, card) == []
    assert [path for path in house.kept() if not path.startswith("/static/")] == ["/me/card/", "/offline/"]
    until = house.page.evaluate(
        "async () => Number((await caches.match('/me/card/', {ignoreVary: true})).headers.get('Card-Until'))"
    )
    house.cut_off()
    house.page.goto(f"{house.address}/me/")
    assert "今日卡片" in house.page.inner_text("h1") and "不得从事" in house.page.inner_text("main")
    assert house.page.evaluate("() => getComputedStyle(document.body).marginTop") == "0px", "dressed without a network"
    house.page.goto(f"{house.address}/me/duties/")
    assert "今日卡片" in house.page.inner_text("h1")
    house.clock(f"{until} - {A_MINUTE}")
    house.page.reload()
    assert "今日卡片" in house.page.inner_text("h1"), "the last minute of the day still counts"
    house.clock(f"{until} + 1")
    house.page.reload()
    assert "没有网络" in house.page.inner_text("h1") and "巡逻" not in house.page.inner_text("main")
    assert "/me/card/" not in house.kept(), "not only hidden: deleted"


@pytest.mark.long
def test_a_clock_that_was_set_back_ends_the_card_too(house: House, stage: Stage):
    house.be(stage.user_of_auxiliary(stage.lin))
    house.look()
    house.cut_off()
    house.clock(f"now - {24 * 60 * A_MINUTE}")
    house.page.goto(f"{house.address}/me/")
    assert "没有网络" in house.page.inner_text("h1") and "/me/card/" not in house.kept()


def test_after_signing_out_nothing_is_left_and_the_next_one_reads_their_own(house: House, stage: Stage):
    stage.approved(auxiliaries=(stage.lin.pk,))
    house.be(stage.user_of_auxiliary(stage.lin))
    assert "今日没有安排您的任务" not in house.look()
    house.page.locator("form[action='/sign-out/'] button").first.evaluate("button => button.form.requestSubmit()")
    house.page.wait_for_url("**/sign-in/")
    assert house.card(there=False) == ""
    house.be(stage.user_of_auxiliary(stage.wu))
    assert "今日没有安排您的任务" in house.look(), "the card of who is signed in now"
    house.phone.clear_cookies()
    house.page.goto(f"{house.address}/me/")
    assert house.card(there=False) == "", "the session is over: the sign-in page ends the card"
    house.cut_off()
    house.page.goto(f"{house.address}/me/")
    assert "没有网络" in house.page.inner_text("h1")


def test_a_worker_that_forgets_to_forget_is_found(house: House, stage: Stage):
    """The control: with the forgetting taken out of the worker, the card outlives signing out."""
    house.be(stage.user_of_auxiliary(stage.lin))
    house.look()
    house.phone.service_workers[0].evaluate("() => { HOUSE.ends.length = 0; }")
    house.page.locator("form[action='/sign-out/'] button").first.evaluate("button => button.form.requestSubmit()")
    house.page.wait_for_url("**/sign-in/")
    assert house.card(there=True) != ""
