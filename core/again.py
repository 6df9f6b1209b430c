"""Two acts that waited for each other: PostgreSQL ends one of them, and it is tried again here, the only place that does.

What was ended has written nothing. A lock that was waited for in vain (55P03) is not tried again: the waiting itself was
the try, and the person is told (core.errors.stood_in_the_way).
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.db import DatabaseError, connection

T = TypeVar("T")
log = logging.getLogger(__name__)

ENDED = frozenset({"40P01", "40001"})  # deadlock, serialisation failure
TRIES = 3
LONGEST_PAUSE = 0.05  # seconds before the second try, twice as long before the third


def ended_by_the_database(error: BaseException) -> bool:
    """Was the act ended so that another one could go on?"""
    return isinstance(error, DatabaseError) and getattr(error.__cause__, "pgcode", "") in ENDED


def again(act: Callable[[], T]) -> T:
    """Do it; when the database ended it, at most twice more. Within a transaction only the outermost can try again."""
    if connection.in_atomic_block:
        return act()
    for number in range(1, TRIES):
        try:
            return act()
        except DatabaseError as error:
            if not ended_by_the_database(error):
                raise
            log.warning("ended by the database, try %s of %s: %s", number, TRIES, error)
            time.sleep(random.uniform(0, LONGEST_PAUSE * number))  # noqa: S311, so that both do not meet again
    return act()


def tried_again(handler: Callable[..., Any]) -> Callable[..., Any]:
    """A method of an API view whose act is tried again."""

    @wraps(handler)
    def several_times(*args: Any, **kwargs: Any) -> Any:
        return again(lambda: handler(*args, **kwargs))

    return several_times
