"""Pytest plugin (`-p testpg`): PostgreSQL and Valkey of this run. A plugin, as a conftest comes after the settings.

It also keeps the long tests for LONG=1, and browser tests for machines that have a browser (REQUIRE_BROWSER=1: all).
"""

from __future__ import annotations

import os

import pytest

from scripts import messages
from tests import chromium, servers

# A test asks more in a minute than any person; tests of these limits set them themselves.
for _name in ("RATE_READS", "RATE_SEARCH"):
    os.environ.setdefault(_name, "1000000")

_started: list[servers.Servers] = []
_ours = False


def pytest_addoption(parser: pytest.Parser) -> None:
    """The first thing pytest calls: choose the folder before any other plugin reads the settings."""
    global _ours
    _ours = servers.choose_folder()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues and start both servers, once: workers of pytest-xdist inherit the environment."""
    if _ours and not config.option.collectonly:
        messages.compile_all()
        _started.append(servers.Servers())
        _started[0].start()


def pytest_unconfigure(config: pytest.Config) -> None:
    while _started:
        _started.pop().stop()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if os.environ.get("LONG") == "1":
        return
    long = [item for item in items if item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not chromium.find():
        (pytest.fail if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip)(chromium.MISSING)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if any(chromium.MISSING in str(report.longrepr) for report in terminalreporter.getreports("skipped")):
        terminalreporter.section("BROWSER TESTS WERE SKIPPED", yellow=True)
        terminalreporter.line(chromium.MISSING)
