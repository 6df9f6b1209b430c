"""The world of the permission table, built once in a run and copied for each file that looks at it.

Building it takes seconds, copying it none: the first who asks makes a database with the world in it, and keeps what
`world.build` answered beside it; all others get a copy of both.
"""

from __future__ import annotations

import itertools
import os
import pickle
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import override_settings

from auxpolice.embedded.postgres import Postgres
from tests import cast as casting
from tests import servers
from tests.cast import Cast
from tests.conftest import WORKER, connected_to
from tests.permissions import world

World = tuple[Cast, dict[str, Any]]
_copies = itertools.count(1)


@contextmanager
def stage(*, everywhere: bool = False, prepared: str = "") -> Iterator[World]:
    """A copy of the world in a transaction that is undone."""
    with copy(everywhere=everywhere, prepared=prepared) as world, transaction.atomic():
        yield world
        transaction.set_rollback(True)


@contextmanager
def copy(*, everywhere: bool = False, prepared: str = "") -> Iterator[World]:
    """What `world.build` answered, in a database and a folder of documents of its own, to which everything leads meanwhile.
    `prepared` is SQL that a superuser runs in it before."""
    template = "world_everywhere" if everywhere else "world"
    kept = made(template, everywhere)
    name = f"{template}_{WORKER}_{next(_copies)}"
    servers.clone(name, template=template)
    if prepared:
        Postgres().execute(name, prepared)
    media = shutil.copytree(kept.with_suffix(".media"), kept.parent / name)
    with connected_to(name), override_settings(MEDIA_ROOT=str(media)):
        yield told(kept)
    servers.drop(name)
    shutil.rmtree(media)


def made(template: str, everywhere: bool) -> Path:
    """The file with what `world.build` answered; beside it the documents, its database is the template."""
    file = Path(os.environ["DATA"]) / f"{template}.pickle"
    with servers.exclusively("world.lock"):
        if not file.exists():
            media = file.with_suffix(".media")
            media.mkdir()
            servers.clone(template)
            with connected_to(template), override_settings(MEDIA_ROOT=str(media)), transaction.atomic():
                answer = world.build(everywhere=everywhere)
            file.write_bytes(pickle.dumps((next(casting._numbers), answer)))
    return file


def told(file: Path) -> World:
    """Of one's own to change. Who comes on stage later gets numbers that nobody in the world has."""
    used, answer = pickle.loads(file.read_bytes())  # noqa: S301 - written by this run
    casting._numbers = itertools.count(max(used, next(casting._numbers)) + 1)
    return answer
