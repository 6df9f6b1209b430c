"""One command for the whole program: database, queue, migrations, demonstration, web, worker, beat, sweeper."""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command, get_commands
from django.db import connections
from django.utils.module_loading import import_string

from auxpolice import programs
from auxpolice.embedded import paths
from auxpolice.embedded.lock import AlreadyRunning, Lock
from auxpolice.embedded.postgres import Postgres, ServerFailed
from auxpolice.embedded.supervisor import Child, Supervisor
from auxpolice.embedded.valkey import Valkey
from core.crypto.starting import wrong_keys


class Command(BaseCommand):
    help = "Start everything; Ctrl-C stops all of it. PORT, DATA and DEMO come from the environment."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"))

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        self.begun, self.port, self.places = time.monotonic(), port, paths()
        self.lock = Lock(self.places.lock)
        self.supervisor = Supervisor(self.say)
        self.ready = False
        self.places.log.mkdir(parents=True, exist_ok=True)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.interrupted)
        try:
            self.take_lock()
            self.start_servers()
            self.prepare_database()
            self.start_programs()
            self.supervisor.watch()
        except Interrupted:
            pass
        except ServerFailed as error:
            raise CommandError(str(error)) from error
        finally:
            self.stop()

    def say(self, text: str) -> None:
        """On the terminal and in the supervisor's own log."""
        line = f"[{time.monotonic() - self.begun:6.1f} s] {text}"
        print(line, flush=True)
        with open(self.places.log / "supervisor.log", "a", encoding="utf-8") as log:
            log.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {text}\n")

    def interrupted(self, number: int, frame: FrameType | None) -> None:
        """The first signal stops everything in order; more of them change nothing."""
        first = not self.supervisor.stopping.is_set()
        self.supervisor.stopping.set()
        if first and not self.ready:
            raise Interrupted

    def take_lock(self) -> None:
        try:
            if self.lock.take():
                self.say("An earlier start had ended without stopping its programs; they are gone now.")
        except AlreadyRunning as running:
            raise CommandError(
                f"auxpolice is already running with the data in {self.places.data} (process {running.pid}).\n"
                "Use that one, stop it with Ctrl-C where it was started, or start another: DATA=other PORT=8001 make run"
            ) from None
        if problem := programs.why_not(self.port):
            raise CommandError(problem)

    def start_servers(self) -> None:
        """The embedded servers, unless others are named; the database stops last."""
        if settings.EMBEDDED_DATABASE:
            server = Postgres(self.places)
            self.supervisor.add(
                Child("postgres", lambda: server.start(self.inherit), server.log, 1, server.stop_signal)
            )
            server.set_up()
            self.say("PostgreSQL is up")
        if settings.EMBEDDED_REDIS:
            queue = Valkey(self.places)
            self.supervisor.add(Child("valkey", lambda: queue.start(self.inherit), queue.log, 2, queue.stop_signal))
            self.say("Valkey is up")

    def prepare_database(self) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        self.say("The database is up to date")
        if problem := wrong_keys():
            raise CommandError(problem)
        self.nobody = not apps.get_model("accounts.User").objects.exists()
        if self.nobody and settings.DEMO and "seed_demo" in get_commands():
            self.say("Making the demonstration data …")
            logging.getLogger("auxpolice.trail").setLevel(logging.WARNING)  # a terminal keeps no copy of the trail
            call_command("seed_demo", verbosity=0)
            self.say("The demonstration data is there")
        connections.close_all()

    def start_programs(self) -> None:
        """The web server first and alone, so that the page is there soonest; then the others."""
        environment = dict(os.environ)
        environment.setdefault("PUBLIC_URL", f"http://127.0.0.1:{self.port}")
        answers = True
        for name, command in programs.commands(self.port).items():
            log = self.places.log / f"{name}.log"
            self.supervisor.add(Child(name, programs.launcher(command, log, environment, self.inherit), log))
            if name == "web":
                answers = programs.await_page(self.port, self.supervisor.stopping)
        if answers:
            self.say("ready")
            self.show_address()
        else:
            self.say(f"The web server does not answer yet; {self.places.log / 'web.log'} may say why. Still trying.")
        self.ready = True

    def show_address(self) -> None:
        print(f"\n    http://127.0.0.1:{self.port}/      (Ctrl-C stops everything)\n")
        if settings.DEMO:
            lines = import_string("auxpolice.demo_signins.lines")
            print("\n".join(lines()), flush=True)
        elif self.nobody:
            print(
                "Nobody can sign in yet. Make the first three administrators, from a second terminal:\n"
                f"    {programs.data_argument()}.venv/bin/python manage.py create_administrators\n",
                flush=True,
            )

    @property
    def inherit(self) -> tuple[int, ...]:
        return (self.lock.descriptor,)

    def stop(self) -> None:
        """Also when a start was broken off half-way."""
        held = self.lock.descriptor >= 0
        self.supervisor.stopping.set()
        if self.supervisor.children:
            self.say("stopping …")
        self.supervisor.stop()
        self.lock.release()
        if held and self.supervisor.children:
            self.say("everything has stopped")
        sys.stdout.flush()


class Interrupted(Exception):
    """Asked to stop before everything was up."""
