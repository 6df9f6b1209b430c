"""Says outside the database where the audit trail stands now; what beat does every five minutes."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evidence.services import anchor


class Command(BaseCommand):
    help = "Sign where the audit trail stands and write it to AUDIT_ANCHORS."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--close", action="store_true", help="the close of a day")

    def handle(self, *args: Any, close: bool, **options: Any) -> None:
        try:
            line = anchor(kind="close" if close else "anchor")
        except OSError as error:
            raise CommandError(f"The anchor could not be written: {error.strerror}.") from None
        self.stdout.write(f"{line['seq']} {line['hash']}")
