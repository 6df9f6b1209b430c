"""manage.py redecide [--on DATE] --as USER: decide open and future assignments again."""

from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from accounts.models import User
from core import clock
from duties import services


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not a day: write it as 2026-11-21.") from error


class Command(BaseCommand):
    help = "Decide open and future assignments again; those no longer lawful are stopped. Exit status 1 if any was."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=_day, default=None, metavar="DATE", help="as on this day")
        parser.add_argument("--as", dest="user", required=True, metavar="USER", help="sign-in name of whoever asks")

    def handle(self, *args: Any, **options: Any) -> None:
        by = User.objects.filter(username=options["user"], is_active=True).first()
        if by is None:
            raise CommandError(f"There is no user {options['user']}.", returncode=2)
        done = services.redecide(on=options["on"] or clock.today(), by=by)
        self.stdout.write(f"{done.looked_at} decided again, {done.changed} changed, {len(done.stopped)} stopped")
        for number in done.stopped:
            self.stdout.write(number)
        if done.stopped:
            raise SystemExit(1)
