#!/usr/bin/env python3
"""Take the pictures of README.md and docs/manual: of a demonstration started for it, or of the one at `--address`.

.venv/bin/python scripts/pictures.py [--address http://127.0.0.1:8000] [--only approvals]
"""

from __future__ import annotations

import argparse
import io
import os
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.picture import LANGUAGES, NOBODY, Picture  # noqa: E402
from scripts.picture_pages import PICTURES  # noqa: E402
from tests import chromium, servers  # noqa: E402

FOLDER = ROOT / "docs" / "pictures"
PASSWORD = "demo-2026-auxpolice"  # noqa: S105 - printed at every start of the demonstration
COLOURS = 128  # enough for type, hairlines and the three verdicts; a third of the size


@dataclass
class Photographer:
    """A browser that signs everybody in once."""

    browser: Browser
    address: str
    language: str
    signed_in: dict[str, Any] = field(default_factory=dict)

    def take(self, picture: Picture, name: str, dark: bool) -> None:
        width, height = picture.size
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": height},
            locale=LANGUAGES[self.language],
            color_scheme="dark" if dark else "light",
            storage_state=self.state(picture.who),
        )
        page = context.new_page()
        page.set_default_timeout(60_000)  # a machine may have other work
        picture.show(page, self.language)
        page.mouse.move(0, 0)  # nothing is shown as under a pointer
        page.wait_for_load_state("networkidle")
        shot = page.screenshot(animations="disabled", caret="hide")
        (FOLDER / name).write_bytes(small(shot))
        context.close()

    def state(self, who: str) -> Any:
        """The cookies of somebody who signed in; none of whoever has no account."""
        if who == NOBODY:
            return None
        if who not in self.signed_in:
            context = self.browser.new_context(base_url=self.address)
            page = context.new_page()
            page.goto("/sign-in/")
            page.locator("#id_username").fill(who)
            page.locator("#id_password").fill(PASSWORD)
            page.locator("main button.main").click()
            page.wait_for_load_state()
            self.signed_in[who] = context.storage_state()
            context.close()
        return self.signed_in[who]


def small(shot: bytes) -> bytes:
    """The same picture in few colours."""
    with Image.open(io.BytesIO(shot)) as picture:
        few = picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        kept = io.BytesIO()
        few.save(kept, "PNG", optimize=True)
    return kept.getvalue()


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


def wanted(only: str) -> Iterator[tuple[Picture, str, str, bool]]:
    """Each picture in both languages before the next, so that neither shows what the other's left behind."""
    for picture in PICTURES:
        for name, language, dark in picture.files():
            if picture.name.startswith(only):
                yield picture, name, language, dark


def draw(address: str, only: str) -> None:
    with urllib.request.urlopen(f"{address}/healthz", timeout=10):  # noqa: S310 - an address the caller typed
        pass
    FOLDER.mkdir(exist_ok=True)
    failed = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=["--disable-gpu", "--disable-lcd-text"]
        )
        photographers = {language: Photographer(browser, address, language) for language in LANGUAGES}
        for picture, name, language, dark in wanted(only):
            try:
                photographers[language].take(picture, name, dark)
            except Exception as error:  # the others are taken all the same
                failed.append(f"{name}: {error}")
            print(f"{name}{' FAILED' if failed and failed[-1].startswith(name) else ''}", flush=True)
        browser.close()
    if failed:
        raise SystemExit("\n".join(failed))


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
