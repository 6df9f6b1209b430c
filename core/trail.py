"""The trail as a thing that can be closed, and the grave acts that are said outside the database at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from core.errors import NotNow, stood_in_the_way

if TYPE_CHECKING:
    from core.models import AuditEntry

# Grave acts, by the beginning of their name: rooms add theirs.
graves: set[str] = {"role.", "account.", "export.", "audit."}
# Who says them: called after the commit with the numbers of the entries.
streams: list[Callable[[list[int]], None]] = []
NO_RIGHT = "42501"  # PostgreSQL: no right to do this


class TrailClosed(NotNow):
    """The trail cannot be written, so the act is not done."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            _("What is done must be recorded, and the audit trail cannot be written: nothing was changed.")
        )


@contextmanager
def open_trail() -> Iterator[None]:
    """What the database refuses to write into the trail is told as TrailClosed; the act around it is taken back."""
    try:
        yield
    except DatabaseError as error:
        if getattr(error.__cause__, "pgcode", "") == NO_RIGHT:
            raise TrailClosed from error
        raise


def failed_to_link(error: BaseException) -> bool:
    """Did the commit fail because an entry could not be linked? Locks that were waited for too long are another matter."""
    said = getattr(getattr(error.__cause__, "diag", None), "context", None) or ""
    return isinstance(error, DatabaseError) and "core_audit_" in said and not stood_in_the_way(error)


def is_grave(action: str) -> bool:
    return action.startswith(tuple(graves)) or "unmasked" in action


def say_graves(entries: Iterable[AuditEntry]) -> None:
    """After the commit, tell every stream of the grave acts among these."""
    numbers = [entry.pk for entry in entries if is_grave(entry.action)]
    if numbers:
        for stream in streams:
            transaction.on_commit(partial(stream, numbers), robust=True)
