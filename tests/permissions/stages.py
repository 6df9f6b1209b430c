"""The world of the permission table, built once in a run and copied for each file that looks at it.

Building it takes seconds, copying it none: the first who asks makes a database with the world in it, and keeps what
`world.build` answered beside it; all others get a copy of both.
"""

from __future__ import annotations

import itertools
import os
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import transaction

from tests import cast as casting
from tests import servers
from tests.cast import Cast
from tests.conftest import WORKER, connected_to
from tests.permissions import world

World = tuple[Cast, dict[str, Any]]
_copies = itertools.count(1)


@contextmanager
def stage(*, everywhere: bool = False) -> Iterator[World]:
    """A copy of the world in a database of its own, in a transaction that is undone; every connection leads to it."""
    name = f"stage_{WORKER}_{next(_copies)}"
    world = copy(name, everywhere=everywhere)
    with connected_to(name), transaction.atomic():
        yield world
        transaction.set_rollback(True)
    servers.drop(name)


def copy(name: str, *, everywhere: bool = False) -> World:
    """A new database of this name with the world in it, and what `world.build` answered."""
    template = "world_everywhere" if everywhere else "world"
    kept = made(template, everywhere)
    servers.clone(name, template=template)
    return told(kept)


def made(template: str, everywhere: bool) -> Path:
    """The file with what `world.build` answered; its database is the template."""
    file = Path(os.environ["DATA"]) / f"{template}.pickle"
    with servers.exclusively("world.lock"):
        if not file.exists():
            servers.clone(template)
            with connected_to(template), transaction.atomic():
                answer = world.build(everywhere=everywhere)
            file.write_bytes(pickle.dumps((next(casting._numbers), answer)))
    return file


def told(file: Path) -> World:
    """Of one's own to change. Who comes on stage later gets numbers that nobody in the world has."""
    used, answer = pickle.loads(file.read_bytes())  # noqa: S301 - written by this run
    casting._numbers = itertools.count(max(used, next(casting._numbers)) + 1)
    return answer
