"""`manage.py rotate_keys`: seal everything by the first key of FIELD_KEYS, while the house works."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from core.actors import SYSTEM
from core.crypto import current_key, key_ids
from core.crypto.rotation import BATCH, by_key, counted, rotate
from core.crypto.sealing import ALGORITHMS


class Command(BaseCommand):
    help = (
        "Seal fields and files by the first key of FIELD_KEYS and say which key may be removed. Stop and repeat freely."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", type=int, default=BATCH, help="rows in one transaction")
        parser.add_argument("--cipher", choices=list(ALGORITHMS), help="instead of FIELD_CIPHER, for this run")
        parser.add_argument("--count", action="store_true", help="only say what each key seals")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, batch: int, cipher: str | None, count: bool, **options: Any) -> None:
        if cipher:
            settings.FIELD_CIPHER = cipher
        turned = [] if count else rotate(by=SYSTEM, batch=max(batch, 1), progress=self._progress)
        sealed = by_key()
        kept = sum(len(table.unreadable) + table.held for table in turned)
        removable = [key for key in key_ids()[1:] if not sealed[key] and not kept]
        report = {
            "current": current_key().id.hex(),
            "cipher": settings.FIELD_CIPHER,
            "tables": {t.table: {"rows": t.rows, "unreadable": t.unreadable, "held": t.held} for t in turned},
            "columns": counted(),
            "keys": sealed,
            "removable": removable,
        }
        self.stdout.write(json.dumps(report) if options["json"] else _told(report))
        if kept:
            sys.exit(1)

    def _progress(self, table: str, rows: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{table} {rows}", ending="")


def _told(report: dict[str, Any]) -> str:
    lines = [f"Sealing by key {report['current']}, {report['cipher']}."]
    for table, done in report["tables"].items():
        lines.append(f"  {table}: {done['rows']} rows sealed anew")
        if done["unreadable"]:
            lines.append(f"    NOT READABLE by any key: rows {', '.join(map(str, done['unreadable'][:20]))}")
        if done["held"]:
            lines.append(f"    {done['held']} rows were held by somebody: run this again")
    lines += [f"Key {key} seals {number} values." for key, number in report["keys"].items()]
    for key in report["removable"]:
        lines.append(f"Key {key} seals nothing any more: when all programs run with the new key first, remove it.")
    return "\n".join(lines)
