"""Pytest plugin (`-p testpg`): PostgreSQL and Valkey of this run. A plugin, as a conftest comes after the settings."""

from __future__ import annotations

import pytest

from scripts import messages
from tests import servers

_started: list[servers.Servers] = []
_ours = False


def pytest_addoption(parser: pytest.Parser) -> None:
    """The first thing pytest calls: choose the folder before any other plugin reads the settings."""
    global _ours
    _ours = servers.choose_folder()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues and start both servers, once: workers of pytest-xdist inherit the environment and start nothing."""
    if _ours and not config.option.collectonly:
        messages.compile_all()
        _started.append(servers.Servers())
        _started[0].start()


def pytest_unconfigure(config: pytest.Config) -> None:
    while _started:
        _started.pop().stop()
