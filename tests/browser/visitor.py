"""Somebody signed in at a real browser, who notices whatever a page does wrong."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LANGUAGES = {"zh-hans": "zh-CN", "en": "en-GB"}
NO_BY_DESIGN = re.compile(r"Failed to load resource: the server responded with a status of (403|404|409|422|429) ")
BROKEN_OFF = re.compile(r"htmx:(?:afterRequest|sendAbort)\b")  # by leaving the page, or by typing on


@dataclass
class Visitor:
    """A window of one person; `wrongs` collects console errors, breaches of the policy and requests to other hosts."""

    site: str
    page: Any
    wrongs: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.wrongs.append(f"script: {error}"))
        self.page.on("request", self._asked)

    def _said(self, message: Any) -> None:
        if message.type == "error" and not NO_BY_DESIGN.match(message.text) and not BROKEN_OFF.match(message.text):
            self.wrongs.append(f"console: {message.text}")

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.site, "data:", "about:")):
            self.wrongs.append(f"another host: {request.url}")

    def open(self, address: str) -> Any:
        return self.page.goto(self.site + address)

    def is_too_wide(self) -> bool:
        """Whether the page as a whole scrolls sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))

    def shot(self, name: str) -> None:
        """A picture in the folder named by `SHOTS`; without it none is taken."""
        if folder := os.environ.get("SHOTS"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{folder}/{name}.png", full_page=True)
