"""One thing wrong with one cell: where it is, what stands there, why that cannot be, and the way out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from core.errors import Finding, in_language
from core.masking import mask_card, mask_identity, mask_phone
from regulations.rules import in_both
from roster.importing.cells import own_words
from roster.importing.headings import Place, Table
from roster.importing.problems import PROBLEMS

ERROR, WARNING = "error", "warning"
# Column → mask, and the digits from which a text is taken for a number of somebody.
MASKS: Final = {
    "identity_number": (mask_identity, 12),
    "bank_card": (mask_card, 12),
    "phone": (mask_phone, 8),
    "emergency_phone": (mask_phone, 8),
}
SHOWN: Final = 80  # characters of a cell that a finding repeats


@dataclass(frozen=True)
class RowFinding:
    """A finding with its place. `says` and `cure` are kept in both languages, so that the report can be read in either."""

    code: str
    severity: str
    sheet: str
    row: int  # 0: the whole sheet
    column: str  # letters; empty: the whole row
    heading: str
    cell: str
    says: Mapping[str, str]
    cure: Mapping[str, str]
    key: str = ""
    cites: Sequence[Mapping[str, str]] = ()

    def as_dict(self) -> dict[str, Any]:
        return {**vars(self), "cites": [dict(cite) for cite in self.cites]}

    def sentence(self) -> str:
        return in_language(self.says)

    def way_out(self) -> str:
        return in_language(self.cure)


def from_dict(kept: Mapping[str, Any]) -> RowFinding:
    return RowFinding(**kept)


@dataclass
class Findings:
    """Everything found in one table, in the order of its rows."""

    table: Table
    found: list[RowFinding] = field(default_factory=list)
    wrong: set[tuple[int, str]] = field(default_factory=set)  # (row, key) of cells that have an error

    def problem(self, code: str, row: int = 0, key: str = "", cell: Any = None, **about: Any) -> None:
        """Name one of PROBLEMS at a cell."""
        said = PROBLEMS[code]
        self._keep(
            RowFinding(
                code=code,
                severity=said.severity,
                says=in_both(said.says, about),
                cure=in_both(said.cure, about),
                key=key,
                **self._where(row, key, cell),
            )
        )

    def rule(self, finding: Finding, row: int, key: str, cell: Any = None, *, severity: str = ERROR) -> None:
        """Name a broken rule of the roster, with its articles, at the cell that would put it right."""
        self._keep(
            RowFinding(
                code=finding.code,
                severity=severity,
                says=finding.says,
                cure=finding.cure,
                key=key,
                cites=finding.cites,
                **self._where(row, key, cell),
            )
        )

    def _keep(self, finding: RowFinding) -> None:
        self.found.append(finding)
        if finding.severity == ERROR:
            self.wrong.add((finding.row, finding.key))

    def _where(self, row: int, key: str, cell: Any) -> dict[str, Any]:
        place = self.table.places.get(key) or Place(-1, "")
        return {
            "sheet": self.table.sheet,
            "row": row,
            "column": place.letters,
            "heading": place.heading,
            "cell": shown(key, cell),
        }

    def column_missing(self, key: str) -> None:
        """Name a column the sheet should have, once."""
        column = self.table.columns[key]
        self.problem("column_missing", 0, key, column={"zh-hans": column.zh, "en": column.en})

    def heading(self, key: str) -> str:
        place = self.table.places.get(key)
        return place.heading if place is not None else self.table.columns[key].zh

    def has_error(self, row: int, *keys: str) -> bool:
        return any((row, key) in self.wrong for key in keys)

    def bad_rows(self) -> set[int]:
        return {row for row, _key in self.wrong}

    def sorted(self) -> list[RowFinding]:
        """Errors before warnings, then by row and column."""
        return sorted(self.found, key=lambda f: (f.severity != ERROR, f.row, len(f.column), f.column))


def shown(key: str, cell: Any) -> str:
    """The cell's own words, with numbers of people masked: findings are kept."""
    words = own_words(cell).strip()
    if key in MASKS:
        mask, digits = MASKS[key]
        if sum(letter.isdigit() for letter in words) >= digits:
            return mask(words)[:SHOWN]
    return words[:SHOWN]


def counted(findings: Iterable[RowFinding]) -> dict[str, int]:
    severities = Counter(finding.severity for finding in findings)
    return {"errors": severities[ERROR], "warnings": severities[WARNING]}
