"""The sweeper process: does what the outbox holds, whether or not anybody woke it."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management import BaseCommand
from django.db import DatabaseError, InterfaceError, connection

from core import health, outbox, patience


class Command(BaseCommand):
    help = "Do the open events of the outbox, for ever (or once with --once)."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--once", action="store_true")
        parser.add_argument("--every", type=float, default=2.0, help="seconds between two looks")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self.stdout.write(str(outbox.sweep(limit=100_000)))
            return
        patience.install()
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            busy = self._look()
            stop.wait(0.05 if busy else options["every"])

    def _look(self) -> bool:
        try:
            health.beat("sweeper")
            return outbox.sweep() > 0
        except (DatabaseError, InterfaceError) as error:  # the database is restarting: come back
            self.stderr.write(f"database: {error}")
            connection.close()
            return False
