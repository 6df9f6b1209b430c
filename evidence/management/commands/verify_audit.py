"""Is the audit trail whole? 0 intact, 1 tampered with (the first bad entry is named), 2 used wrongly."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from evidence import anchors
from evidence.verifying import Report, verify


class Command(BaseCommand):
    help = "Compute the audit trail again and compare it with its anchors."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anchor", type=Path, help="a copy of the anchors (default: AUDIT_ANCHORS)")
        parser.add_argument("--json", action="store_true", help="one JSON document on standard output")

    def handle(self, *args: Any, anchor: Path | None, **options: Any) -> None:
        file: Path | None = anchor or anchors.file()
        if anchor is None and file is not None and not file.exists():
            self.stderr.write(f"{file} is not there: without anchors a chain computed anew is not found.")
            file = None
        try:
            report = verify(anchor_file=file)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.", returncode=2) from None
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}".strip(), returncode=2) from None
        self.stdout.write(json.dumps(report.as_dict(), indent=1) if options["json"] else told(report))
        if not report.intact:
            sys.exit(1)


def told(report: Report) -> str:
    """The outcome in lines."""
    if (first := report.first_bad) is None:
        return (
            f"Intact: {report.entries:,} entries, head {report.seq} {report.head[:16]}, "
            f"{report.anchors} anchors, {report.seconds:.1f} s."
        )
    more = [f"  {finding}" for finding in report.findings if finding is not first]
    return "\n".join([f"TAMPERED WITH. First bad: {first}", *more])
