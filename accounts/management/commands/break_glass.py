"""`break_glass`: nobody can sign in to help. Two sealed codes let one security administrator in again."""

from __future__ import annotations

import getpass
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import services
from accounts.models import User
from core.errors import BadInput, DomainError


class Command(BaseCommand):
    """Asks for the codes out of two envelopes; prints a one-time code for the security administrator named."""

    help = "Let a security administrator in again with two sealed codes. Prints a one-time code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", required=True, metavar="SIGN-IN", help="the security administrator to let in")
        parser.add_argument("--reason", required=True, help="what happened; kept in the audit trail")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username__iexact=options["reset"].strip()).first()
        if user is None:
            raise CommandError(f"There is no account {options['reset']}.", returncode=2)
        codes = [_ask("First sealed code: "), _ask("Second sealed code: ")]
        try:
            code = services.reset_by_sealed_codes(user=user, codes=codes, reason=options["reason"].strip())
        except BadInput as error:
            raise CommandError(str(error.errors[""][0]), returncode=1) from error
        except DomainError as error:
            raise CommandError(str(error), returncode=1) from error
        self.stdout.write(f"One-time code of {user.username}, valid for seven days, for /first-sign-in/:  {code}")


def _ask(words: str) -> str:
    """Without an echo at a terminal; else a line of standard input."""
    typed = getpass.getpass(words) if sys.stdin.isatty() else sys.stdin.readline()
    if not typed.strip():
        raise CommandError("Two sealed codes are needed: type each on a line of its own.", returncode=2)
    return typed.strip()
