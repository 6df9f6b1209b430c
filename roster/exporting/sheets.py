"""Writing .xlsx and .csv that no program runs: texts stay texts, days are days, amounts are amounts."""

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

import xlsxwriter

from roster.importing.cells import guarded

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
MAX_TEXT = 32_000  # a cell of Excel holds 32,767 characters
IN_MEMORY = 2 * 1024 * 1024
Rows = Iterable[Sequence[Any]]


def write_xlsx(name: str, headings: Sequence[str], rows: Rows, *, above: Sequence[str] = ()) -> IO[bytes]:
    """A workbook of one sheet; `above` are lines over the headings (title, who exported it and why)."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    book = xlsxwriter.Workbook(file, OPTIONS)
    sheet = book.add_worksheet(_sheet_name(name))
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.set_column(0, max(len(headings) - 1, 0), 16)
    for number, line in enumerate(above):
        sheet.write_string(number, 0, guarded(line)[:MAX_TEXT])
    head = len(above)
    for column, heading in enumerate(headings):
        sheet.write_string(head, column, guarded(heading), bold)
    sheet.freeze_panes(head + 1, 1)
    for number, row in enumerate(rows, head + 1):
        for column, value in enumerate(row):
            _write(sheet, number, column, value, day)
    book.close()
    file.seek(0)
    return file


def _write(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, dt.date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, bool):
        sheet.write_string(row, column, str(value))
    elif isinstance(value, int | Decimal):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, guarded(str(value))[:MAX_TEXT])


def _sheet_name(name: str) -> str:
    """Excel allows 31 characters and not all of them."""
    return "".join(c for c in name if c not in "[]:*?/\\'")[:31] or "Sheet1"


def write_csv(headings: Sequence[str], rows: Rows) -> IO[bytes]:
    """UTF-8 with a mark, so that Excel shows Chinese; numbers of people keep all their digits on the way back."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    line = io.StringIO()
    writer = csv.writer(line)
    file.write(codecs.BOM_UTF8)
    for row in itertools.chain([headings], rows):
        writer.writerow([_as_text(value) for value in row])
        file.write(line.getvalue().encode())
        line.seek(0)
        line.truncate()
    file.seek(0)
    return file


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()
    return guarded(str(value))
