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
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from pytest_django.plugin import blocking_manager_key

from tests.mutants import instrument
from tests.mutants.constraints import of_database, without
from tests.mutants.guards import ROOMS
from tests.servers import make_template

STEP, FILE = os.environ.get("MUTANTS_STEP", ""), Path(os.environ.get("MUTANTS_FILE", "var/mutants/step.json"))
# A test that hangs without its guard has noticed that it is gone.
PATIENCE = 180
TESTS_PER_GUARD = 40
# The attacks on what stands in the database: their world is committed and holds no lock between two tests.
ATTACKS = "tests/guards/test_constraints.py"
SECONDS_PER_GUARD = 120
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
    answers = dict.fromkeys(plan, "")
    for _phase, chosen in PHASES:
        for guard, tests in plan.items():
            following = [items[test] for test in tests if test in items and chosen(guard, test)]
            if answers[guard] or not following:
                continue
            _leave(session.items[0], following[0] if guard not in built or ATTACKS in following[0].nodeid else None)
            with without(built[guard]) if guard in built else nullcontext():
                answers[guard] = _first_to_notice(following, guard)
            session.shouldfail = session.shouldstop = False
            FILE.with_suffix(".answers.json").write_text(json.dumps(answers, ensure_ascii=False, indent=1))
        _leave(session.items[0], None)


def _is_matrix(part: int) -> Callable[[str, str], bool]:
    """The matrix sees rights, scopes and fields; no lock and nothing in the database."""
    return lambda guard, test: (
        f"test_matrix_{part}" in test and ".py:" in guard and not guard.endswith("select_for_update")
    )


def _named(guard: str, test: str) -> bool:
    return ATTACKS in test or guard.rpartition(":")[0] in test


# All guards in the worlds of one file, then all that are left in those of the next: each world is built once.
PHASES: list[tuple[str, Callable[[str, str], bool]]] = [
    ("what names the guard", _named),
    ("the matrix", _is_matrix(1)),
    ("its second half", _is_matrix(2)),
    ("the rest", lambda guard, test: "test_matrix" not in test and not _named(guard, test)),
]


def _leave(item: pytest.Item, following: pytest.Item | None) -> None:
    """Tear down what the next test does not need: a world that stands is not built again for the next guard."""
    item.session._setupstate.teardown_exact(following)  # type: ignore[attr-defined]


def _first_to_notice(items: list[pytest.Item], guard: str) -> str:
    """The first test that fails without the guard, and not with it: a world that the guard's absence spoilt tells nothing."""
    started = time.monotonic()
    for item in items[:TESTS_PER_GUARD]:
        if time.monotonic() - started > SECONDS_PER_GUARD:
            break
        _leave(item, item)
        if _passes(item, off=guard):
            continue
        if ".py:" not in guard or _passes(item, off=""):
            return item.nodeid
        _leave(item, None)
        failed = not _passes(item, off=guard)
        _leave(item, None)
        if failed:
            return item.nodeid
    return ""


def _passes(item: pytest.Item, *, off: str) -> bool:
    instrument.switch.off = off
    try:
        return _run(item, item.parent)  # its module's world stays
    finally:
        instrument.switch.off = ""


def _run(item: pytest.Item, following: pytest.Item | pytest.Collector | None) -> bool:
    """One test, again if need be; False when it fails, breaks or hangs."""
    item._initrequest()  # type: ignore[attr-defined] - what plugins that repeat tests do

    def hangs(*_: Any) -> None:
        raise TimeoutError(f"no end after {PATIENCE} s")

    signal.signal(signal.SIGALRM, hangs)
    signal.alarm(PATIENCE)
    try:
        reports = runtestprotocol(item, log=False, nextitem=following)  # type: ignore[arg-type]
    finally:
        signal.alarm(0)
    failed = [report for report in reports if report.failed]
    if failed and STEP == "record":
        print(f"{item.nodeid}\n{failed[0].longreprtext}\n", file=sys.stderr)
    return not failed
