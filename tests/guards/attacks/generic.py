"""Attacks that follow from what a constraint says: a twin for what is unique, a day too early, a number below nought."""

from __future__ import annotations

import re

from tests.guards.attacks.typing import Table
from tests.mutants.constraints import Built

NOT_NEGATIVE = re.compile(r"CHECK \(\((\w+) >= (?:\(?0\)?)(?:::numeric)?\)\)$")
AFTER = re.compile(r"CHECK \(\(\((\w+) IS NULL\) OR \(\1 >= (\w+)\)\)\)$")


def generic(guard: Built, table: Table) -> list[str]:
    """Statements only this guard should refuse; none when what it says is not of the usual kind."""
    if guard.columns:
        return [table.twin(guard.condition or "true", guard.columns)]
    if found := NOT_NEGATIVE.search(guard.back):
        return [table.change(**{found[1]: "-1"})]
    if found := AFTER.search(guard.back):
        return [table.change(**{found[1]: f"{found[2]} - 1"})]
    if guard.function == "insert_only":
        return [table.change(id="id + 1000000")]
    return []
