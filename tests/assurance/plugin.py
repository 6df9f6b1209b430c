"""Pytest plugin (`-p tests.assurance.plugin`): the fixture `assure`, and the figures of a run in var/assurance.json.

A test says what it measured: `assure("R-40", "14 of 14 operations found", ok=found == 14)`. Figures travel with the
report, so they arrive from every worker of pytest-xdist; the page is written by `scripts/assurance.py`.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.assurance import long_form, results

Assure = Callable[..., None]
FIGURE, NUMBERS = "assurance", "assurance-numbers"
_found: list[results.Result] = []


@pytest.fixture
def assure(request: pytest.FixtureRequest) -> Assure:
    """`assure(number, figure, ok=…)`: note the figure for the page, then fail the test if it is not good enough."""

    def note(number: str, figure: str, *, ok: bool) -> None:
        assert number in results.targets(), f"{number} is not in targets.toml"
        request.node.user_properties.append((FIGURE, {"number": number, "figure": figure, "ok": bool(ok)}))
        assert ok, f"{number}: {figure}"

    return note


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Which numbers a test speaks of, so that one that breaks before its figure counts against them."""
    if "assure" in getattr(item, "fixturenames", ()):
        source = inspect.getsource(item.function)  # type: ignore[attr-defined]
        item.user_properties.append((NUMBERS, sorted(set(re.findall(r"R-\d+b?", source)))))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    told: dict[str, list[Any]] = {FIGURE: [], NUMBERS: []}
    for name, value in report.user_properties:
        if name in told:
            told[name].append(value)
    if report.when == "call" and report.passed:
        _found.extend(results.Result(test=report.nodeid, **figure) for figure in told[FIGURE])
    elif report.failed:
        numbers = {number for several in told[NUMBERS] for number in several}
        _found.extend(results.Result(test=report.nodeid, number=n, figure="failed", ok=False) for n in sorted(numbers))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The process that gathers all reports keeps them; the workers only send theirs."""
    if not hasattr(session.config, "workerinput") and _found:
        results.keep(_found, form="long" if long_form() else "gate")
