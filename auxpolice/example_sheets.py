"""Writing an example sheet the way offices keep theirs: a title, a count, then the headings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from roster.importing.columns import COLUMNS

ORDER: Final = (
    "name identity_number sex badge_number category unit post grade education political_status veteran specialities "
    "phone email address emergency_name emergency_phone bank_card hired_on employer agreement contract_number "
    "contract_kind contract_from contract_to probation_until signed_on monthly_wage funding card_number card_from "
    "card_until pre_post_on annual_on training_until driving_licence licence_from licence_until medical_on"
).split()


def write_sheet(path: Path, title: str, rows: Sequence[dict[str, Any]]) -> None:
    """An .xlsx with a title row, Chinese headings in the third row, real dates, and numbers of people as text."""
    import xlsxwriter  # read when the first workbook is made, not at every start

    book = xlsxwriter.Workbook(
        str(path),
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": title, "created": dt.datetime(2026, 1, 1)})
    sheet = book.add_worksheet("花名册")
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, len(ORDER), 14)
    sheet.write_string(0, 0, title, bold)
    for column, heading in enumerate(("序号", *(COLUMNS[key].zh for key in ORDER))):
        sheet.write_string(2, column, heading, bold)
    for number, row in enumerate(rows, 1):
        sheet.write_number(number + 2, 0, number)
        for column, key in enumerate(ORDER, 1):
            _write(sheet, number + 2, column, row.get(key), day)
    sheet.freeze_panes(3, 2)
    book.close()


def _write(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, dt.date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value))
