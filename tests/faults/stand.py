"""The fault stand: the real programs on servers of their own, a proxy before each server, kill points in each program.

Everything is started without the supervisor, so that nothing comes back unless a test brings it back.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psutil
import redis
from celery import Celery
from django.conf import settings
from django.db import connections

from auxpolice import programs
from auxpolice.embedded import credentials, paths, processes
from auxpolice.embedded.paths import binaries
from auxpolice.embedded.postgres import THROW_AWAY, Postgres, script
from auxpolice.embedded.valkey import Valkey
from tests import servers, template_cache
from tests.faults.proxy import Proxy

ROOT = Path(__file__).resolve().parent.parent.parent
DATABASE = "stand"
# As on a server where it matters to a killed process; what only a power cut would show is left out.
SETTINGS = THROW_AWAY | {"synchronous_commit": "on", "max_connections": "80", "shared_buffers": "64MB"}
PROGRAMS = ("web", "worker", "beat", "sweeper")


class Stand:
    """Servers, proxies and programs in one folder. `close` ends all of it in any state."""

    def __init__(self, *, postgres: Mapping[str, str] | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"{servers.PREFIX}{os.getpid()}-", dir=servers.in_memory()))
        self.folder.chmod(0o755)
        ours = replace(
            paths(),
            data=self.folder,
            pg_data=self.folder / "postgres",
            pg_socket_dir=self.folder / "run",
            redis_data=self.folder / "valkey",
            redis_socket=self.folder / "run" / "valkey.sock",
            log=self.folder / "log",
        )
        self.places = ours if not ours.pg_copy else replace(ours, pg_copy=None)
        self.postgres = Postgres(self.places, extra_settings=SETTINGS | dict(postgres or {}))
        self.valkey = Queue(self.places)
        self.database = Proxy(self.places.pg_socket)
        self.queue = Proxy(self.places.redis_socket)
        self.port = servers.free_port()
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    # --- servers ---

    def open(self, migrate: Callable[[], None]) -> None:
        """Servers with a migrated database, and the proxies; no program yet."""
        for name in ("media", "mail", "points"):
            (self.folder / name).mkdir()
        self.start_postgres()
        self.postgres.execute("postgres", script("roles.sql"), vars(credentials()))
        self.postgres.execute("postgres", f'CREATE DATABASE "{DATABASE}" OWNER auxpolice_owner')
        self.postgres.execute(DATABASE, script("database.sql"))
        if template_cache.remembered().exists():
            self.restore(template_cache.remembered())
        else:
            with self.inside():
                migrate()
        self.start_valkey()
        self.database.start()
        self.queue.start()

    def restore(self, file: Path) -> None:
        command = [binaries() / "psql", "-h", self.places.pg_socket_dir, "-U", "postgres", "-q", "-o", os.devnull]
        environment = {**os.environ, "PGPASSWORD": credentials().postgres_password}
        subprocess.run([*command, "-v", "ON_ERROR_STOP=1", "-f", file, DATABASE], check=True, env=environment)

    def start_postgres(self) -> None:
        self.running["postgres"] = self.postgres.start()

    def start_valkey(self) -> None:
        self.running["valkey"] = self.valkey.start()

    @contextmanager
    def inside(self) -> Iterator[None]:
        """This process looks at the stand's database, past the proxy."""
        before = {alias: dict(connections.settings[alias]) for alias in connections.settings}
        self._point({alias: {"HOST": str(self.places.pg_socket_dir), "NAME": DATABASE} for alias in before})
        try:
            yield
        finally:
            self._point(before)

    @staticmethod
    def _point(values: Mapping[str, Mapping[str, object]]) -> None:
        for alias, value in values.items():
            connections[alias].close()
            connections.settings[alias].update(value)
            connections[alias].settings_dict.update(value)

    # --- programs ---

    def environment(self, program: str) -> dict[str, str]:
        """As a server's installation names its servers: here the proxies."""
        secrets = credentials()
        points = self.points(program)
        points.mkdir(exist_ok=True)

        def database(role: str, password: str) -> str:
            return f"postgres://{role}:{password}@127.0.0.1:{self.database.port}/{DATABASE}"

        kept = {key: value for key, value in os.environ.items() if key not in ("DATA", "AUXPOLICE_TODAY")}
        return kept | {
            "DJANGO_SETTINGS_MODULE": "auxpolice.settings",
            "DATABASE_URL": database("auxpolice_app", secrets.app_password),
            "DATABASE_OWNER_URL": database("auxpolice_owner", secrets.owner_password),
            "REDIS_URL": self.redis_url(),
            "DATA": str(self.folder),
            "MEDIA_ROOT": str(self.folder / "media"),
            "EMAIL_URL": f"file://{self.folder / 'mail'}",
            "HTTPS": "0",
            "API_RATE": "1000000/min",
            "RATE_READS": "1000000",
            "SECRET_KEY": settings.SECRET_KEY,
            "FIELD_KEYS": ",".join(settings.FIELD_KEYS),
            "AUXPOLICE_FAULT_POINTS": str(points),
        }

    def keeper(self) -> redis.Redis:
        """The queue, with every right."""
        place, password = str(self.places.redis_socket), credentials().redis_password
        return redis.Redis(unix_socket_path=place, username="keeper", password=password)

    def redis_url(self) -> str:
        return f"redis://:{credentials().redis_password}@127.0.0.1:{self.queue.port}/0"

    def start(self, *names: str, **more: str) -> None:
        """Start programs, each in a process group of its own; `more` goes into their environment."""
        for name in names or PROGRAMS:
            command = programs.commands(self.port)[name]
            log = self.folder / "log" / f"{name}.log"
            self.running[name] = processes.spawn(
                command, log=log, environment=self.environment(name) | more, folder=ROOT, last_signal=signal.SIGKILL
            )
        if not names or "web" in names:
            until(self.answers, "the web server")

    def answers(self) -> bool:
        """Our web server, and nobody else who got hold of its port."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5):
                return listens(self.running["web"].pid, self.port)
        except OSError:
            return False

    def kill(self, *names: str) -> None:
        """kill -9 of whole process groups, and of everything that came from them."""
        for name in names:
            process = self.running.pop(name, None)
            if process is not None:
                kill_family(process.pid)
                process.wait()

    def stop(self, *names: str) -> None:
        """End programs as the supervisor would, kill -9 after ten seconds."""
        for name in names:
            if (process := self.running.get(name)) is not None:
                process.send_signal(signal.SIGINT if name == "postgres" else signal.SIGTERM)
        for name in names:
            if (process := self.running.get(name)) is not None:
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    pass
                self.kill(name)

    def log(self, name: str) -> str:
        file = self.folder / "log" / f"{name}.log"
        return file.read_text(errors="replace") if file.exists() else ""

    def send(self, task: str) -> None:
        """What beat does, at once."""
        with Celery(broker=self.redis_url()) as app:
            app.send_task(task)

    # --- kill points ---

    def points(self, program: str) -> Path:
        return self.folder / "points" / program

    def arm(self, program: str, point: str, order: str = "kill") -> None:
        """The next time `program` comes to the point it is killed (`kill`) or held there (`hold`)."""
        (self.points(program) / "release").unlink(missing_ok=True)
        (self.points(program) / f"{point}.reached").unlink(missing_ok=True)
        draft = self.points(program) / ".draft"
        draft.write_text(order)
        draft.rename(self.points(program) / point)

    def reached(self, program: str, point: str) -> bool:
        return (self.points(program) / f"{point}.reached").exists()

    def killed_at(self, point: str, seconds: float = 60) -> None:
        """Wait until worker or sweeper died at the point; what the supervisor would start again is started again."""
        until(lambda: any(self.reached(name, point) for name in ("worker", "sweeper")), f"somebody at {point}", seconds)
        for name in ("worker", "sweeper"):
            file = self.points(name) / f"{point}.reached"
            if file.exists():
                pid = int(file.read_text())
                until(lambda pid=pid: not alive(pid), f"the death of {name}", 10)
        self.disarm()
        if self.running["sweeper"].poll() is not None:
            self.start("sweeper")

    def disarm(self) -> None:
        for program in PROGRAMS:
            for file in self.points(program).glob("*"):
                file.unlink(missing_ok=True)

    def close(self) -> None:
        for name in [*self.running]:
            self.kill(name)
        for proxy in (self.database, self.queue):
            if proxy.port:
                proxy.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class Queue(Valkey):
    """The embedded queue with somebody beside the program who may break it."""

    def settings(self) -> list[str]:
        return [*super().settings(), f"user keeper on >{credentials().redis_password} ~* &* +@all"]


def kill_family(pid: int) -> None:
    """kill -9 of a process, its descendants and their groups."""
    try:
        parent = psutil.Process(pid)
        family = [*parent.children(recursive=True), parent]
    except psutil.NoSuchProcess:
        return
    for process in (parent, *family):
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
    rest = [process.pid for process in family if process.pid != pid]
    until(lambda: not any(alive(one) for one in rest), "the death of a family", 10)


def listens(pid: int, port: int) -> bool:
    """Is it this process, or one of its family, that listens there?"""
    parent = psutil.Process(pid)
    return any(
        line.status == psutil.CONN_LISTEN and line.laddr.port == port
        for process in (parent, *parent.children(recursive=True))
        for line in process.net_connections("tcp")
    )


def alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def until(true: Callable[[], object], what: str, seconds: float = 60) -> float:
    """Wait for it; answers how many seconds it took."""
    began = time.monotonic()
    while not true():
        waited = time.monotonic() - began
        assert waited < seconds, f"waited {waited:.0f} s for {what}"
        time.sleep(0.05)
    return time.monotonic() - began
