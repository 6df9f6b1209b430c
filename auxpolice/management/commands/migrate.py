"""Django's `migrate`, as the owner's role, and while the house works: it never makes others wait long for a lock.

The application's own role may not change tables. A change of a table waits at most two seconds for its lock, because
everybody else queues up behind it; then it lets go and tries again a little later.
"""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.utils import OperationalError
from psycopg2.errors import LockNotAvailable

from auxpolice.model_states import drawn_once
from core import faults

LOCK_TIMEOUT = "2s"
PAUSES = (1, 2, 4, 8, 15, 30, 30)  # seconds between two tries


class Command(migrate.Command):
    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        if "owner" in connections:
            parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        """Each migration is a transaction of its own: those that were done stay done when a later one must wait."""
        for pause in (*PAUSES, None):
            try:
                with connections[options["database"]].cursor() as cursor:
                    cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_TIMEOUT])
                with drawn_once():
                    return super().handle(*args, **options)
            except OperationalError as error:
                if not isinstance(error.__cause__, LockNotAvailable):
                    raise
                if pause is None:
                    raise CommandError(
                        "A table is in use all the time, and its change was put off: nothing of it was done. "
                        "Run migrate again at a quieter hour."
                    ) from error
                self.stderr.write(f"A table is in use; nobody is kept waiting. Trying again in {pause} s.")
                forget(options["database"])
                time.sleep(pause)

    def migration_progress_callback(self, action: str, *args: Any, **more: Any) -> None:
        """Also tells that one migration ends and the next begins."""
        super().migration_progress_callback(action, *args, **more)
        faults.point("mid-migration")


def forget(alias: str) -> None:
    """A new connection for the next try: a schema editor that fails at its very end leaves the old one within its
    transaction, which the closing rolls back."""
    connections[alias].close()
    del connections[alias]
