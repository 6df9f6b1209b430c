"""The report of an import, to keep: every finding as a sheet, and an empty sheet to fill in."""

from __future__ import annotations

from typing import IO

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.errors import in_language
from exports.sheets import write_xlsx
from roster.importing.columns import Columns
from roster.importing.findings import ERROR
from roster.models import ImportRun


def report(run: ImportRun) -> IO[bytes]:
    """Row, column, cell, reason and way out of each finding, under what was imported by whom."""
    headings = [_("Kind"), _("Row"), _("Column"), _("Heading"), _("Cell"), _("Reason"), _("Way out"), _("Rule")]
    rows = [
        (
            _("Error") if finding["severity"] == ERROR else _("Warning"),
            finding["row"] or "",
            finding["column"],
            finding["heading"],
            finding["cell"],
            in_language(finding["says"]),
            in_language(finding["cure"]),
            finding["code"],
        )
        for finding in run.findings
    ]
    return write_xlsx(_("Import report"), headings, rows, above=[*summary(run), ""])


def summary(run: ImportRun) -> list[str]:
    """The head of the report in sentences."""
    counts = run.counts
    lines = [
        _("Import %(number)s: %(file)s") % {"number": run.pk, "file": run.file_name},
        _("Unit: %(unit)s") % {"unit": run.unit.name},
        _("State: %(state)s") % {"state": run.get_status_display()},
        _("Checked by %(who)s on %(day)s") % {"who": run.by.display_name, "day": run.day.isoformat()},
        _("Fingerprint of the file (SHA-256): %(sha)s") % {"sha": run.file_sha256},
    ]
    if counts:
        numbers = {key: counts.get(key, 0) for key in ("rows", "new", "changed", "unchanged", "errors", "warnings")}
        lines.append(
            _(
                "%(rows)s rows: %(new)s new, %(changed)s changed, %(unchanged)s unchanged; %(errors)s errors, "
                "%(warnings)s warnings"
            )
            % numbers
        )
    return lines


def empty_sheet(columns: Columns, name: str) -> IO[bytes]:
    """The headings the import knows, needed ones marked."""
    headings = [column.heading(get_language()) + (" *" if column.needed else "") for column in columns.values()]
    return write_xlsx(name, headings, [])
