"""A first walk over a sheet's cells, before any table is laid out: where do they lie, and which hold formulas?

A sheet of 4 KB may hold one cell at XFD1048576; laying out the table between it and A1 would take all memory there is.
The size a sheet claims for itself is not looked at.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from roster.importing.reading.bounds import MAX_COLUMNS, MAX_ROWS, Unreadable

CHUNK = 256 * 1024


@dataclass
class Survey:
    """What one sheet holds: coordinates of formulas (row, column from 1)."""

    formulas: set[tuple[int, int]] = field(default_factory=set)
    row: int = 0
    column: int = 0
    lies_at: str = ""
    empty: bool = True  # the cell at hand has said nothing yet

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "row":
            self.row = _number(attributes.get("r"), self.row + 1)
            self.column = 0
        elif tag == "c":
            self._cell(attributes.get("r", ""))
        elif tag == "f":
            self.formulas.add((self.row, self.column))
            self._must_be_near()
        elif tag in {"v", "is"}:
            self._must_be_near()

    def _cell(self, place: str) -> None:
        letters = place.rstrip("0123456789")
        self.column = column_number(letters) if letters else self.column + 1
        self.row = _number(place[len(letters) :], self.row)
        self.lies_at = place

    def _must_be_near(self) -> None:
        """Blank styled cells may lie anywhere; only cells that say something stretch the table."""
        if self.row > MAX_ROWS or self.column > MAX_COLUMNS:
            place = f"{column_letters(self.column)}{self.row}"
            raise Unreadable("far_cell", place=place, rows=MAX_ROWS, columns=MAX_COLUMNS)


def survey(archive: zipfile.ZipFile, part: str) -> Survey:
    """Walk over one sheet's XML in small pieces."""
    seen = Survey()
    parser = expat.ParserCreate()
    parser.StartElementHandler = seen.begin
    with archive.open(part) as stream:
        while piece := stream.read(CHUNK):
            parser.Parse(piece, False)
    parser.Parse(b"", True)
    return seen


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name of each sheet → the part of the archive that holds it."""
    targets = {
        attributes.get("Id", ""): attributes.get("Target", "")
        for tag, attributes in _elements(archive, "xl/_rels/workbook.xml.rels")
        if tag == "Relationship"
    }
    found: dict[str, str] = {}
    for tag, attributes in _elements(archive, "xl/workbook.xml"):
        if tag == "sheet":
            link = next((value for name, value in attributes.items() if name.rpartition(":")[2] == "id"), "")
            target = targets.get(link, "")
            found[attributes.get("name", "")] = posixpath.normpath(posixpath.join("xl", target)).lstrip("/")
    return found


def _elements(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, attributes: found.append((tag.rpartition(":")[2], attributes))
    with archive.open(part) as stream:
        parser.Parse(stream.read(4 * 1024 * 1024), True)
    yield from found


def column_number(letters: str) -> int:
    """A → 1, Z → 26, AA → 27."""
    number = 0
    for letter in letters[:4].upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise
