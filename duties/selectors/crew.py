"""How many officers and auxiliaries a decision still misses, by the staffing its own basis copied."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

Decision = Mapping[str, Any]


def _rows(decision: Decision, codes: Collection[str]) -> Iterator[Mapping[str, Any]]:
    for period in (decision.get("basis") or {}).get("periods", ()):
        yield from (row for row in period.get("duties", ()) if row["code"] in codes)


def officers_there(decision: Decision) -> int:
    """As many officers as are named, or stated, on the spot."""
    basis = decision.get("basis") or {}
    return int(basis["officers"]) if basis.get("officers") is not None else len(basis.get("leads", ()))


def auxiliaries_there(decision: Decision) -> int:
    """As many auxiliaries as are named, or stated."""
    basis = decision.get("basis") or {}
    return int(basis["auxiliaries"]) if basis.get("auxiliaries") is not None else len(basis.get("members", ()))


def missing_officers(decision: Decision, codes: Collection[str]) -> tuple[int, int]:
    """How many are to be added to reach the smallest number that is enough, and how many are there."""
    there = officers_there(decision)
    needed = [min((option["police"] for option in row["staffing"]), default=1) for row in _rows(decision, codes)]
    return max(1, max(needed, default=1) - there), there


def missing_auxiliaries(decision: Decision, codes: Collection[str]) -> tuple[int, int]:
    """How many are to be added, and how many are there."""
    there, officers = auxiliaries_there(decision), officers_there(decision)
    needed = [1]
    for row in _rows(decision, codes):
        needed.append(row["conditions"].get("min_aux_total", 0))
        if not officers:
            needed.append(row["conditions"].get("min_aux_without_police", 0))
        reached = [option["aux"] for option in row["staffing"] if officers >= option["police"]]
        needed.append(min(reached, default=0))
    return max(1, max(needed) - there), there
