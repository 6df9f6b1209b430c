"""`create_administrators`: the first system, security and audit administrators, three people."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts import services
from accounts.services.administrators import Named
from core import clock
from core.actors import SYSTEM
from core.errors import DomainError
from organisation.models import Unit
from organisation.services import open_unit

CHAIRS = {"system": "sysadmin", "security": "secadmin", "audit": "auditor"}


class Command(BaseCommand):
    """Opens the three accounts and prints a one-time code for each; asks for what the options leave out."""

    help = "Make the first system, security and audit administrators: three people. Prints their one-time codes."

    def add_arguments(self, parser: CommandParser) -> None:
        for chair in CHAIRS:
            parser.add_argument(f"--{chair}", metavar="NAME:SIGN-IN", help=f"{chair} administrator, as 王小明:wangxm")
        parser.add_argument("--unit", metavar="CODE[:NAME]", help="topmost unit; with a name it is opened when missing")
        parser.add_argument("--level", default="city", choices=[*Unit.Level.values], help="level of a unit opened now")

    def handle(self, *args: Any, **options: Any) -> None:
        chairs = {group: _named(chair, options[chair] or _ask(chair)) for chair, group in CHAIRS.items()}
        try:
            with transaction.atomic():
                unit = _unit(options["unit"], options["level"])
                opened = services.create_administrators(chairs=chairs, unit=unit, by=SYSTEM, today=clock.today())
        except DomainError as error:
            raise CommandError(_sentence(error), returncode=1) from error
        self.stdout.write("One-time codes, valid for seven days; each person chooses a password at /first-sign-in/:")
        for user, code in opened:
            self.stdout.write(f"  {user.roles.get().group:<9} {user.display_name} ({user.username})  {code}")


def _ask(chair: str) -> str:
    try:
        return input(f"{chair} administrator, NAME:SIGN-IN: ")
    except EOFError:
        raise CommandError(f"Nobody is there to answer: use --{chair} NAME:SIGN-IN", returncode=2) from None


def _named(chair: str, text: str) -> Named:
    name, _colon, username = text.replace("：", ":").partition(":")
    if not name.strip() or not username.strip():
        raise CommandError(f"--{chair} is written as NAME:SIGN-IN, for example 王小明:wangxm", returncode=2)
    return Named(name.strip(), username.strip())


def _unit(text: str | None, level: str) -> Unit:
    """The unit over which they hold their roles: the one named, opened when missing; else the only topmost one."""
    code, _colon, name = (text or "").partition(":")
    if not text:
        tops = list(Unit.objects.filter(parent=None)[:2])
        if len(tops) == 1:
            return tops[0]
        raise CommandError("Say which unit is the topmost: --unit CODE, or --unit CODE:NAME to open it", returncode=2)
    if unit := Unit.objects.filter(code=code).first():
        return unit
    if not name:
        raise CommandError(f"There is no unit {code}. Write --unit {code}:NAME to open it.", returncode=2)
    return open_unit(code=code, name=name, level=level, parent=None, starts_on=clock.today(), by=SYSTEM)


def _sentence(error: DomainError) -> str:
    errors = getattr(error, "errors", None)
    return " ".join(str(said) for sentences in errors.values() for said in sentences) if errors else str(error)
