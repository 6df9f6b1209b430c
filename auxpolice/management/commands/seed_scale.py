"""Scale data for measuring."""

from __future__ import annotations

import random
import time
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import connections

from auxpolice.seeding.scale import Scale
from core import clock
from organisation.models import Unit


class Command(BaseCommand):
    help = "Build N auxiliaries over a tree of 1,111 units, every related table filled. Only in an empty database."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--auxiliaries", type=int, required=True)
        parser.add_argument("--seed", type=int, default=2026)

    def handle(self, *args: Any, **options: Any) -> None:
        if "owner" not in connections.settings:
            raise CommandError("Scale data is written as the owner of the tables: set DATABASE_OWNER_URL.")
        if Unit.objects.exists():
            raise CommandError("This database already holds data. Scale data goes into an empty one only.")
        if not 1 <= options["auxiliaries"] <= 1_000_000:
            raise CommandError("--auxiliaries must be between 1 and 1,000,000.")
        begun = time.perf_counter()
        scale = Scale(options["auxiliaries"], clock.today(), random.Random(options["seed"]))  # noqa: S311 - made up
        scale.build()
        with connections["owner"].cursor() as cursor:
            cursor.execute("ANALYZE")
        if options["verbosity"]:
            self.stdout.write(f"{scale.count} auxiliaries in {time.perf_counter() - begun:.1f} s")
