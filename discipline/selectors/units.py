"""The units a list of this room may be narrowed to."""

from __future__ import annotations

from typing import Any

from organisation.models import Unit

MOST = 300  # a list to choose from, not a register


def units_in_sight(user: Any) -> Any:
    """(code, name) of the units in sight, for the filter of a list."""
    return Unit.objects.visible_to(user).values_list("code", "name")[:MOST]
