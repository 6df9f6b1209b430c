#!/usr/bin/env python3
"""Take the pictures of README.md and docs/manual: of a demonstration started for it, or of the one at `--address`.

.venv/bin/python scripts/pictures.py [--address http://127.0.0.1:8000] [--only approvals]
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import chromium, servers  # noqa: E402

FOLDER = ROOT / "docs" / "pictures"
PASSWORD = "demo-2026-auxpolice"  # noqa: S105 - printed at every start of the demonstration
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
OFFICE, PHONE, LONG_PHONE = (1366, 720), (375, 740), (375, 1240)


@dataclass(frozen=True)
class Picture:
    """One page as one person sees it, in both languages unless said otherwise."""

    name: str
    who: str
    show: Callable[[Page, str], None]
    size: tuple[int, int] = OFFICE
    languages: tuple[str, ...] = ("zh", "en")


def desk(page: Page, language: str) -> None:
    page.goto("/")


def bad_sheet(page: Page, language: str) -> None:
    page.goto("/roster/import/")
    page.locator("input[type=file]").set_input_files(ROOT / "docs" / "examples" / "bad-new-district.xlsx")
    page.locator("#id_unit").fill("999903")
    page.locator("form.form button.main").click()
    page.locator("table.cards").wait_for()


def file(page: Page, language: str) -> None:
    """Somebody whose contract has run over."""
    page.goto("/reminders/?kind=contract_end")
    address = page.locator("main a[href^='/roster/']").first.get_attribute("href") or "/roster/"
    page.goto(address.partition("#")[0])


def refused_request(page: Page, language: str) -> None:
    """What is typed is decided at once."""
    page.goto("/duties/assignments/new/?unit=99990104")
    for order in (0, 2):  # the second one is on duty at that hour
        page.locator("input[name=auxiliaries]").nth(order).check()
    text, place = {
        "zh": ("治安巡逻，并开具罚单", "人民路"),
        "en": ("Street patrol, and write the tickets", "Renmin Road"),
    }[language]
    page.locator("#id_place").fill(place)
    page.locator("#id_text").fill(text)
    page.locator("#live .decision.refuse").wait_for()


def queue(page: Page, language: str) -> None:
    page.goto("/duties/approvals/")


def own(page: Page, language: str) -> None:
    page.goto("/me/")


def second_factor(page: Page, language: str) -> None:
    page.goto("/account/app/")


def export_to_decide(page: Page, language: str) -> None:
    """What HR asked for, as the second person sees it."""
    page.goto("/exports/?show=waiting")
    rows = page.locator("main table tbody a")  # newest first; the Chinese one was asked for before the English one
    (rows.first if language == "en" else rows.last).click()
    page.wait_for_load_state()


def audit_entry(page: Page, language: str) -> None:
    page.goto("/evidence/?act=assignment.refused")
    page.locator("main table a").first.click()
    page.wait_for_load_state()


def own_data(page: Page, language: str) -> None:
    page.goto("/me/privacy/")


def ask_for_export(page: Page, language: str) -> None:
    """The list of a bureau: more than 100 people, so somebody else decides."""
    page.goto("/exports/new/roster/?unit=999901")
    page.locator("#id_purpose").fill({"zh": "报送县局年度统计", "en": "Yearly figures for the county bureau"}[language])
    page.locator("main button.main").click()
    page.wait_for_load_state()


PICTURES = (
    Picture("desk-hr", "hr", desk),
    Picture("import-bad", "hr", bad_sheet),
    Picture("file", "hr", file),
    Picture("request-refused", "requester", refused_request),
    Picture("approvals", "supervisor", queue, PHONE),
    Picture("own", "auxiliary", own, LONG_PHONE),
    Picture("second-factor", "secadmin", second_factor),
    Picture("export-asked", "hr", ask_for_export),
    Picture("export-to-decide", "supervisor", export_to_decide),
    Picture("audit-entry", "auditor", audit_entry),
    Picture("own-data", "auxiliary", own_data, LONG_PHONE),
)


def names() -> list[str]:
    """The files this script writes."""
    return [f"{picture.name}-{lang}-{picture.size[0]}.png" for picture in PICTURES for lang in picture.languages]


def take(browser: Browser, address: str, picture: Picture, language: str) -> None:
    width, height = picture.size
    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": height}, locale=LANGUAGES[language]
    )
    page = context.new_page()
    page.goto("/sign-in/")
    page.locator("#id_username").fill(picture.who)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main button.main").click()
    page.wait_for_load_state()
    picture.show(page, language)
    page.screenshot(path=FOLDER / f"{picture.name}-{language}-{width}.png", animations="disabled", caret="hide")
    context.close()


@contextmanager
def demonstration() -> Iterator[str]:
    """The whole program with its demonstration in a folder that is thrown away, as `make run` starts it."""
    with tempfile.TemporaryDirectory() as folder:
        port = servers.free_port()
        environment = {**os.environ, "DATA": folder, "PORT": str(port), "DEMO": "1"}
        command = [sys.executable, "manage.py", "start"]
        house = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            for line in house.stdout or ():
                print(line, end="")
                if line.rstrip().endswith(" ready"):
                    break
            else:
                raise SystemExit("The demonstration did not start.")
            yield f"http://127.0.0.1:{port}"
        finally:
            house.send_signal(signal.SIGINT)
            house.communicate(timeout=60)


def draw(address: str, only: str) -> None:
    with urllib.request.urlopen(f"{address}/healthz", timeout=10):  # noqa: S310 - an address the caller typed
        pass
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=["--disable-gpu", "--disable-lcd-text"]
        )
        for picture in PICTURES:
            for language in picture.languages if picture.name.startswith(only) else ():
                take(browser, address, picture, language)
                print(f"{picture.name} {language}")
        browser.close()


def main() -> int:
    parser = argparse.ArgumentParser(description="Take the pictures of README.md and docs/manual.")
    parser.add_argument("--address", help="a demonstration that runs already; else one is started")
    parser.add_argument("--only", default="", help="only pictures whose name begins like this")
    asked = parser.parse_args()
    if asked.address:
        draw(asked.address.rstrip("/"), asked.only)
    else:
        with demonstration() as address:
            draw(address, asked.only)
    return 0


if __name__ == "__main__":
    sys.exit(main())
