"""The world the principals look at: one object of each kind. Rooms add theirs in `worlds/<room>.py`."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Any

from tests.cast import PRINCIPALS, Cast
from tests.permissions import worlds


def build() -> tuple[Cast, dict[str, Any]]:
    """The cast with every principal on stage, and the objects by name."""
    cast = Cast()
    for name in PRINCIPALS:
        cast.user(name)
    objects: dict[str, Any] = dict(cast.units)
    for module in sorted(found.name for found in pkgutil.iter_modules(worlds.__path__)):
        more = import_module(f"tests.permissions.worlds.{module}").objects(cast)
        if twice := set(objects) & set(more):
            raise ValueError(f"worlds/{module}.py: the names {sorted(twice)} are taken")
        objects.update(more)
    return cast, objects
