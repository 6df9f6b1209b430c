"""Every page of the permission table in Chromium: axe-core, no error, nothing from elsewhere, nothing sticking out.

The gate looks at a third of the pages (the others on the next days), each in one of the eight looks (language, theme,
width), another one each time; the long form at all pages in all eight, each by another one of those who may open it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from zlib import crc32

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser

from core import clock
from tests.assurance import of_today
from tests.browser.serving import serving
from tests.browser.visitor import LANGUAGES, Visitor
from tests.cast import PRINCIPALS, sign_in
from tests.face import chromium, pages
from tests.face.chromium import LOOKS, Look
from tests.permissions import stages
from tests.permissions.table import ANONYMOUS, Visitors

pytestmark = pytest.mark.browser


@dataclass
class Gallery:
    """A site with the world of the permission table, and a window for each look."""

    site: str
    browser: Browser
    visitors: Visitors
    windows: dict[Look, Visitor] = field(default_factory=dict)
    seen: int = 0

    def window(self, look: Look) -> Visitor:
        if look not in self.windows:
            context = self.browser.new_context(
                viewport={"width": look.width, "height": 768}, locale=LANGUAGES[look.language],
                color_scheme="dark" if look.dark else "light", service_workers="block",
            )  # fmt: skip
            context.set_default_timeout(15_000)
            context.add_init_script(chromium.WATCH)
            context.add_init_script(chromium.axe())
            visitor = Visitor(self.site, context.new_page())
            visitor.watch()
            self.windows[look] = visitor
        return self.windows[look]

    def faults(self, page: pages.Page, look: Look) -> list[str]:
        """Open it as this visitor and tell everything that is wrong, with where it was seen. Files, parts of pages and ways
        elsewhere are not looked at."""
        if not pages.is_whole(pages.sent(self.visitors, page, "en")):
            return []
        self.seen += 1
        window = self.window(look)
        window.page.context.clear_cookies()
        if page.who != ANONYMOUS:
            key = self.visitors.sessions[page.who]
            window.page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": self.site}])
        window.wrongs.clear()
        window.open(page.address)
        found = chromium.violations(window.page) + chromium.troubles(window.page) + window.wrongs
        window.wrongs.clear()
        return [f"{page} {look}: {wrong}" for wrong in found]


@pytest.fixture(scope="module")
def gallery(browser: Browser, django_db_setup: None, django_db_blocker) -> Iterator[Gallery]:
    """A database of this file's own with the world in it, and a server on it."""
    with django_db_blocker.unblock(), stages.copy() as (cast, objects):
        keys = {who: sign_in(Client(), cast.user(who)).session.session_key for who in PRINCIPALS}
        with serving() as address:
            gallery = Gallery(address, browser, Visitors(keys, objects))
            yield gallery
            for window in gallery.windows.values():
                window.page.context.close()


def of_room(gallery: Gallery, room: str, turn: int) -> list[pages.Page]:
    return [page for page in pages.every_page(gallery.visitors.objects, turn) if page.room == room]


@pytest.mark.parametrize("room", pages.rooms())
def test_every_page_is_for_everybody(gallery: Gallery, room: str):
    """axe-core finds nothing of WCAG 2.2 A and AA, the console is silent, nothing is asked of another host."""
    day = clock.today().toordinal()
    found = []
    for page in of_today(of_room(gallery, room, day), room, 3):
        number = crc32(f"{page.name} {page.who}".encode()) + day // 3
        found += gallery.faults(page, LOOKS[number % len(LOOKS)])
    assert not found, f"{len(found)} faults\n" + "\n".join(found)


@pytest.mark.long
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_page_is_for_everybody_in_every_look(gallery: Gallery, look: Look):
    found, before = [], gallery.seen
    for room in pages.rooms():
        for page in of_room(gallery, room, LOOKS.index(look)):
            found += gallery.faults(page, look)
    assert not found, f"{len(found)} faults\n" + "\n".join(found[:60])
    assert gallery.seen - before > 130


def test_what_is_wrong_is_found(gallery: Gallery):
    """The control: of each kind one fault is put into a page, and heard."""
    look = LOOKS[0]
    gallery.faults(pages.Page("accounts:sign-in", ANONYMOUS, "/sign-in/"), look)
    window = gallery.window(look)
    window.page.evaluate("""() => {
        const main = document.querySelector("main");
        main.insertAdjacentHTML("beforeend", "<input><p class='wide'>a</p><p style='color: red'>b</p>");
        main.querySelector(".wide").style.width = "3000px";
        document.documentElement.removeAttribute("lang");
    }""")
    found = chromium.violations(window.page) + chromium.troubles(window.page)
    for kind in ("label", "html-has-lang", "scrolls sideways", "breaks the policy"):
        assert any(kind in wrong for wrong in found), (kind, found)
    window.wrongs.clear()
