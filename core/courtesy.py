"""Whoever waits for a page comes first: a process of the background takes what processor time is left, and so does the
session the database keeps for it.

The process alone is not enough: most of the work of an import of thousands of rows is done by the server, in a session
that would compete with those of the pages as their equal. A server on another machine cannot be told; it has cores of
its own.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.db.backends.signals import connection_created

NICENESS = 5  # a third of the time of a page: with less, a worker starts in minutes on a busy machine


def come_second() -> None:
    """From now on this process, and every session of the database it opens, yields to the pages."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    _lower_group(os.getpid())
    connection_created.connect(_lower, dispatch_uid="core.courtesy")


def _lower(connection: Any, **more: object) -> None:
    info = connection.connection.info
    if _is_here(info.host) and _serves(info.backend_pid):
        _set(info.backend_pid)


def _is_here(host: str | None) -> bool:
    return not host or host.startswith("/") or host in {"localhost", "127.0.0.1", "::1"}


def _serves(pid: int) -> bool:
    """Is it a session of PostgreSQL, seen from here? (In a container the numbers of processes are others.)"""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().startswith(b"postgres:")
    except OSError:
        return False


def _set(pid: int) -> None:
    try:
        os.setpriority(os.PRIO_PROCESS, pid, NICENESS)
    except (PermissionError, ProcessLookupError):
        return  # the server belongs to another user of this machine, or has ended the session: nothing is lost
    _lower_group(pid)


def _lower_group(pid: int) -> None:
    """Linux may share time between groups of processes first (autogroup: one for each session; every session of
    PostgreSQL is one): niceness counts within a group, so the group is lowered too."""
    try:
        Path(f"/proc/{pid}/autogroup").write_text(str(NICENESS))
    except OSError:
        return  # not Linux, or told so a moment ago
