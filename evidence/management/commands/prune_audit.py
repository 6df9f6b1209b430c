"""Takes away the part of the audit trail whose time is over, and says so in the trail and in the anchors."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from core import clock
from evidence.services import prune
from evidence.services.pruning import first_to_keep


class Command(BaseCommand):
    help = "Prune the audit trail by AUDIT_KEEP_MONTHS and AUDIT_KEEP_LONGER_MONTHS; needs DATABASE_OWNER_URL."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--apply", action="store_true", help="really; without it only what would stay is told")

    def handle(self, *args: Any, apply: bool, **options: Any) -> None:
        if "owner" not in connections:
            raise CommandError("Set DATABASE_OWNER_URL: only the owner may ask for this.", returncode=2)
        if not apply:
            self.stdout.write(f"The chain would begin at place {first_to_keep(clock.now())}.")
            return
        try:
            done = prune()
        except OSError as error:
            raise CommandError(f"The anchor could not be written, nothing was pruned: {error.strerror}.") from None
        self.stdout.write(f"{done.entries} entries pruned; the chain begins at place {done.first_kept}.")
