"""Pytest plugin of the two steps, loaded by `python -m tests.mutants` (`-p tests.mutants.plugin`) before the product is imported.

MUTANTS_STEP=record: run the tests, keep which asks which guard. MUTANTS_STEP=kill: switch off the guards named in the
plan one at a time and run the tests that ask it until one fails.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from pytest_django.plugin import blocking_manager_key

from tests.mutants import instrument
from tests.mutants.constraints import Built, of_database, without
from tests.mutants.guards import ROOMS
from tests.servers import make_template

STEP, FILE = os.environ.get("MUTANTS_STEP", ""), Path(os.environ.get("MUTANTS_FILE", "var/mutants/step.json"))
# A test that hangs without its guard has noticed that it is gone.
PATIENCE = 90
TESTS_PER_GUARD = 40
if STEP:
    instrument.install()
_refused: set[str] = set()


def pytest_configure(config: pytest.Config) -> None:
    if STEP:
        _watch_refusals()


def _watch_refusals() -> None:
    """Note which constraint or trigger refused a statement or a commit, on whichever connection and in whichever thread."""
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.utils import CursorWrapper

    def watched(bare: Any) -> Any:
        def call(*args: Any, **more: Any) -> Any:
            try:
                return bare(*args, **more)
            except Exception as error:
                _note(error)
                raise

        return call

    for owner, name in (
        (CursorWrapper, "_execute"), (CursorWrapper, "_executemany"), (BaseDatabaseWrapper, "_commit"),
    ):  # fmt: skip
        setattr(owner, name, watched(getattr(owner, name)))


def _note(error: BaseException | None) -> None:
    while error is not None:
        if diag := getattr(error, "diag", None):
            _refused.update(filter(None, (diag.constraint_name, diag.context, diag.message_primary)))
        error = error.__cause__


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    if STEP == "record":
        _record(session)
    elif STEP == "kill":
        _kill(session)
    else:
        return None
    return True


def _record(session: pytest.Session) -> None:
    """Run everything once; answers for each test: seconds, good or not, guards asked, refusals met."""
    told: dict[str, Any] = {}
    for item, following in zip(session.items, [*session.items[1:], None], strict=True):
        instrument.switch.asked, started = set(), time.monotonic()
        _refused.clear()
        good = _run(item, following)
        told[item.nodeid] = {
            "seconds": round(time.monotonic() - started, 3), "good": good,
            "asked": sorted(instrument.switch.asked), "refused": sorted(_refused),
        }  # fmt: skip
    built = [asdict(guard) for guard in of_database(ROOMS)]
    FILE.write_text(json.dumps({"told": told, "built": built}, ensure_ascii=False))


def _kill(session: pytest.Session) -> None:
    """The plan: guard → tests that ask it, quickest first. Answers: guard → the test that noticed, or nothing."""
    from tests.conftest import migrate

    with session.config.stash[blocking_manager_key].unblock():
        make_template(migrate)  # no test has asked for it yet
    plan: dict[str, list[str]] = json.loads(FILE.read_text())
    items = {item.nodeid: item for item in session.items}
    built = {guard.guard: guard for guard in of_database(ROOMS)}
    answers: dict[str, str] = {}
    for guard, tests in plan.items():
        with _without(guard, built.get(guard)):
            answers[guard] = _first_to_notice([items[test] for test in tests if test in items], guard in built)
        session.shouldfail = session.shouldstop = False
        FILE.with_suffix(".answers.json").write_text(json.dumps(answers, ensure_ascii=False, indent=1))


@contextmanager
def _without(guard: str, built: Built | None) -> Iterator[None]:
    with without(built) if built else nullcontext():
        instrument.switch.off = guard
        try:
            yield
        finally:
            instrument.switch.off = ""


def _first_to_notice(items: list[pytest.Item], fresh: bool) -> str:
    """`fresh`: let the session's database be made again for each, so that it is a copy of the changed template."""
    for number, item in enumerate(items[:TESTS_PER_GUARD]):
        following = None if fresh or number + 1 == len(items[:TESTS_PER_GUARD]) else items[number + 1]
        if not _run(item, following):
            item.session._setupstate.teardown_exact(None)  # type: ignore[attr-defined]
            return item.nodeid
    return ""


def _run(item: pytest.Item, following: pytest.Item | None) -> bool:
    """One test, again if need be; False when it fails, breaks or hangs."""
    item._initrequest()  # type: ignore[attr-defined] - what plugins that repeat tests do

    def hangs(*_: Any) -> None:
        raise TimeoutError(f"no end after {PATIENCE} s")

    signal.signal(signal.SIGALRM, hangs)
    signal.alarm(PATIENCE)
    try:
        reports = runtestprotocol(item, log=False, nextitem=following)
    finally:
        signal.alarm(0)
    failed = [report for report in reports if report.failed]
    if failed and STEP == "record":
        print(f"{item.nodeid}\n{failed[0].longreprtext}\n", file=sys.stderr)
    return not failed
