"""The parent's side: start the child, take its lines, end it when it takes too long or says too much."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from core.errors import BadInput
from roster.importing.reading.bounds import MAX_OUTPUT, WALL_SECONDS, Unreadable
from roster.importing.reading.problems import sentence

MODULE = "roster.importing.reading.child"


@dataclass(frozen=True)
class SheetRow:
    """One row as the sheet numbers it. `formulas`: columns (from 1) whose cell is a formula."""

    number: int
    cells: Sequence[Any]
    formulas: frozenset[int] = frozenset()


@dataclass
class Sheet:
    """One sheet: its name (empty in a .csv) and its rows that are not blank."""

    name: str
    rows: list[SheetRow] = field(default_factory=list)


def read_sheets(path: Path) -> list[Sheet]:
    """Every visible sheet of the file. Raises BadInput on the field `file` with the reason and the way out."""
    try:
        if path.stat().st_size > settings.UPLOAD_MAX_BYTES:
            raise Unreadable("too_big", megabytes=settings.UPLOAD_MAX_BYTES // 2**20)
        return _collect(path)
    except Unreadable as problem:
        raise BadInput({"file": sentence(problem.code, problem.about)}) from problem


def _collect(path: Path) -> list[Sheet]:
    sheets: list[Sheet] = []
    ended = False
    for line in _lines(path):
        said = json.loads(line)
        if "row" in said:
            sheets[-1].rows.append(SheetRow(said["row"], said["cells"], frozenset(said["formulas"])))
        elif "sheet" in said:
            sheets.append(Sheet(said["sheet"]))
        elif "unreadable" in said:
            raise Unreadable(said["unreadable"], **said["about"])
        else:
            ended = True
    if not ended:
        raise Unreadable("too_heavy")
    return sheets


def _lines(path: Path) -> list[bytes]:
    """What the child said; it has no environment of ours, no open files, and ends with us or before."""
    child = subprocess.Popen(  # noqa: S603 - our own module, the path is a name we made
        [sys.executable, "-E", "-s", "-m", MODULE, str(path)],
        cwd=settings.BASE_DIR,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        close_fds=True,
    )
    timer = threading.Timer(WALL_SECONDS, child.kill)
    timer.start()
    try:
        return _limited(child)
    finally:
        timer.cancel()
        child.kill()
        child.wait()


def _limited(child: subprocess.Popen[bytes]) -> list[bytes]:
    lines: list[bytes] = []
    size = 0
    if child.stdout is not None:
        with child.stdout as said:
            for line in said:
                size += len(line)
                if size > MAX_OUTPUT:
                    raise Unreadable("too_heavy")
                if line.endswith(b"\n"):  # a line cut short is the last one of a child that was ended
                    lines.append(line)
    return lines
