"""Somebody about whom something stands out, and what was done about another."""

from __future__ import annotations

from datetime import date
from typing import Any

from discipline.services import warnings
from tests.cast import Cast
from tests.permissions.world import Place

LONG = date(2019, 1, 1)


def objects(cast: Cast) -> dict[str, Any]:
    found = cast.auxiliary("甄预警", hired_on=LONG)
    answered = cast.auxiliary("甄谈话", hired_on=LONG)
    warnings.answer(auxiliary=answered, done="talked", words="已谈话", by=cast.user("inspector"), on=cast.today)
    return {"warned": found}


def everywhere(cast: Cast, at: Place) -> dict[str, Any]:
    """Nothing is reckoned of people who left."""
    if at.left:
        return {}
    return {"warned": cast.auxiliary(f"warned-{at.name}", unit=at.code, hired_on=LONG)}
