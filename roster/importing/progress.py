"""How far the work on a sheet has come: told while it goes on, outside its transaction, and forgotten soon after."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
Tick = Callable[[str, int, int], None]  # phase, rows done, rows in all

READING, CHECKING, WRITING = "reading", "checking", "writing"
PHASES: Final = {
    READING: _("The cells are read."),
    CHECKING: _("The rows are held against the file and the law."),
    WRITING: _("The rows are written."),
}
EVERY = 0.5  # seconds between two words: nobody reads faster
KEPT = 900


def silent(phase: str, done: int, total: int) -> None:
    """Nobody waits to hear."""


@dataclass(frozen=True)
class Progress:
    """One word of the work under way."""

    phase: str
    done: int
    total: int

    @property
    def says(self) -> Any:
        return PHASES[self.phase]


def teller(run: int) -> Tick:
    """Tells how far the run is, twice a second at most. A cache that does not answer stops no import."""
    last, told = 0.0, ""

    def tick(phase: str, done: int, total: int) -> None:
        nonlocal last, told
        now = time.monotonic()
        if phase == told and now - last < EVERY:
            return
        last, told = now, phase
        try:
            cache.set(_key(run), [phase, done, total], KEPT)
        except (RedisError, OSError) as error:
            log.warning("import %s: progress is not told: %s", run, error)

    return tick


def of(run: int) -> Progress | None:
    """What was told last; None before the work began, or when the cache does not answer."""
    try:
        found = cache.get(_key(run))
    except (RedisError, OSError):
        return None
    return Progress(*found) if found and found[0] in PHASES else None


def forget(run: int) -> None:
    """The work is at its end."""
    try:
        cache.delete(_key(run))
    except (RedisError, OSError) as error:
        log.warning("import %s: progress is not forgotten: %s", run, error)


def _key(run: int) -> str:
    return f"import-progress-{run}"
