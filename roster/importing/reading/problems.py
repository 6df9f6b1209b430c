"""Why a whole file is not taken: each reason as a sentence with the way out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, Any] = {
    "empty": _("The file is empty: choose the spreadsheet again."),
    "too_big": _("The file is larger than %(megabytes)s MB: remove pictures and other sheets, or split it."),
    "not_a_sheet": _(
        "This is not a spreadsheet: save the table in Excel or WPS as .xlsx or .csv and choose that file."
    ),
    "not_text": _("This is neither an .xlsx workbook nor a text with commas: save the table again as .xlsx."),
    "old_excel": _("This is the old .xls form: open it in Excel or WPS and save it as .xlsx."),
    "encrypted": _("The workbook is protected by a password: save a copy without the password and choose that."),
    "macros": _("The workbook contains macros: save it as an ordinary .xlsx workbook without macros."),
    "broken": _(
        "The workbook is damaged or incomplete: open it in Excel or WPS, save it again and choose the new file."
    ),
    "broken_line": _(
        "Line %(row)s of the text cannot be read as a table: save the table as .xlsx and choose that file."
    ),
    "bomb": _("The workbook unpacks to far more than it holds: copy the table into a new workbook and save that."),
    "far_cell": _(
        "A cell at %(place)s lies far outside the table (at most %(rows)s rows and %(columns)s columns are read): "
        "delete what stands there, or copy the table into a new workbook."
    ),
    "too_long": _("The sheet has more than %(rows)s rows: split it into several files."),
    "too_heavy": _(
        "Reading the workbook took more memory or time than allowed: copy the table alone into a new workbook."
    ),
}


def sentence(code: str, about: Mapping[str, object]) -> str:
    """The reason in the reader's language; an unknown one is called damage."""
    return str(SENTENCES.get(code, SENTENCES["broken"])) % dict(about)
