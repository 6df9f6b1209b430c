"""What changed when: instruments that came into force, duties and values that turned, newest day first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from regulations.packs import Pack, load


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed."""

    kind: str  # source, verdict, value
    code: str
    name_en: str
    name_zh: str


@dataclass(frozen=True, slots=True)
class DayOfChange:
    """Everything that changed in one place on one day."""

    day: date
    pack: Pack
    sources: tuple[Change, ...]
    verdicts: tuple[Change, ...]
    values: tuple[Change, ...]


@cache
def timeline() -> tuple[DayOfChange, ...]:
    packs = load()
    found: dict[tuple[date, str], list[Change]] = defaultdict(list)
    for day, pack, change in _all():
        found[day, pack].append(change)
    return tuple(
        DayOfChange(
            day,
            packs.packs[pack],
            _of(changes, "source"),
            _of(changes, "verdict"),
            _of(changes, "value"),
        )
        for (day, pack), changes in sorted(found.items(), reverse=True)
    )


def _of(changes: list[Change], kind: str) -> tuple[Change, ...]:
    return tuple(change for change in changes if change.kind == kind)


def _all() -> Iterator[tuple[date, str, Change]]:
    packs = load()
    for source in packs.sources.values():
        if source.in_force:
            yield source.in_force, source.pack, Change("source", source.key, source.title_en, source.title_zh)
    for pack, files in packs.files.items():
        for code, rows in files.verdicts.items():
            duty = packs.duty(code)
            for row in rows:
                yield row.since, pack, Change("verdict", code, duty.name_en, duty.name_zh)
        for key, values in files.values.items():
            for value in values:
                yield value.since, pack, Change("value", key, value.title_en, value.title_zh)
