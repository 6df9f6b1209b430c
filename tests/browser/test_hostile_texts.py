"""Scripts in names, titles, reasons, files and addresses, in a real browser: none runs, none even becomes an element."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Error

from tests.assurance import long_form
from tests.browser.visitor import Visitor
from tests.cast import PRINCIPALS, Cast
from tests.hostile.poison import MARK, XSS, everywhere
from tests.permissions import world
from tests.permissions.table import rows

pytestmark = pytest.mark.browser
FILE = f'"><img {MARK} src=x onerror=window.xss=1>.xlsx'
SEND = """() => {
    const form = [...document.forms].sort((one, other) => other.elements.length - one.elements.length)[0];
    const size = form.elements.length;
    form.noValidate = true;
    form.requestSubmit();
    return size;
}"""  # the largest form of the page, whatever the browser thinks of it
HANDLER = f'" {MARK} autofocus onfocus="window.xss=1'


class Watcher:
    """A window in which nothing of what was typed may run: no dialog, no element, no variable, no breach of the policy."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page, self.dialogs = visitor, visitor.page, []
        self.page.on("dialog", self._asked)

    def _asked(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def executed(self) -> list[str]:
        """What ran or stands there as an element, in words; of the next page, where one was still on its way."""
        for _time in range(3):
            try:
                return self._seen()
            except Error as error:
                if "navigation" not in str(error):
                    raise
                self.page.wait_for_load_state()
        return self._seen()

    def _seen(self) -> list[str]:
        told = [f"dialog: {said}" for said in self.dialogs]
        told += ["a variable was set"] if self.page.evaluate("window.xss") else []
        found = self.page.evaluate(f"[...document.querySelectorAll('[{MARK}]')].map(e => e.outerHTML.slice(0, 80))")
        return told + [f"{self.page.url}: {one}" for one in (*found, *self.visitor.wrongs)]


@pytest.fixture
def objects(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The world of the permission table, every text of it a script."""
    monkeypatch.delenv("AUXPOLICE_TODAY")
    found: dict[str, Any] = dict(cast.units)
    with transaction.atomic():
        for who in PRINCIPALS:
            cast.user(who)
        for module in world.modules():
            found |= module.objects(cast)
        everywhere()
    return found


def contexts(objects: dict[str, Any], folder: Path) -> dict[str, tuple[str, Callable[[Any], None]]]:
    """Who looks, and what he does; twelve kinds of places a text comes to stand in."""
    file, echo = f"/roster/{objects['auxiliary'].pk}/", quote(XSS, safe="")

    def opens(address: str) -> Callable[[Any], None]:
        return lambda visitor: visitor.open(address)

    def fills(address: str) -> Callable[[Any], None]:
        def act(visitor: Any) -> None:
            answer = visitor.open(address)
            assert answer.status == 200, visitor.page.inner_text("main")[:400]
            for box in visitor.page.locator("form input[type=text], form textarea").all():
                if box.is_visible() and box.is_editable():
                    box.fill(HANDLER)
            assert visitor.page.evaluate(SEND) > 3, f"no form on {address}"
            visitor.page.wait_for_timeout(500)
            visitor.page.wait_for_load_state()

        return act

    def uploads(visitor: Any) -> None:
        (folder / "x").mkdir(exist_ok=True)
        sheet = folder / "x" / FILE
        sheet.write_bytes(b"<!doctype html><script>window.xss=1</script>")
        visitor.open("/roster/import/")
        visitor.page.locator("input[type=file]").set_input_files(sheet)
        assert visitor.page.evaluate(SEND) > 2
        visitor.page.wait_for_timeout(500)
        visitor.page.wait_for_load_state()

    return {
        "names of people": ("hr", opens("/roster/")),
        "titles and reasons in a file": ("hr", opens(file)),
        "attributes of a filled form": ("hr", opens(reverse("roster:edit", args=[objects["auxiliary"].pk]))),
        "unit names in a choice": ("hr", opens(reverse("roster:move", args=[objects["auxiliary"].pk]))),
        "echo of a search": ("hr", opens(f"/roster/?q={echo}&unit={echo}&sort={echo}&items={echo}")),
        "echo of an error": ("hr", fills(reverse("roster:restrict", args=[objects["auxiliary"].pk]))),
        "messages after an act": ("hr", fills(reverse("roster:edit", args=[objects["auxiliary"].pk]))),
        "names of files": ("hr", uploads),
        "parameters that lead elsewhere": ("", fills(f"/sign-in/?next={quote('javascript:window.xss=1')}")),
        "the API in a browser": ("hr", opens("/api/v1/auxiliaries/?page_size=5")),
        "an address that is not there": ("hr", opens(f"/nothing/{echo}/?{echo}={echo}")),
        "a page to print": ("requester", opens("/duties/sheet/?unit=north")),
        "texts of a request": ("requester", opens(f"/duties/assignments/{objects['approved'].pk}/")),
    }  # fmt: skip


def test_no_script_of_a_text_runs(cast: Cast, objects: dict[str, Any], enter, tmp_path: Path, assure):
    windows: dict[str, Watcher] = {}
    executed, shown, looked = [], 0, contexts(objects, tmp_path)
    for place, (who, act) in looked.items():
        window = windows.setdefault(who, Watcher(enter(who)) if who not in windows else windows[who])
        act(window.visitor)
        executed += [f"{place}: {told}" for told in window.executed()]
        shown += MARK in window.page.content()
    assert not executed, "\n".join(executed)
    assure(
        "R-64", f"scripts in {len(looked)} kinds of places in Chromium: {len(executed)} executed", ok=len(looked) >= 12
    )


@pytest.mark.long
def test_no_script_of_a_text_runs_on_any_page(cast: Cast, objects: dict[str, Any], enter, assure):
    """Every page of the permission table, by whoever may see it."""
    windows: dict[str, Watcher] = {}
    pages, executed = 0, []
    for name, line in sorted(rows().items()):
        if line.exempt or "GET" not in line.methods or name.startswith("api-") or not line.methods["GET"].allow:
            continue
        who = sorted(line.methods["GET"].allow)[0]
        window = windows.setdefault(who, Watcher(enter(who)) if who not in windows else windows[who])
        try:
            window.visitor.open(line.address(objects))
        except Exception as error:  # a file to keep is no page
            if "Download is starting" not in str(error) and "ERR_ABORTED" not in str(error):
                raise
            continue
        pages += 1
        executed += [f"{name}: {told}" for told in window.executed()]
    assert long_form() and not executed, "\n".join(executed)
    assure("R-64", f"scripts in every text, {pages} pages in Chromium: {len(executed)} executed", ok=pages > 60)


def test_a_page_that_does_not_escape_is_found(enter, cast: Cast):
    """The control: without the policy it runs; under the policy of the house the breach is heard."""
    window = Watcher(enter())
    window.page.set_content(f"<p>{XSS}</p>")
    window.page.wait_for_function("window.xss === 1")
    assert len(window.executed()) == 2
    window.visitor.open("/sign-in/")
    assert window.executed() == []
    window.page.evaluate("text => { document.querySelector('main').innerHTML = text }", XSS)
    window.page.wait_for_timeout(500)
    assert any("Content Security Policy" in told for told in window.executed()), window.executed()
    assert not window.page.evaluate("window.xss")
    window.visitor.wrongs.clear()
