"""How a place, its province and the nation speak together: series by date, merged from the top down."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Generic, Protocol, TypeVar

from .reading import OwnRow, PackFiles
from .types import NATION, REQUIRES_POLICE_LEAD, STRICTNESS, Duty, PackError, VerdictRow


class HasSince(Protocol):
    @property
    def since(self) -> date: ...


T = TypeVar("T")
R = TypeVar("R", bound=HasSince)


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """Rows in order of their first day; the newest that has begun counts."""

    days: tuple[date, ...]
    rows: tuple[T, ...]

    def on(self, day: date) -> T | None:
        place = bisect_right(self.days, day)
        return self.rows[place - 1] if place else None


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What counts in a place from a day on: its row, the strict reading, and whether the two are in conflict."""

    since: date
    row: VerdictRow
    strict: VerdictRow
    contested: bool


def within(own: Mapping[str, tuple[R, ...]], above: Mapping[str, Dated[R]]) -> Mapping[str, Dated[R]]:
    """A pack's own series laid over those above it: until its first day the row above counts, from then on its own."""
    merged = dict(above)
    for key, rows in own.items():
        parent = above.get(key)
        before = [row for row in parent.rows if row.since < rows[0].since] if parent else []
        whole = (*before, *rows)
        merged[key] = Dated(tuple(row.since for row in whole), whole)
    return MappingProxyType(merged)


def resolve_verdicts(
    files: PackFiles,
    above: Mapping[str, Dated[Verdicts]],
    nation: Mapping[str, Dated[Verdicts]],
    duties: Mapping[str, Duty],
) -> Mapping[str, Dated[Verdicts]]:
    """Every duty with inheritance filled in, cut at each day on which it, or the strict reading, changes."""
    resolved: dict[str, Dated[Verdicts]] = {}
    for code in duties:
        own = files.verdicts.get(code, ())
        parent = above.get(code)
        if own:
            resolved[code] = _merged(files.pack.code, code, own, parent, nation.get(code))
        elif parent is not None:
            resolved[code] = parent
        else:
            raise PackError(f"{files.root}: {files.pack.code} says nothing of {code}.", key=code, pack=files.pack.code)
    return MappingProxyType(resolved)


def _merged(
    pack: str, code: str, own: tuple[OwnRow, ...], parent: Dated[Verdicts] | None, nation: Dated[Verdicts] | None
) -> Dated[Verdicts]:
    own_days = tuple(row.since for row in own)
    rows = [one for one in parent.rows if one.since < own_days[0]] if parent else []
    later = parent.days if parent else ()
    for day in sorted({*own_days, *(day for day in later if day > own_days[0])}):
        inherited = parent.on(day) if parent else None
        stated = own[bisect_right(own_days, day) - 1]
        row = _filled(pack, code, stated, inherited.row if inherited else None)
        strict = row if pack == NATION else _national(nation, code, day, pack)
        rows.append(Verdicts(day, row, strict, contested(row, strict)))
    return Dated(tuple(one.since for one in rows), tuple(rows))


def _national(nation: Dated[Verdicts] | None, code: str, day: date, pack: str) -> VerdictRow:
    found = nation.on(day) if nation else None
    if found is None:
        raise PackError(f"{code} since {day} in {pack} stands before the national row.", key=code, day=day, pack=pack)
    return found.row


def _filled(pack: str, code: str, own: OwnRow, inherited: VerdictRow | None) -> VerdictRow:
    """The place's words replace those above; what it does not state is inherited. Staffing counts only for led work."""
    staffing = own.staffing if own.staffing is not None else (inherited.staffing if inherited else ())
    if own.verdict != REQUIRES_POLICE_LEAD:
        staffing = ()
    elif not staffing:
        raise PackError(f"{code} in {pack} needs an officer, but nobody says how many.", key=code, pack=pack)
    conditions: Mapping[str, Any] = MappingProxyType({})
    if own.conditions is not None:
        conditions = own.conditions
    elif inherited is not None:
        conditions = inherited.conditions
    marked = own.contested if own.contested is not None else bool(inherited and inherited.contested)
    return VerdictRow(
        code=code,
        pack=pack,
        since=own.since,
        verdict=own.verdict,
        staffing=staffing,
        conditions=conditions,
        cites=own.cites,
        confidence=own.confidence,
        contested=marked,
        note_en=own.note_en or (inherited.note_en if inherited else ""),
        note_zh=own.note_zh or (inherited.note_zh if inherited else ""),
    )


def is_looser(row: VerdictRow, strict: VerdictRow) -> bool:
    """Less strict verdict; or, both led, an alternative that no alternative of the strict reading is content with."""
    if STRICTNESS[row.verdict] != STRICTNESS[strict.verdict]:
        return STRICTNESS[row.verdict] < STRICTNESS[strict.verdict]
    return any(
        not any(asked.police <= option.police and asked.aux <= option.aux for asked in strict.staffing)
        for option in row.staffing
    )


def contested(row: VerdictRow, strict: VerdictRow) -> bool:
    """Texts conflict for this place: the catalogue marks the duty and the place is looser than the nation."""
    return strict.contested and is_looser(row, strict)
