"""The steps of an import as the page shows them, and how its columns are matched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from roster.importing.columns import COLUMNS, key_of
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


def chosen(run: ImportRun, named: Mapping[str, str]) -> dict[str, str]:
    """Of what the form says of each column only what its heading does not say by itself."""
    kept = {}
    for column in matching(run):
        key = named.get(column.letters, column.key)
        if (key == "" or key in COLUMNS) and key != (key_of(column.heading) or ""):
            kept[column.letters] = key
    return kept
