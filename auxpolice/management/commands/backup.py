"""A whole backup in a new folder; with --keys, the secrets in a file of their own instead."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from auxpolice.backing_up import BackupError, keys, making, passphrase


class Command(BaseCommand):
    help = "Back up database and documents into the new folder DIR; or, with --keys FILE, the keys apart from them."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", nargs="?", type=Path)
        parser.add_argument("--keys", metavar="FILE", type=Path, help="write the secrets, wrapped with a passphrase")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, folder: Path | None, **options: Any) -> None:
        if folder is None and options["keys"] is None:
            raise CommandError("Name the new folder for the backup, or --keys FILE.", returncode=2)
        quiet = options["json"] or not options["verbosity"]
        answer: dict[str, Any] = {}
        try:
            if options["keys"]:
                answer["keys"] = keys.keep(options["keys"], passphrase.ask(twice=True))
            if folder:
                said = (lambda line: None) if quiet else lambda line: self.stdout.write(f"  {line} …")
                answer |= making.make(folder, say=said) | {"folder": str(folder)}
        except BackupError as error:
            raise CommandError(str(error)) from None
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        elif options["verbosity"]:
            self.show(folder, answer, options["keys"])

    def show(self, folder: Path | None, answer: dict[str, Any], file: Path | None) -> None:
        if file:
            self.stdout.write(f"The keys are in {file}. Keep it, and the passphrase, elsewhere than the backups.")
        if folder:
            rows = sum(table["rows"] for table in answer["tables"].values())
            self.stdout.write(
                f"The backup is in {folder}: {len(answer['tables'])} tables, {rows} rows, "
                f"{answer['documents']['count']} documents, {answer['bytes'] / 1e6:.1f} MB, key {answer['backup_key']}."
            )
