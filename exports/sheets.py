"""Writing .xlsx and .csv that no program runs: texts stay texts, days are days, amounts are amounts. Marked on every sheet."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import itertools
import tempfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import IO, Any

from exports.cells import guarded
from exports.marks import Mark

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
MAX_TEXT = 32_000  # a cell of Excel holds 32,767 characters
IN_MEMORY = 2 * 1024 * 1024
COVERED = "**"  # only what is masked anyway carries the hidden mark: a datum stays letter by letter what it was
Rows = Iterable[Sequence[Any]]


def write_xlsx(
    name: str, headings: Sequence[str], rows: Rows, *, above: Sequence[str] = (), mark: Mark | None = None
) -> IO[bytes]:
    """A workbook of one sheet; `above` are lines over the headings (title, who exported it and why).

    The mark stands in the first line, in head and foot of each printed page, in the properties, in a sheet that cannot
    be unhidden by hand, and unseen in headings and masked cells, so that a copied cell leads back, too.
    """
    import xlsxwriter  # read when the first workbook is made, not at every start

    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    book = xlsxwriter.Workbook(file, OPTIONS)
    sheet = book.add_worksheet(_sheet_name(name))
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.set_column(0, max(len(headings) - 1, 0), 16)
    hidden = mark.hidden if mark else ""
    lines = [*([mark.line + hidden] if mark else []), *above]
    for number, line in enumerate(lines):
        sheet.write_string(number, 0, guarded(line)[:MAX_TEXT])
    head = len(lines)
    for column, heading in enumerate(headings):
        sheet.write_string(head, column, guarded(heading) + hidden, bold)
    sheet.freeze_panes(head + 1, 1)
    for number, row in enumerate(rows, head + 1):
        for column, value in enumerate(row):
            _write(sheet, number, column, value, day, hidden)
    if mark is not None:
        _mark_book(book, sheet, mark)
    book.close()
    file.seek(0)
    return file


def _mark_book(book: Any, sheet: Any, mark: Mark) -> None:
    """Where nobody looks, and where every printer does."""
    said = mark.line.replace("&", "&&")[:120]
    sheet.set_header(f"&C&8{said}")
    sheet.set_footer(f"&L&8{said}&R&8&P / &N")
    sheet.repeat_rows(0)
    book.set_properties({"author": mark.name[:200], "keywords": mark.serial, "comments": mark.line})
    book.set_custom_property("export", mark.serial)
    book.define_name("_export", f'="{mark.serial}"')
    apart = book.add_worksheet("_")
    apart.write_string(0, 0, mark.line)
    apart.very_hidden()


def _write(sheet: Any, row: int, column: int, value: Any, day: Any, hidden: str) -> None:
    if value is None or value == "":
        return
    if isinstance(value, dt.date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, bool):
        sheet.write_string(row, column, str(value))
    elif isinstance(value, int | Decimal):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, _text(str(value), hidden))


def _text(value: str, hidden: str) -> str:
    return guarded(value)[:MAX_TEXT] + (hidden if COVERED in value else "")


def _sheet_name(name: str) -> str:
    """Excel allows 31 characters and not all of them."""
    return "".join(c for c in name if c not in "[]:*?/\\'")[:31] or "Sheet1"


def write_csv(headings: Sequence[str], rows: Rows, *, mark: Mark | None = None) -> IO[bytes]:
    """UTF-8 with a mark of its own, so that Excel shows Chinese; numbers of people keep all their digits on the way back."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    hidden = mark.hidden if mark else ""
    line = io.StringIO()
    writer = csv.writer(line)
    file.write(codecs.BOM_UTF8)
    head = [[mark.line + hidden]] if mark else []
    titles = [guarded(heading) + hidden for heading in headings]
    for row in itertools.chain([*head, titles], ([_as_text(value, hidden) for value in row] for row in rows)):
        writer.writerow(row)
        file.write(line.getvalue().encode())
        line.seek(0)
        line.truncate()
    file.seek(0)
    return file


def _as_text(value: Any, hidden: str) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()
    return _text(str(value), hidden)
