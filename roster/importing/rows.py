"""From the cells of a row to values: each cell alone, by the kind of its column. What cannot be read is named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.utils import translation

from organisation.identity import BadIdentity, Identity, parse
from roster.importing import cells
from roster.importing.cells import BadCell, own_words
from roster.importing.columns import Column
from roster.importing.findings import Findings
from roster.importing.headings import Table
from roster.importing.progress import READING, Tick, silent
from roster.importing.reading.parent import SheetRow
from roster.importing.vocabulary import NOT_AUXILIARY, by_word, offered, plain

CATEGORY_COLUMN, KIND_OF_WORK = "category", "kind_of_work"


@dataclass
class Draft:
    """One row on its way to a file. `values` holds what could be read; `given` the keys that were filled in."""

    number: int
    cells: Mapping[str, Any]
    values: dict[str, Any] = field(default_factory=dict)
    identity: Identity | None = None
    action: str = "new"  # new: to be hired; known: on file; none: cannot be taken
    facts: dict[str, Any] = field(default_factory=dict)  # what the checks found out: unit, post, employer, changes …

    def get(self, key: str) -> Any:
        return self.values.get(key)

    def gives(self, *keys: str) -> bool:
        return any(own_words(self.cells.get(key)).strip() for key in keys)


def read_rows(table: Table, found: Findings, day: date, tick: Tick = silent) -> list[Draft]:
    """Every row below the headings as a draft."""
    drafts = []
    for number, row in enumerate(table.rows):
        tick(READING, number, len(table.rows))
        drafts.append(_read_row(row, table, found, day))
    return drafts


def _read_row(row: SheetRow, table: Table, found: Findings, day: date) -> Draft:
    written = {
        key: row.cells[place.index] if place.index < len(row.cells) else None for key, place in table.places.items()
    }
    draft = Draft(row.number, written)
    for key, cell in written.items():
        column = table.columns[key]
        if table.places[key].index + 1 in row.formulas:
            found.problem("formula_value", row.number, key, cell)
        try:
            draft.values[key] = READERS[column.kind](draft, column, cell, day)
        except BadCell as bad:
            found.problem(bad.code, row.number, key, cell, **bad.about)
    return draft


Reader = Callable[[Draft, Column, Any, date], Any]


def _text(draft: Draft, column: Column, cell: Any, day: date) -> str:
    return cells.text(cell, longest=column.longest)


def _list(draft: Draft, column: Column, cell: Any, day: date) -> list[str]:
    written = cells.text(cell, longest=column.longest)
    parts = [part.strip() for part in written.translate({ord(c): "、" for c in ",，;；/"}).split("、")]
    if any(len(part) > 40 for part in parts):
        raise BadCell("too_long", longest=40, length=max(map(len, parts)))
    return [part for part in dict.fromkeys(parts) if part]


def _identity(draft: Draft, column: Column, cell: Any, day: date) -> str:
    number = cells.long_number(cell)
    if not number:
        return ""
    try:
        draft.identity = parse(number, day=day)
    except BadIdentity as error:
        raise BadCell("identity_wrong", why=_in_both_languages(number, day)) from error
    return draft.identity.number


def _in_both_languages(number: str, day: date) -> dict[str, str]:
    """The sentence of the check, said once in each language."""
    said: dict[str, str] = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            try:
                parse(number, day=day)
            except BadIdentity as error:
                said[language] = str(error)
    return said


def _choice(draft: Draft, column: Column, cell: Any, day: date) -> str:
    written = plain(own_words(cell))
    if not written:
        return ""
    if (key := column.key_by_word.get(written)) is not None:
        return key
    if column.key == CATEGORY_COLUMN and (kind := _NOT_AUXILIARY.get(written)):
        draft.facts[KIND_OF_WORK] = kind
        return ""
    raise BadCell("choice_unknown", words=offered(column.choices or {}))


_NOT_AUXILIARY: Final = by_word(NOT_AUXILIARY)

READERS: Final[Mapping[str, Reader]] = {
    "text": _text,
    "list": _list,
    "identity": _identity,
    "choice": _choice,
    "yes_no": lambda draft, column, cell, day: cells.yes_no(cell),
    "day": lambda draft, column, cell, day: cells.day(cell),
    "last_day": lambda draft, column, cell, day: cells.day(cell, may_be_open=True),
    "money": lambda draft, column, cell, day: cells.money(cell),
    "quantity": lambda draft, column, cell, day: cells.quantity(cell),
    "month": lambda draft, column, cell, day: cells.month(cell),
    "year": lambda draft, column, cell, day: cells.year(cell),
    "phone": lambda draft, column, cell, day: cells.phone(cell),
    "email": lambda draft, column, cell, day: cells.email(cell),
    "bank_card": lambda draft, column, cell, day: cells.bank_card(cell),
}
