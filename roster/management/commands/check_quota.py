"""`check_quota [--on DAY] [--json]`: do quotas, posts, postings, contracts and statuses agree with each other?"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from core import clock
from roster.agreeing import disagreements

AGREE, DISAGREE = 0, 1


class Command(BaseCommand):
    """Reads only. Exit status 0 when everything agrees, 1 with a line for each place where it does not."""

    help = "Count quotas, posts, postings, contracts and statuses once more, and tell what does not agree."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, help="the day, as 2026-11-21; today without it")
        parser.add_argument("--json", action="store_true", help="one JSON document instead of lines")

    def handle(self, *args: Any, **options: Any) -> None:
        day = options["on"] or clock.today()
        found = disagreements(day)
        if options["json"]:
            self.stdout.write(json.dumps({"on": day.isoformat(), "disagreements": found}))
        else:
            self.stdout.write("\n".join(found) or f"On {day.isoformat()} everything agrees.")
        if found:
            sys.exit(DISAGREE)
