"""Figures of runs: kept in var/assurance.json with the commit they were measured at, newest for each test and form."""

from __future__ import annotations

import datetime as dt
import functools
import json
import subprocess
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ROOT / "var" / "assurance.json"
TARGETS = Path(__file__).parent / "targets.toml"


@dataclass(frozen=True)
class Result:
    """One figure of one test."""

    test: str
    number: str
    figure: str
    ok: bool
    form: str = "gate"
    commit: str = ""
    day: str = ""


@functools.lru_cache
def targets() -> Mapping[str, Mapping[str, Any]]:
    """Number → title, threshold, forms in which it is judged ("gate", "long"), or `wing`, or `hand`."""
    return tomllib.loads(TARGETS.read_text(encoding="utf-8"))


def kept() -> list[Result]:
    if not KEPT.exists():
        return []
    return [Result(**line) for line in json.loads(KEPT.read_text(encoding="utf-8"))]


def keep(found: Iterable[Result], *, form: str) -> None:
    """Put the figures of a run in the place of older ones of the same tests and form."""
    commit, day = at_commit(), dt.datetime.now(dt.UTC).date().isoformat()
    new = [Result(**{**asdict(result), "form": form, "commit": commit, "day": day}) for result in found]
    again = {result.test for result in new}
    stay = [result for result in kept() if result.form != form or result.test not in again]
    KEPT.parent.mkdir(exist_ok=True)
    lines = sorted((asdict(result) for result in (*stay, *new)), key=lambda line: (line["number"], line["test"]))
    KEPT.write_text(json.dumps(lines, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def at_commit() -> str:
    """The commit that was measured, "+" behind it when files were changed since; empty without git."""
    try:
        commit = _git("rev-parse", "--short=7", "HEAD")
        return commit + ("+" if _git("status", "--porcelain", "--untracked-files=no") else "")
    except (OSError, subprocess.CalledProcessError):
        return ""


def _git(*words: str) -> str:
    return subprocess.run(("git", *words), cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
