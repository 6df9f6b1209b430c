"""Whose fault is it? Errors that come from the machine underneath, which waiting or a free disk puts right: 503, not 500."""

from __future__ import annotations

import errno
from collections.abc import Iterator

from django.db import DatabaseError, InterfaceError, OperationalError

from core.errors import stood_in_the_way

# PostgreSQL's classes: connection, out of resources (disk, memory, connections), ended by its keeper, its files.
BENEATH = ("08", "53", "57", "58")
READ_ONLY = "25006"  # a standby, or a database that somebody closed for writing
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO})
DATABASE, DISK = "database", "disk"


def outage(error: BaseException | None) -> str:
    """`database` when it does not answer or cannot go on, `disk` when a file cannot be written, "" for anything else."""
    for link in _chain(error):
        if isinstance(link, DatabaseError | InterfaceError):
            return DATABASE if _beneath(link) else ""
        if isinstance(link, OSError) and link.errno in NO_ROOM:
            return DISK
    return ""


def _beneath(error: BaseException) -> bool:
    code = getattr(error.__cause__, "pgcode", None) or ""
    if code:
        return code.startswith(BENEATH) or code == READ_ONLY
    return isinstance(error, OperationalError | InterfaceError) and not stood_in_the_way(error)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen = 0
    while error is not None and seen < 20:
        yield error
        error, seen = error.__cause__ or error.__context__, seen + 1
