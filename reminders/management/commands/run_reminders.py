"""What beat does, once: for today, or for a day named."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management import BaseCommand, CommandError

from core import clock
from core.actors import SYSTEM
from reminders import services


class Command(BaseCommand):
    help = "Make, close, tell and escalate the reminders of a day."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--on", metavar="DATE", help="the day, as 2026-11-21; today if left out")

    def handle(self, *args: Any, **options: Any) -> None:
        row = services.run(on=_day(options["on"]), by=SYSTEM)
        self.stdout.write(
            f"{row.day}: {row.made} made, {row.closed} closed, {row.reopened} reopened, "
            f"{row.escalated} escalated, {row.digests} mails"
        )
        if row.failed:
            raise CommandError(f"These kinds could not be looked at: {', '.join(row.failed)}. The log says why.")


def _day(text: str | None) -> date:
    if not text:
        return clock.today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text!r} is not a day: write it as 2026-11-21.", returncode=2) from error
