"""Where does the table begin, and which column is which? Headings in any order, in either language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from roster.importing.cells import own_words
from roster.importing.columns import COLUMNS, SILENT, Columns
from roster.importing.reading.parent import Sheet, SheetRow
from roster.importing.reading.survey import column_letters
from roster.importing.vocabulary import plain

Chosen = Mapping[str, str]  # letters of a column → key of what it is read as; empty: not read
SEARCHED = 10  # rows from the top among which the headings are looked for
ENOUGH = 2  # known headings that make a row a row of headings


@dataclass(frozen=True)
class Place:
    """A column of the sheet: its position (from 0), and its heading as written."""

    index: int
    heading: str

    @property
    def letters(self) -> str:
        return column_letters(self.index + 1)


@dataclass(frozen=True)
class Table:
    """A sheet whose headings are known."""

    sheet: str
    heading_row: int
    places: Mapping[str, Place]
    ignored: Sequence[Place]
    doubled: Sequence[tuple[str, str, Place]]  # key, letters of the column taken, the other one
    rows: Sequence[SheetRow]
    columns: Columns = field(default_factory=lambda: COLUMNS)

    def missing(self, keys: Sequence[str]) -> list[str]:
        return [key for key in keys if key not in self.places]


def find_table(
    sheets: Sequence[Sheet], chosen: Chosen | None = None, columns: Columns = COLUMNS
) -> tuple[Table | None, list[str]]:
    """The first sheet with headings, and the names of other sheets that hold something and are not read.

    `chosen`: what somebody said a column means, by its letters, where the heading says it wrongly or not at all.
    """
    for sheet in sheets:
        if (row := _heading_row(sheet, columns)) is not None:
            others = [other.name for other in sheets if other is not sheet and other.rows]
            return _table(sheet, row, chosen or {}, columns), others
    return None, [sheet.name for sheet in sheets]


def _heading_row(sheet: Sheet, columns: Columns) -> SheetRow | None:
    """The row among the first ten that knows most headings; titles and remarks above it know none."""

    def known(row: SheetRow) -> int:
        return len({key for cell in row.cells if cell is not None and (key := columns.key_of(own_words(cell)))})

    best = max(sheet.rows[:SEARCHED], key=known, default=None)
    return best if best is not None and known(best) >= ENOUGH else None


def _table(sheet: Sheet, heading_row: SheetRow, chosen: Chosen, columns: Columns) -> Table:
    places: dict[str, Place] = {}
    ignored: list[Place] = []
    doubled: list[tuple[str, str, Place]] = []
    for index, cell in enumerate(heading_row.cells):
        heading = own_words(cell).strip()
        place = Place(index, heading)
        if not heading or (plain(heading) in SILENT and place.letters not in chosen):
            continue
        key = chosen.get(place.letters, columns.key_of(heading)) or None
        if key is None:
            ignored.append(place)
        elif key in places:
            doubled.append((key, places[key].letters, place))
        else:
            places[key] = place
    rows = [row for row in sheet.rows if row.number > heading_row.number]
    return Table(sheet.name, heading_row.number, places, ignored, doubled, rows, columns)


def needed_for_new() -> list[str]:
    return COLUMNS.needed()
