"""What is still to be confirmed: instruments, verdict rows and values that do not rest on a text that was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from regulations.packs import Packs, Source, Value, VerdictRow, load


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """One thing an office should look up."""

    kind: str  # value, verdict, source
    pack: str
    key: str
    since: date | None
    confidence: str
    cites: tuple[str, ...]
    name_en: str
    name_zh: str
    why_en: str = ""
    why_zh: str = ""

    @property
    def identity(self) -> Identity:
        return self.kind, self.pack, self.key, self.since


Identity = tuple[str, str, str, date | None]


def identity_of(row: Source | VerdictRow | Value) -> Identity:
    """By which a confirmation names a row of the packs."""
    if isinstance(row, VerdictRow):
        return "verdict", row.pack, row.code, row.since
    if isinstance(row, Value):
        return "value", row.pack, row.key, row.since
    return "source", row.pack, row.key, None


@cache
def all_points() -> Mapping[Identity, OpenPoint]:
    """Every open point of this release, by kind, pack, key and first day."""
    packs = load()
    points = (*_sources(packs), *_verdicts(packs), *_values(packs))
    return {point.identity: point for point in points}


def find(kind: str, pack: str, key: str, since: date | None) -> OpenPoint | None:
    return all_points().get((kind, pack, key, since))


def _sources(packs: Packs) -> list[OpenPoint]:
    return [
        OpenPoint(
            "source",
            one.pack,
            one.key,
            None,
            one.confidence,
            (one.key,),
            one.title_en,
            one.title_zh,
            one.uncertain_en or one.note_en,
            one.uncertain_zh or one.note_zh,
        )
        for one in packs.sources.values()
        if one.to_be_confirmed and one.kind not in {"none", "house"}
    ]


def _verdicts(packs: Packs) -> list[OpenPoint]:
    points = []
    for pack, files in packs.files.items():
        for code, rows in files.verdicts.items():
            duty = packs.duty(code)
            points += [
                OpenPoint(
                    "verdict",
                    pack,
                    code,
                    row.since,
                    row.confidence,
                    row.cites,
                    duty.name_en,
                    duty.name_zh,
                    row.note_en,
                    row.note_zh,
                )
                for row in rows
                if row.confidence != "A"
            ]
    return points


def _values(packs: Packs) -> list[OpenPoint]:
    return [
        OpenPoint(
            "value",
            pack,
            key,
            row.since,
            row.confidence,
            row.cites,
            row.title_en,
            row.title_zh,
            row.note_en,
            row.note_zh,
        )
        for pack, files in packs.files.items()
        for key, rows in files.values.items()
        for row in rows
        if row.to_be_confirmed and not row.ended and not row.open
    ]
