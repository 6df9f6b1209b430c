"""How long a program waits for its database: never for ever, and a page no longer than its reader would.

The server ends what takes too long (roles.sql: statement, lock and idle time-outs), but a server that is gone, frozen or
behind a dead line ends nothing, and libpq would wait without limit. Here every wait has an end: the connection is given
up, the transaction with it, and the reader is told that nothing was changed.
"""

from __future__ import annotations

import select
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import psycopg2
from psycopg2 import extensions

CONNECTING = 5.0  # seconds for one step of a connection that is being made
IN_DOUBT = 3.0  # for anything, after a wait that had no end and until the server answers again
PAGE = 10.0  # for one answer while somebody waits for the page; everything together: PAGE_IN_ALL
PAGE_IN_ALL = 20.0
LONGEST = 40.0  # for one answer in the background: above the statement time-out of the role (30 s)

_limit: ContextVar[float] = ContextVar("patience_limit", default=LONGEST)
_end: ContextVar[float] = ContextVar("patience_end", default=float("inf"))


class Doubt:
    """Did the last wait end in vain? Then the next ones are short, so that threads do not all hang on a dead server."""

    silent = False


class OutOfPatience(psycopg2.OperationalError):
    """The database did not answer in time; the connection was given up."""


def install() -> None:
    """In this process every wait for the database has an end. (COPY does not work then: see `without`.)"""
    extensions.set_wait_callback(_wait)


@contextmanager
def without() -> Iterator[None]:
    """Let this process wait as libpq does, for COPY, which knows no other way: a backup, scale data. Not in a web process."""
    before = extensions.get_wait_callback()
    extensions.set_wait_callback(None)
    try:
        yield
    finally:
        extensions.set_wait_callback(before)


@contextmanager
def page() -> Iterator[None]:
    """Somebody waits for an answer: 10 seconds for each word of the database, 20 for all of them together."""
    with _waiting(PAGE, PAGE_IN_ALL):
        yield


@contextmanager
def longer(one: float, together: float = float("inf")) -> Iterator[None]:
    """Work that is known to take long, such as applying an import: seconds for one answer, and for all of them."""
    with _waiting(one, together):
        yield


@contextmanager
def _waiting(one: float, together: float) -> Iterator[None]:
    limit, end = _limit.set(one), _end.set(time.monotonic() + together)
    try:
        yield
    finally:
        _limit.reset(limit)
        _end.reset(end)


def _allowed(connection: Any) -> float:
    one = CONNECTING if connection.status == extensions.STATUS_SETUP else _limit.get()
    if Doubt.silent:
        one = min(one, IN_DOUBT)
    return min(one, _end.get() - time.monotonic())


def _wait(connection: Any) -> None:
    """psycopg2 calls this for every exchange with the server."""
    until = time.monotonic() + _allowed(connection)
    while (state := connection.poll()) != extensions.POLL_OK:
        poller = select.poll()
        poller.register(connection.fileno(), select.POLLIN if state == extensions.POLL_READ else select.POLLOUT)
        left = until - time.monotonic()
        if left <= 0 or not poller.poll(left * 1000):
            Doubt.silent = True
            raise OutOfPatience("the database did not answer in time")
    Doubt.silent = False
