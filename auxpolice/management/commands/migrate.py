"""Django's `migrate`, as the owner's role: the application's own role may not change tables."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from core import faults


class Command(migrate.Command):
    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        if "owner" in connections:
            parser.set_defaults(database="owner")

    def migration_progress_callback(self, action: str, *args: Any, **more: Any) -> None:
        """Also tells that one migration ends and the next begins."""
        super().migration_progress_callback(action, *args, **more)
        faults.point("mid-migration")
