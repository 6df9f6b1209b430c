"""For the containers' health checks: whether a part has been seen of late."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from core import health


class Command(BaseCommand):
    help = "Exit status 0 if the part works: database, queue, worker, beat or sweeper."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("part", choices=("database", "queue", "worker", "beat", "sweeper"))

    def handle(self, *args: Any, part: str, **options: Any) -> None:
        if not health.parts()[part]:
            sys.exit(1)
