"""Where a browser for the tests is."""

from __future__ import annotations

import os
import shutil

# The shell has no window to draw: half the processor of the whole browser.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
)
MISSING = "No Chromium was found: apt-get install chromium, or set CHROMIUM to the program."


def find() -> str | None:
    """CHROMIUM, else the first of the usual names on the path."""
    if chosen := os.environ.get("CHROMIUM"):
        return chosen
    return next((path for name in NAMES if (path := shutil.which(name))), None)
