"""Named moments at which a test may end or hold a process: kill points. Outside tests they do nothing and cost a look.

`AUXPOLICE_FAULT_POINTS` names a folder. A file in it with the name of a point arms that point once, in whichever
process comes there first: `kill` ends it as kill -9 does, `hold` keeps it there until the folder's file `release` appears,
a number lets so many pass before. A program started with the folder outside a test refuses to start.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

# Every point by name, with the wing that will place it; an empty one is placed. A test compares this with the program.
POINTS = {
    "before-lock": "",
    "after-lock": "",
    "before-commit": "",
    "after-commit-before-publish": "",
    "mid-task": "",
    "after-effect-before-ack": "",
    "mid-export": "",
    "mid-import": "",
    "mid-migration": "",
    "mid-audit-append": "",
    "mid-backup": "",
    "mid-pay-run": "",
    "pay-gather": "",
    "pay-before-commit": "",
    "pay-release": "",
}
HELD_AT_MOST = 120  # seconds
_folder = os.environ.get("AUXPOLICE_FAULT_POINTS", "")
if _folder and "AUXPOLICE_TEST_PG" not in os.environ:
    raise ImproperlyConfigured("AUXPOLICE_FAULT_POINTS ends processes at chosen moments: only in tests.")


def point(name: str) -> None:
    """This moment has come. Nothing happens unless a test armed it."""
    if _folder:
        _come_to(Path(_folder), name)


def _come_to(folder: Path, name: str) -> None:
    try:
        order = (folder / name).read_text(encoding="utf-8").split()
        (folder / name).unlink()  # whoever removes it is the one: of two only one succeeds
    except FileNotFoundError:
        return
    word, left = order[0], int(order[1]) if len(order) > 1 else 0
    if left:
        _arm(folder, name, f"{word} {left - 1}")
        return
    (folder / f"{name}.reached").write_text(str(os.getpid()), encoding="utf-8")
    if word == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    until = time.monotonic() + HELD_AT_MOST
    while not (folder / "release").exists() and time.monotonic() < until:
        time.sleep(0.01)


def _arm(folder: Path, name: str, order: str) -> None:
    """Whole or not at all: another process may be looking."""
    draft = folder / f".{name}.{os.getpid()}"
    draft.write_text(order, encoding="utf-8")
    draft.rename(folder / name)
