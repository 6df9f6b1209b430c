"""docs/assurance.md: one line for each number of targets.toml, from the figures of runs. Nothing in it is written by hand."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import Any

from tests.assurance.results import ROOT, Result, kept, targets

PAGE = ROOT / "docs" / "assurance.md"
DRILLS = ROOT / "docs" / "drills.toml"
HEAD = """# Assurance

Written by `scripts/assurance.py` from the figures of test runs (`make test-long` does it at its end); the promises are in
`tests/assurance/targets.toml`, drills done by hand in `docs/drills.toml`. *Gate* is `make test`, *long* is `make test-long`.
A number whose wing is not built says so. A form that was not run is a failure, not a silence.

"""
PASS, FAIL = "pass", "**FAIL**"


def page(results: Sequence[Result] | None = None) -> str:
    results = kept() if results is None else results
    lines = {number: line(number, said, results) for number, said in targets().items()}
    verdicts = [verdict for _text, verdict in lines.values()]
    counts = ", ".join(f"{verdicts.count(kind)} {kind}" for kind in dict.fromkeys(verdicts))
    measured = ", ".join(sorted({f"{r.commit} ({r.day})" for r in results if r.commit})) or "nothing yet"
    table = ["| number | promise | threshold | gate | long | result |", "| --- | --- | --- | --- | --- | --- |"]
    table += [text for text, _verdict in lines.values()]
    return f"{HEAD}{len(lines)} numbers: {counts}. Measured at: {measured}.\n\n" + "\n".join(table) + "\n"


def line(number: str, said: Any, results: Sequence[Result]) -> tuple[str, str]:
    mine = [result for result in results if result.number == number]
    gate, long = (told([r for r in mine if r.form == form]) for form in ("gate", "long"))
    text, kind = verdict(number, said, mine)
    return f"| {number} | {said['title']} | {said['threshold']} | {gate} | {long} | {text} |", kind


def told(results: Sequence[Result]) -> str:
    """The figures of one form, a failed one marked."""
    figures = dict.fromkeys(result.figure if result.ok else f"{FAIL} {result.figure}" for result in results)
    return "; ".join(figure.replace("|", "/") for figure in figures)


def verdict(number: str, said: Any, mine: Sequence[Result]) -> tuple[str, str]:
    """What the line says at its end, and the kind it is counted under."""
    if wing := said.get("wing"):
        return f"not yet: {wing}", "not yet"
    if any(not result.ok for result in mine):
        return FAIL, "fail"
    if said.get("hand"):
        done = by_hand(number)
        return f"by hand: {done}" + (f", {PASS} as far as a run shows" if mine else ""), "by hand"
    run = {result.form for result in mine}
    if not run or ("long" in said["forms"] and "long" not in run):  # the long form is the gate form and more
        return f"{FAIL}: {'long form not run' if run else 'not run'}", "fail"
    return PASS, "pass"


def by_hand(number: str) -> str:
    drills = tomllib.loads(DRILLS.read_text(encoding="utf-8")).get("drill", []) if DRILLS.exists() else []
    days = [str(drill["day"]) for drill in drills if number in drill["numbers"]]
    return max(days, default="never")
