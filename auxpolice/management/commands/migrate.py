"""Django's `migrate`, as the owner's role: the application's own role may not change tables."""

from argparse import ArgumentParser

from django.core.management.commands import migrate
from django.db import connections


class Command(migrate.Command):
    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        if "owner" in connections:
            parser.set_defaults(database="owner")
