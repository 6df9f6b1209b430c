"""From the record to the plan: which tests ask which guard, in the order in which they are worth running."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any


def asking_tests(
    told: Mapping[str, Any], built: Sequence[Mapping[str, Any]], killers: Mapping[str, str] | None = None
) -> dict[str, list[str]]:
    """From the record: guard → good tests that asked it, whoever noticed last time first, then the quickest of each file."""
    by_guard: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for test, said in told.items():
        if said["good"]:
            for guard in said["asked"]:
                by_guard[guard].append((said["seconds"], test))
            met = "\n".join(said["refused"])
            for guard in built:
                if guard["name"] in said["refused"] or (guard["kind"] == "trigger" and guard["function"] in met):
                    by_guard[f"{guard['table']}:{guard['name']}"].append((said["seconds"], test))
    known = killers or {}
    return {guard: _ordered(guard, known.get(guard, ""), sorted(set(tests))) for guard, tests in by_guard.items()}


def _ordered(guard: str, killer: str, tests: list[tuple[float, str]]) -> list[str]:
    """Who noticed last time, who names the guard, then the quick ones."""
    place = guard.rpartition(":")[0]
    return sorted(_spread(tests), key=lambda test: (test != killer, place not in test))


def _spread(tests: list[tuple[float, str]]) -> list[str]:
    """Not forty of one file before the first of another: the quickest of each file in turn."""
    files: dict[str, list[str]] = defaultdict(list)
    for _seconds, test in tests:
        files[test.partition("::")[0]].append(test)
    rounds = max(map(len, files.values()), default=0)
    return [some[number] for number in range(rounds) for some in files.values() if number < len(some)]
