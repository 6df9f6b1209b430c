"""An .xlsx, sheet by sheet, as rows of plain values."""

from __future__ import annotations

import datetime as dt
import math
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

import python_calamine as calamine

from roster.importing.reading.archive import check_archive
from roster.importing.reading.bounds import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, MAX_TEXT, Unreadable
from roster.importing.reading.survey import Survey, sheet_parts, survey


def read_workbook(path: str) -> Iterator[dict[str, Any]]:
    """`{"sheet": name}` before its rows, then `{"row": number, "cells": […], "formulas": […]}` for each that is not blank."""
    check_archive(path)
    surveys = _surveys(path)
    try:
        with calamine.load_workbook(path) as book:
            for meta in book.sheets_metadata[:MAX_SHEETS]:
                if meta.visible == calamine.SheetVisibleEnum.Visible and meta.typ == calamine.SheetTypeEnum.WorkSheet:
                    yield {"sheet": meta.name}
                    yield from _rows(book.get_sheet_by_name(meta.name), surveys.get(meta.name, Survey()))
    except calamine.PasswordError as error:
        raise Unreadable("encrypted") from error
    except calamine.CalamineError as error:
        raise Unreadable("broken") from error


def _surveys(path: str) -> dict[str, Survey]:
    try:
        with zipfile.ZipFile(path) as archive:
            return {name: survey(archive, part) for name, part in [*sheet_parts(archive).items()][:MAX_SHEETS]}
    except (expat.ExpatError, zipfile.BadZipFile, KeyError, EOFError, OSError, ValueError, RuntimeError) as error:
        raise Unreadable("broken") from error


def _rows(sheet: calamine.CalamineSheet, seen: Survey) -> Iterator[dict[str, Any]]:
    """`iter_rows` leaves out what lies above and left of the first cell; numbers are given as the sheet shows them."""
    above, left = sheet.start or (0, 0)
    for number, values in enumerate(sheet.iter_rows(), above + 1):
        if number > MAX_ROWS:
            raise Unreadable("too_long", rows=MAX_ROWS)
        cells = [None] * left + [plain(value) for value in values[:MAX_COLUMNS]]
        if any(cell not in (None, "") for cell in cells):
            formulas = [c for c in range(1, len(cells) + 1) if (number, c) in seen.formulas] if seen.formulas else []
            yield {"row": number, "cells": cells, "formulas": formulas}


def plain(value: Any) -> Any:
    """A cell as JSON says it: text, number, yes/no, or `{"day": …}` for a real date."""
    if isinstance(value, str):
        return value[:MAX_TEXT] or None
    if isinstance(value, dt.datetime):
        return {"day": value.date().isoformat()}
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    if isinstance(value, bool | int):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    return str(value)
