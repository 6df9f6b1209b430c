"""What was promised (targets.toml), what a run found, and the page that sets both side by side: docs/assurance.md."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar
from zlib import crc32

from core import clock

T = TypeVar("T")


def long_form() -> bool:
    """Is this `make test-long`? Tests take their size from it: `rounds = 50 if long_form() else 1`."""
    return os.environ.get("LONG") == "1"


def every_turn() -> bool:
    """Is all asked that the gate asks on one day or another? The long form does, and whoever looks for guards nobody misses."""
    return long_form() or os.environ.get("EVERY_TURN") == "1"


def of_today(values: Sequence[T], name: str, turns: int = 2) -> Sequence[T]:
    """In the gate every second of these (or third…), the others on the next days; `name` says where one begins, so that a
    day has some of all."""
    day = int(os.environ.get("SEED", clock.today().toordinal()))
    return values if every_turn() else values[(crc32(name.encode()) + day) % turns :: turns]
