"""trace_export FILE_OR_TEXT: whose export does a leaked page, sheet or piece of text come from?"""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils.timezone import localtime

from core.actors import SYSTEM
from core.audit import record
from exports.tracing import Trace, read, trace


class Command(BaseCommand):
    """Answers account and serial; exit 0 found by its mark, 1 not found or only guessed by the people in it."""

    help = "Trace a leaked .xlsx, .csv, .pdf or text back to the export and the account that took it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "given", metavar="FILE_OR_TEXT", help="a file, or the text itself (a serial, a copied cell)"
        )
        parser.add_argument("--json", action="store_true", help="one JSON document on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        found = trace(read(options["given"]))
        for one in found:
            with transaction.atomic():
                record("export.traced", one.export, by=SYSTEM, after={"serial": one.export.serial, "how": one.how})
        told = [_told(one) for one in found]
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            self._say(told)
        if not any(one.how == "mark" for one in found):
            sys.exit(1)

    def _say(self, told: list[dict[str, Any]]) -> None:
        if not told:
            self.stdout.write("No mark, and nobody in it stands in an export.")
        for one in told:
            how = "by its mark" if one["how"] == "mark" else f"by the people in it ({one['share']})"
            self.stdout.write(f"{one['serial']}  {one['account']} ({one['name']})  asked {one['asked']}, {how}")
            self.stdout.write(
                f"  {one['kind']} .{one['format']}, {one['people']} people, {one['unit']}: {one['purpose']}"
            )
            self.stdout.write(f"  downloaded: {one['downloaded'] or 'never'}; SHA-256 {one['sha256'] or '–'}")


def _told(one: Trace) -> dict[str, Any]:
    export = one.export
    return {
        "serial": export.serial,
        "account": export.by.username,
        "name": export.by.display_name,
        "how": one.how,
        "share": one.share,
        "asked": f"{localtime(export.requested_at):%Y-%m-%d %H:%M}",
        "downloaded": f"{localtime(export.taken_at):%Y-%m-%d %H:%M}" if export.taken_at else "",
        "kind": export.kind,
        "format": export.format,
        "people": export.people,
        "unit": str(export.unit),
        "purpose": export.purpose,
        "sha256": export.sha256,
    }
