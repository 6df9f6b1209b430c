"""The dry run: a sheet against the law and what is on file. Nothing is changed; every bad cell is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from organisation.models import Unit
from roster.importing.findings import ERROR, Findings, RowFinding, counted
from roster.importing.headings import Chosen, Table, find_table
from roster.importing.kinds import KINDS, ROSTER, SheetKind
from roster.importing.progress import Tick, silent
from roster.importing.reading.parent import Sheet, read_sheets
from roster.importing.rows import Draft, read_rows

NEW_ONLY, UPDATE = "new", "update"


@dataclass
class ImportPlan:
    """What an import would do: which rows it would enter and change, and what stands against it."""

    unit: Unit
    day: date
    mode: str
    findings: list[RowFinding]
    drafts: Sequence[Draft] = ()
    facts: Any = None
    columns: dict[str, Any] = field(default_factory=dict)

    @property
    def possible(self) -> bool:
        """All or nothing: one error and nothing is applied."""
        return bool(self.drafts) and not any(finding.severity == ERROR for finding in self.findings)

    @property
    def newcomers(self) -> list[Draft]:
        return [draft for draft in self.drafts if draft.action == "new"]

    @property
    def changed(self) -> list[Draft]:
        return [draft for draft in self.drafts if draft.action == "known" and changes_anything(draft)]

    def counts(self) -> dict[str, int]:
        known = sum(draft.action == "known" for draft in self.drafts)
        return {
            "rows": len(self.drafts),
            "new": len(self.newcomers),
            "changed": len(self.changed),
            "unchanged": known - len(self.changed),
            **counted(self.findings),
        }


def changes_anything(draft: Draft) -> bool:
    return any(draft.facts.get(key) for key in ("changes", "terms", "card", "qualifications"))


def plan(path: Path, *, unit: Unit, by: Any, on: date, mode: str = NEW_ONLY, **how: Any) -> ImportPlan:
    """Read the file and try every row. Raises BadInput on `file` when it is no spreadsheet at all."""
    return plan_sheets(read_sheets(path), unit=unit, by=by, on=on, mode=mode, **how)


def plan_sheets(
    sheets: Sequence[Sheet],
    *,
    unit: Unit,
    by: Any,
    on: date,
    mode: str,
    chosen: Chosen | None = None,
    tick: Tick = silent,
    kind: SheetKind | None = None,
) -> ImportPlan:
    """Try every row of sheets that were read. `chosen`: columns somebody matched by hand; `tick` hears how far it is."""
    chosen, kind = chosen or {}, kind or KINDS[ROSTER]
    table, others = find_table(sheets, chosen, kind.columns([unit]))
    if table is None:
        nothing = Findings(Table(others[0] if others else "", 0, {}, [], [], []))
        nothing.problem("no_headings")
        return ImportPlan(unit, on, mode, nothing.sorted())
    found = Findings(table)
    _whole_sheet(table, others, found, kind.needed(table.columns, mode), chosen)
    drafts = read_rows(table, found, on, tick)
    facts = kind.gather(drafts, unit, by, on)
    kind.check(drafts, facts, found, update=mode == UPDATE, tick=tick)
    return ImportPlan(unit, on, mode, found.sorted(), drafts, facts, _columns(table, chosen))


def _whole_sheet(table: Table, others: Sequence[str], found: Findings, needed: Sequence[str], chosen: Chosen) -> None:
    for key in table.missing(needed):
        found.column_missing(key)
    for key, first, place in table.doubled:
        found.problem("column_doubled", table.heading_row, key, place.heading, heading=place.heading, first=first)
    for place in (place for place in table.ignored if place.letters not in chosen):
        found.problem("column_ignored", table.heading_row, "", place.heading, heading=place.heading)
    for name in others:
        found.problem("sheet_ignored", name=name)
    if not table.rows:
        found.problem("no_rows")


def _columns(table: Table, chosen: Chosen) -> dict[str, Any]:
    """How the columns were understood, for the page and the report; and which of it somebody said by hand."""
    return {
        "chosen": dict(chosen),
        "sheet": table.sheet,
        "heading_row": table.heading_row,
        "matched": [
            {
                "letters": place.letters,
                "heading": place.heading,
                "key": key,
                "zh": table.columns[key].zh,
                "en": table.columns[key].en,
            }
            for key, place in table.places.items()
        ],
        "ignored": [{"letters": place.letters, "heading": place.heading} for place in table.ignored],
    }
