"""A backup put back into an empty house, proven table by table."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from auxpolice import programs
from auxpolice.backing_up import BackupError, keys, passphrase, restoring


class Command(BaseCommand):
    help = "Restore the backup in DIR into an empty database and an empty folder of documents (docs/restore.md)."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument("--keys", metavar="FILE", type=Path, help="the keys kept apart, or a copy of secrets.json")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        begun = time.monotonic()
        quiet = options["json"] or not options["verbosity"]
        try:
            if file := options["keys"]:
                self.take_keys(file)
            said = (lambda line: None) if quiet else lambda line: self.stdout.write(f"  {line} …")
            found = restoring.restore(folder, say=said)
        except BackupError as error:
            raise CommandError(str(error)) from None
        seconds = round(time.monotonic() - begun, 1)
        if options["json"]:
            answer = {"tables": found.tables, "rows": found.rows, "documents": found.manifest["documents"]["count"]}
            answer |= {
                "equal": True,
                "chain": found.chain,
                "opened": found.opened,
                "warnings": found.warnings,
                "seconds": seconds,
            }
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        elif options["verbosity"]:
            self.show(found, seconds)

    def take_keys(self, file: Path) -> None:
        """An embedded installation keeps them as its own; a server's must be set in its environment."""
        secret = keys.take_out(file, passphrase.ask() if keys.is_wrapped(file) else "")
        (keys.install if settings.EMBEDDED_DATABASE else keys.use)(secret)

    def show(self, found: restoring.Restored, seconds: float) -> None:
        then = found.manifest
        for warning in found.warnings:
            self.stderr.write(f"Notice: {warning}")
        self.stdout.write(
            f"Restored what stood at {then['started_at']} (version {then['version']}): {found.tables} tables, "
            f"{found.rows} rows, all hashes equal; {then['documents']['count']} documents; audit trail {found.chain}; "
            f"{seconds} s."
        )
        self.stdout.write("What to do next:")
        if settings.EMBEDDED_DATABASE:
            self.stdout.write(f"  start it:   DEMO={int(settings.DEMO)} {programs.data_argument()}make run")
        else:
            self.stdout.write("  set SECRET_KEY and FIELD_KEYS as they were, run manage.py migrate, start the programs")
        self.stdout.write("  compare with the settings of then: the entry `configuration` of manifest.json")
        self.stdout.write("  sign in, open one file and one document; then note the drill in docs/restore.md")
