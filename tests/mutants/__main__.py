"""`python -m tests.mutants`: record, plan, kill, report. Two processes, so that it takes half the time on two cores."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any

from tests.mutants.guards import ROOMS, ROOT, of_rooms
from tests.mutants.planning import asking_tests

FOLDER = ROOT / "var" / "mutants"
MUST = ("accounts", "roster", "duties", "core", "evidence")
TESTS = ("permissions", "core", "organisation", "accounts", "regulations", "reminders", "evidence", "exports", "roster",
         "duties", "discipline", "payroll", "insights", "privacy", "auxpolice", "rights", "own", "races", "guards")  # fmt: skip
# What would take too long for what it tells, and what needs a browser or the supervisor.
APART = "not browser and not house and not long"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("--rooms", nargs="+", default=list(MUST), choices=ROOMS)
    parser.add_argument("--tests", nargs="+", default=[f"tests/{name}" for name in TESTS])
    parser.add_argument("--only", default="", help="guards whose name holds this text")
    parser.add_argument("--again", action="store_true", help="take the record of the last time")
    parser.add_argument("--add", action="store_true", help="record these tests, and keep what was recorded of others")
    wanted = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    tests = [name for name in wanted.tests if (ROOT / name).exists()]
    if not wanted.again:
        record(tests, add=wanted.add)
    plan = planned(tuple(wanted.rooms), wanted.only)
    report = kill(tests, plan)
    report["minutes"] = round((time.monotonic() - started) / 60, 1)
    (FOLDER / "report.json").write_text(json.dumps(report, ensure_ascii=False, indent=1))
    return tell(report)


def record(tests: Sequence[str], *, add: bool = False) -> None:
    """Each process runs half of the test files; what they met is put together."""
    files = sorted(path for name in tests for path in (ROOT / name).rglob("test_*.py"))
    files = files or [ROOT / name for name in tests]
    halves = [[str(path) for path in files[number::2]] for number in range(2)]
    run("record", [half for half in halves if half])
    whole: dict[str, Any] = {"told": {}, "built": []}
    if add and (FOLDER / "record.json").exists():
        whole = json.loads((FOLDER / "record.json").read_text())
    for part in range(2):
        if (step := FOLDER / f"record{part}.json").exists():
            half = json.loads(step.read_text())
            whole = {"told": whole["told"] | half["told"], "built": half["built"]}
            step.unlink()
    (FOLDER / "record.json").write_text(json.dumps(whole, ensure_ascii=False))


def planned(rooms: tuple[str, ...], only: str) -> dict[str, list[str]]:
    """Every guard of these rooms with the tests that ask it: none, if no test does."""
    whole = json.loads((FOLDER / "record.json").read_text())
    asked = asking_tests(whole["told"], whole["built"], killers())
    source = [guard.name for guard in of_rooms(rooms)]
    built = [f"{one['table']}:{one['name']}" for one in whole["built"] if one["table"].partition("_")[0] in rooms]
    return {name: asked.get(name, []) for name in (*source, *built) if only in name}


def killers() -> dict[str, str]:
    """Guard → the test that noticed the last time: it runs first."""
    last = FOLDER / "killers.json"
    return json.loads(last.read_text()) if last.exists() else {}  # type: ignore[no-any-return]


def kill(tests: Sequence[str], plan: dict[str, list[str]]) -> dict[str, Any]:
    """Guards that share their first test go to one process: what that test needs is set up once."""
    order = sorted((name for name in plan if plan[name]), key=lambda name: plan[name][0])
    middle = len(order) // 2
    parts = [{name: plan[name] for name in half} for half in (order[:middle], order[middle:]) if half]
    for number, part in enumerate(parts):
        (FOLDER / f"kill{number}.json").write_text(json.dumps(part))
    run("kill", [sorted({test.partition("::")[0] for several in part.values() for test in several}) for part in parts])
    killed: dict[str, str] = {}
    for number in range(len(parts)):
        killed.update(json.loads((FOLDER / f"kill{number}.answers.json").read_text()))
    noticed = killers() | {name: test for name, test in killed.items() if test}
    (FOLDER / "killers.json").write_text(json.dumps(noticed, ensure_ascii=False, indent=1))
    return {
        "guards": len(plan),
        "killed": {name: test for name, test in killed.items() if test},
        "survived": sorted(name for name, test in killed.items() if not test),
        "not judged": sorted(set(order) - set(killed)),
        "asked by no test": sorted(name for name in plan if not plan[name]),
    }


def run(step: str, parts: Sequence[Sequence[str]]) -> None:
    """One pytest for each part, side by side."""
    processes = []
    for number, files in enumerate(parts):
        environment = {**os.environ, "MUTANTS_STEP": step, "MUTANTS_FILE": str(FOLDER / f"{step}{number}.json")}
        environment["EVERY_TURN"] = "1"  # a guard is missed by the day that asks for it
        command = [sys.executable, "-m", "pytest", "-p", "tests.mutants.plugin", "-q", "-m", APART, *files]
        log = open(FOLDER / f"{step}{number}.log", "w")  # noqa: SIM115 - the process writes on
        processes.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log))
    for process in processes:
        process.wait()


def tell(report: dict[str, Any]) -> int:
    left = [*report["survived"], *report["not judged"], *report["asked by no test"]]
    print(f"{report['guards']} guards, {len(report['killed'])} killed, {len(left)} left, {report['minutes']} min")
    for kind in ("survived", "not judged", "asked by no test"):
        for name in report[kind]:
            print(f"  {kind}: {name}")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
