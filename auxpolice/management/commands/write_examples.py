"""`write_examples [FOLDER] [--on DATE]`: the example sheets, with dates relative to the day."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from auxpolice import examples
from core import clock

SHEETS = {
    "county.xlsx": examples.write_county,
    "new-district.xlsx": examples.write_new_district,
    "bad-new-district.xlsx": examples.write_bad,
}


class Command(BaseCommand):
    """Fictional people for the demonstration; the same day gives the same sheets."""

    help = "Write the example sheets (county, new district, and a copy of it full of mistakes)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "docs" / "examples")
        parser.add_argument("--on", type=dt.date.fromisoformat, help="the day they are written for; today if left out")

    def handle(self, *args: Any, **options: Any) -> None:
        day, folder = options["on"] or clock.today(), options["folder"]
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, write in SHEETS.items():
                write(folder / name, day)
                self.stdout.write(str(folder / name))
        except OSError as error:
            raise CommandError(f"{folder}: {error.strerror}") from error
