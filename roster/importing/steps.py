"""The steps of an import as the page shows them, and how its columns are matched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from roster.importing.findings import ERROR, RowFinding
from roster.importing.kinds import KINDS
from roster.models import ImportRun

CHOOSE, MATCH, TRY, APPLY, KEEP = range(5)
WORDS = (_("Choose the file"), _("Match the columns"), _("Try every row"), _("Apply the sheet"), _("Keep the report"))


@dataclass(frozen=True)
class Step:
    """One step: done, at it, or still to come."""

    title: Any
    state: str


@dataclass(frozen=True)
class Matched:
    """A column of the sheet and what it is read as; `needed` when it is known by hand or not at all."""

    letters: str
    heading: str
    key: str
    by_hand: bool


def of(run: ImportRun | None) -> list[Step]:
    """All five, with the one the import stands at."""
    at = CHOOSE if run is None else _at(run)
    states = ["done" if number < at else "now" if number == at else "coming" for number in range(len(WORDS))]
    return [Step(title, state) for title, state in zip(WORDS, states, strict=True)]


def _at(run: ImportRun) -> int:
    status = ImportRun.Status
    if run.status == status.APPLIED:
        return KEEP
    if run.status in (status.FAILED, status.EXPIRED):
        return CHOOSE
    if run.status == status.APPLYING or run.can_be_applied:
        return APPLY
    missing = any(finding["code"] in ("column_missing", "no_headings") for finding in run.findings)
    return MATCH if missing else TRY


def matching(run: ImportRun) -> list[Matched]:
    """The columns of the sheet in its order, those not read too."""
    by_hand = run.columns.get("chosen") or {}
    matched = [
        Matched(c["letters"], c["heading"], c["key"], c["letters"] in by_hand) for c in run.columns.get("matched", ())
    ]
    ignored = [Matched(c["letters"], c["heading"], "", c["letters"] in by_hand) for c in run.columns.get("ignored", ())]
    return sorted([*matched, *ignored], key=lambda column: (len(column.letters), column.letters))


@dataclass
class Line:
    """One line of what was found: a wrong cell by itself, a remark made of many rows once for all of them."""

    finding: RowFinding
    numbers: list[int]

    @property
    def rows(self) -> str:
        """`4–9, 12`."""
        spans: list[list[int]] = []
        for number in sorted(self.numbers):
            if spans and number == spans[-1][1] + 1:
                spans[-1][1] = number
            else:
                spans.append([number, number])
        return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in spans)

    @property
    def many(self) -> bool:
        return len(self.numbers) > 1


def lines(findings: Iterable[RowFinding]) -> list[Line]:
    """Errors one by one, in the sheet's own words; the same remark on the same column is said once."""
    made: list[Line] = []
    remarks: dict[tuple[str, str, str], Line] = {}
    for finding in findings:
        key = (finding.code, finding.column, finding.sentence())
        if finding.severity == ERROR or not finding.row or key not in remarks:
            made.append(Line(finding, [finding.row] if finding.row else []))
            if finding.severity != ERROR and finding.row:
                remarks[key] = made[-1]
        else:
            remarks[key].numbers.append(finding.row)
    return made


def chosen(run: ImportRun, named: Mapping[str, str]) -> dict[str, str]:
    """Of what the form says of each column only what its heading does not say by itself."""
    columns, kept = KINDS[run.kind].columns([run.unit]), {}
    for column in matching(run):
        key = named.get(column.letters, column.key)
        if (key == "" or key in columns) and key != (columns.key_of(column.heading) or ""):
            kept[column.letters] = key
    return kept
