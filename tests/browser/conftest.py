"""A real browser on a real site: each test has a database of its own and a server in this process."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from accounts.models import User
from tests import chromium
from tests.browser.serving import serving
from tests.browser.visitor import LANGUAGES, Visitor
from tests.cast import TODAY, Cast, sign_in

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in this thread; nothing of ours is asynchronous


@pytest.fixture
def site(fresh_db: str) -> Iterator[str]:
    """The address of a server working on this test's database."""
    with serving() as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=["--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens windows, each a visitor of its own: `visit("/", width=375, language="en", javascript=False)`.

    Whatever a page writes to the console as an error, a breach of the content policy too, fails the test.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_window(path: str = "/", width: int = 1366, language: str = "zh-CN", javascript: bool = True) -> Page:
        size = {"width": width, "height": 800}
        context = browser.new_context(base_url=site, viewport=size, locale=language, java_script_enabled=javascript)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if breaks(said) else None)
        page.goto(path)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def cast(site: str, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The cast of tests/cast.py on stage in the site; the day is the cast's."""
    monkeypatch.setenv("AUXPOLICE_TODAY", TODAY.isoformat())
    return Cast()


@pytest.fixture
def come(browser: Browser, site: str) -> Iterator[Callable[..., Visitor]]:
    """Opens a window for a user who is signed in already: `come(user, width=375, language="en", dark=True, scripts=False)`.

    `come()` is nobody. Console errors, breaches of the policy and requests to other hosts fail the test.
    """
    visitors: list[Visitor] = []

    def arrive(
        user: User | None = None, *, width: int = 1366, height: int = 768, language: str = "zh-hans", **more: Any
    ) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale=LANGUAGES[language],
            color_scheme="dark" if more.get("dark") else "light",
            java_script_enabled=more.get("scripts", True),
        )
        context.set_default_timeout(15_000)
        if user:
            key = sign_in(Client(), user).session.session_key
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": site}])
        visitor = Visitor(site, context.new_page())
        visitor.watch()
        visitors.append(visitor)
        return visitor

    yield arrive
    for visitor in visitors:
        visitor.page.context.close()
    wrongs = [wrong for visitor in visitors for wrong in visitor.wrongs]
    assert not wrongs, "\n".join(wrongs)


@pytest.fixture
def enter(come: Callable[..., Visitor], cast: Cast) -> Callable[..., Visitor]:
    """Somebody of the cast at a window: `enter("hr", width=375)`; `enter()` is nobody."""

    def arrive(name: str = "", **window: Any) -> Visitor:
        return come(cast.user(name) if name else None, **window)

    return arrive


def breaks(said: ConsoleMessage) -> bool:
    """Errors of ours; that an answer was a 4xx is what some tests are about."""
    return said.type == "error" and "Failed to load resource: the server responded with a status of 4" not in said.text
