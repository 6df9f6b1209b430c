"""What a page weighs over the wire, how many requests it takes, and whether anything jumps: the first and the second visit."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from tests import servers
from tests.browser.visitor import Visitor
from tests.face import chromium

pytestmark = pytest.mark.browser
MOST_REQUESTS, MOST_FIRST, MOST_AGAIN = 12, 250_000, 40_000
PASSWORD = "demo-2026-auxpolice"
MAIN_PAGES = {
    "hr": ["/", "/roster/", "/contracts/", "/reminders/", "/roster/import/", "/units/", "/law/", "/search/?q=wang"],
    "requester": ["/", "/duties/assignments/", "/duties/assignments/new/", "/duties/check/"],
    "supervisor": ["/", "/duties/approvals/", "/duties/sheet/?unit=99990104"],
    "inspector": ["/", "/duties/refused/"],
    "higher": ["/", "/roster/", "/quotas/"],
    "auxiliary": ["/me/"],
}


@dataclass
class Wire:
    """Everything that came over the wire since `begin`: Chromium's own count, heads included, what the cache gave not."""

    page: Any
    came: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tool = tool = self.page.context.new_cdp_session(self.page)
        tool.send("Network.enable")
        tool.on(
            "Network.requestWillBeSent", lambda event: self.names.update({event["requestId"]: event["request"]["url"]})
        )
        tool.on(
            "Network.loadingFinished", lambda event: self.came.update({event["requestId"]: event["encodedDataLength"]})
        )

    def forget(self) -> None:
        """As somebody who comes for the first time."""
        self.tool.send("Network.clearBrowserCache")

    def visit(self, address: str) -> tuple[int, int]:
        """Requests and bytes of a visit."""
        self.came.clear()
        self.page.goto(address)
        self.page.wait_for_load_state("networkidle")
        sizes = [size for number, size in self.came.items() if size and not self.name(number).startswith("data:")]
        return len(sizes), int(sum(sizes))

    def name(self, number: str) -> str:
        """Its address; of what was asked for before anybody listened, nothing is known."""
        return self.names.get(number, "")

    def told(self) -> str:
        return ", ".join(
            f"{self.name(number).rpartition('/')[2] or 'page'} {size}" for number, size in self.came.items()
        )


def weigh(wire: Wire, address: str) -> list[str]:
    """What is too heavy or jumps, in words."""
    requests, first = wire.visit(address)
    wrong = [f"{requests} requests: {wire.told()}"] if requests > MOST_REQUESTS else []
    wrong += [f"{first} bytes at first: {wire.told()}"] if first > MOST_FIRST else []
    shift = wire.page.evaluate("window.seen.shift")
    wrong += [f"layout shift {shift:.3f}"] if shift > chromium.MOST_SHIFT else []
    _requests, again = wire.visit(address)
    wrong += [f"{again} bytes again: {wire.told()}"] if again > MOST_AGAIN else []
    return [f"{address}: {one}" for one in wrong]


def test_a_list_of_fifty_is_light(cast, enter):
    for number in range(55):
        cast.auxiliary(f"欧阳晓{number}", post=cast.post(headcount=90))
    visitor = enter("hr")
    visitor.page.context.add_init_script(chromium.WATCH)
    wire = Wire(visitor.page)
    wrong = weigh(wire, f"{visitor.site}/roster/")
    assert visitor.page.locator("main tbody tr").count() >= 50
    assert not wrong, "\n".join(wrong)


@contextmanager
def house(folder: Path) -> Iterator[str]:
    """The whole program with its demonstration, as `make run` starts it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("AUXPOLICE_", "DJANGO_"))}
    environment |= {"DATA": str(folder), "PORT": str(servers.free_port()), "DEMO": "1"}
    command = [sys.executable, "manage.py", "start"]
    started = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert any(line.rstrip().endswith(" ready") for line in started.stdout or ()), "it did not start"
        yield f"http://127.0.0.1:{environment['PORT']}"
    finally:
        started.send_signal(signal.SIGINT)
        started.communicate(timeout=60)


@pytest.mark.long
@pytest.mark.house
def test_every_main_page_of_the_real_house_is_light_and_still(browser: Browser, tmp_path: Path):
    wrong = []
    with house(tmp_path) as address:
        for who, pages in MAIN_PAGES.items():
            context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
            context.add_init_script(chromium.WATCH)
            visitor = Visitor(address, context.new_page())
            visitor.watch()
            sign_in(visitor, who)
            wire = Wire(visitor.page)
            for one in pages:
                wire.forget()
                wrong += weigh(wire, f"{address}{one}")
            wrong += visitor.wrongs
            context.close()
    assert not wrong, "\n".join(wrong)


def sign_in(visitor: Visitor, who: str) -> None:
    visitor.open("/sign-in/")
    visitor.page.locator("#id_username").fill(who)
    visitor.page.locator("#id_password").fill(PASSWORD)
    visitor.page.locator("main button.main").click()
    visitor.page.wait_for_load_state()
