"""All packs together: inheritance worked out once, then every question is a dictionary and a bisection."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from .inheritance import Dated, Verdicts, is_looser
from .reading import PackFiles
from .types import NATION, Citation, Clause, Duty, Group, Pack, PackError, Source, Value, VerdictRow

T = TypeVar("T")


@dataclass(frozen=True)
class Packs:
    """Every pack, frozen. Code asks by key and day; nothing falls back to zero."""

    packs: Mapping[str, Pack]
    files: Mapping[str, PackFiles]
    sources: Mapping[str, Source]
    _chains: Mapping[str, tuple[str, ...]]
    _duties: Mapping[str, Duty]
    _groups: Mapping[str, Group]
    _verdicts: Mapping[str, Mapping[str, Dated[Verdicts]]]
    _values: Mapping[str, Mapping[str, Dated[Value]]]
    _clauses: Mapping[str, Mapping[str, Dated[Clause]]]
    _versions: Mapping[str, str]

    def codes(self) -> tuple[str, ...]:
        return tuple(self.packs)

    def pack(self, code: str) -> Pack:
        self.chain(code)
        return self.packs[code]

    def chain(self, pack: str) -> tuple[str, ...]:
        """The pack and those above it: place, province, nation."""
        try:
            return self._chains[pack]
        except KeyError:
            raise PackError(f"There is no pack {pack!r}; known: {', '.join(self.packs)}.", pack=pack) from None

    def at(self, key: str, *, day: date, pack: str = NATION) -> Value:
        """The value in force on the day. Raises when no ancestor speaks, when it has ended or must be supplied."""
        value = self.row(key, day=day, pack=pack)
        if value.open:
            raise PackError(
                f"{key} was not found for {day} in {pack}: the office must supply it.", key=key, day=day, pack=pack
            )
        return value

    def row(self, key: str, *, day: date, pack: str = NATION) -> Value:
        """As `at`, and also a row without a value that an office has to supply."""
        series = self._series(self._values, pack, key, "value", day)
        value = series.on(day)
        if value is None:
            raise PackError(
                f"{key} says nothing on {day} in {pack}; its first day is {series.days[0]}.",
                key=key,
                day=day,
                pack=pack,
            )
        if value.ended:
            raise PackError(f"{key} ended on {value.since} in {value.pack}.", key=key, day=day, pack=pack)
        return value

    def at_or_first(self, key: str, *, day: date, pack: str = NATION) -> Value:
        """As `at`; of a day before the first value, that one: for old facts whose rule did not count yet."""
        first = self._series(self._values, pack, key, "value", day).days[0]
        return self.at(key, day=max(day, first), pack=pack)

    def history(self, key: str, *, pack: str = NATION) -> tuple[Value, ...]:
        """Every value of the key that counts in this pack, oldest first."""
        return self._series(self._values, pack, key, "value").rows

    def value_keys(self, *, pack: str = NATION) -> tuple[str, ...]:
        self.chain(pack)
        return tuple(sorted(self._values[pack]))

    def verdict(self, code: str, *, day: date, pack: str = NATION) -> VerdictRow:
        """What is said of the duty on the day in this place; what a place does not state is inherited."""
        return self._on(code, day, pack).row

    def strict(self, code: str, *, day: date) -> VerdictRow:
        """The national row of the day: the strict reading."""
        return self._on(code, day, NATION).row

    def contested_for(self, code: str, pack: str, day: date) -> bool:
        """The catalogue marks the duty, and this place is looser than the nation."""
        return self._on(code, day, pack).contested

    def verdict_history(self, code: str, *, pack: str = NATION) -> tuple[Verdicts, ...]:
        """Every day on which the verdict, or the strict reading beside it, changes in this pack."""
        return self._series(self._verdicts, pack, code, "verdict").rows

    def is_looser(self, row: VerdictRow, strict: VerdictRow) -> bool:
        return is_looser(row, strict)

    def clause(self, code: str, *, day: date, pack: str = NATION) -> Clause | None:
        """The clause behind a rule on the day, or None where it does not apply then."""
        clause = self._series(self._clauses, pack, code, "rule", day).on(day)
        return clause if clause is not None and clause.applies else None

    def clauses(self, code: str, *, pack: str = NATION) -> tuple[Clause, ...]:
        return self._series(self._clauses, pack, code, "rule").rows

    def rule_codes(self, *, pack: str = NATION) -> tuple[str, ...]:
        """Codes of which this pack, or one above it, speaks."""
        self.chain(pack)
        return tuple(sorted(self._clauses[pack]))

    def duty(self, code: str) -> Duty:
        try:
            return self._duties[code]
        except KeyError:
            raise PackError(f"The catalogue has no duty {code!r}.", key=code) from None

    def duties(self) -> tuple[Duty, ...]:
        return tuple(self._duties.values())

    def groups(self) -> tuple[Group, ...]:
        return tuple(self._groups.values())

    def source(self, key: str) -> Source:
        try:
            return self.sources[key]
        except KeyError:
            raise PackError(f"No pack has the source {key!r}.", key=key) from None

    def cite(self, cites: str) -> Citation:
        """`HA 15(2)` as a citation with title and link."""
        try:
            return self._citations[cites]
        except KeyError:
            return self._citation(cites)

    def pack_version(self, pack: str) -> str:
        """Version and fingerprint of everything the pack stands on; kept in the basis of every decision."""
        self.chain(pack)
        return self._versions[pack]

    @cached_property
    def speaks_from(self) -> date:
        """The first day on which the nation speaks of every duty: no request of an earlier day can be decided."""
        return max(self._series(self._verdicts, NATION, code, "verdict").days[0] for code in self._duties)

    @cached_property
    def _citations(self) -> Mapping[str, Citation]:
        cites: set[str] = set()
        for files in self.files.values():
            for series in (files.verdicts, files.values, files.clauses):
                cites.update(cite for rows in series.values() for row in rows for cite in row.cites)
        return {text: self._citation(text) for text in sorted(cites)}

    def _citation(self, cites: str) -> Citation:
        key, _, article = cites.partition(" ")
        source = self.source(key)
        anchor = f"#art-{slug(article)}" if article else ""
        url = f"/law/instruments/{key}/{anchor}"
        return Citation(key, article, source.title_en, source.title_zh, source.confidence, url)

    def _on(self, code: str, day: date, pack: str) -> Verdicts:
        found = self._series(self._verdicts, pack, code, "verdict", day).on(day)
        if found is None:
            raise PackError(f"Nothing is said of {code} on {day} in {pack}.", key=code, day=day, pack=pack)
        return found

    def _series(
        self, table: Mapping[str, Mapping[str, Dated[T]]], pack: str, key: str, what: str, day: date | None = None
    ) -> Dated[T]:
        try:
            return table[pack][key]
        except KeyError:
            self.chain(pack)
            message = f"Neither {pack} nor a pack above it has the {what} {key!r}."
            raise PackError(message, key=key, day=day, pack=pack) from None


def slug(article: str) -> str:
    """`15(2)` → `15-2`: the anchor of an article on the page of its instrument."""
    return re.sub(r"[^0-9A-Za-z]+", "-", article).strip("-")
