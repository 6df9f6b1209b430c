"""A throw-away PostgreSQL and Valkey for one run of the tests: same roles, real passwords, nothing kept on disk.

They are the embedded servers in a temporary DATA folder, so settings find them as they find the real ones. The
process that made the folder starts and stops them; workers of pytest-xdist only use them.
"""

from __future__ import annotations

import fcntl
import os
import random
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psutil

from auxpolice.embedded import credentials, paths
from auxpolice.embedded.credentials import make
from auxpolice.embedded.postgres import THROW_AWAY, Postgres, script
from auxpolice.embedded.valkey import Valkey
from tests import template_cache

TEMPLATE = "auxpolice_template"
_ports, _given = random.SystemRandom(), set[int]()
MARK = "AUXPOLICE_TEST_PG"  # the socket folder; set means: servers of this run are up
REDIS_PORT = "AUXPOLICE_TEST_REDIS_PORT"
PREFIX = "auxpolice-test-"
MEMORY = Path("/dev/shm")  # noqa: S108 - folders in it are made as anywhere else
ROOM = 4 * 2**30  # bytes


def choose_folder() -> bool:
    """Point DATA at a new temporary folder before the settings are read; False when this run has one already."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        os.environ.pop(name, None)  # tests never touch a real server
    if MARK in os.environ:
        return False
    sweep()
    folder = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=in_memory())
    os.chmod(folder, 0o755)  # noqa: S103 - PostgreSQL's own account must walk through it; what is inside is closed
    os.environ["DATA"] = folder
    make(Path(folder) / "secrets.json", notice=False)
    os.environ[MARK] = str(paths().pg_socket_dir)
    os.environ[REDIS_PORT] = str(free_port())
    return True


def in_memory() -> Path | None:
    """Where a copy of the template takes 0.02 s, not 0.3: a file system in memory with room to spare. None: where temporary
    files lie. The long forms measure disks, and fill them."""
    if os.environ.get("LONG") == "1" or not os.access(MEMORY, os.W_OK):
        return None
    return MEMORY if min(shutil.disk_usage(MEMORY).free, psutil.virtual_memory().available) > ROOM else None


def sweep() -> None:
    """What runs left behind that were killed: memory is not as patient as a disk."""
    for folder in MEMORY.glob(f"{PREFIX}*"):
        number = folder.name.removeprefix(PREFIX).partition("-")[0]
        if number.isdigit() and not psutil.pid_exists(int(number)):
            shutil.rmtree(folder, ignore_errors=True)


class Servers:
    """Both servers of a run, held by the process that started them."""

    def __init__(self) -> None:
        self.postgres = Postgres(extra_settings=THROW_AWAY)
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        self.processes.append(self.postgres.start())
        self.postgres.execute("postgres", script("roles.sql"), vars(credentials()))
        self.processes.append(Valkey(port=int(os.environ[REDIS_PORT]), keep=False).start())

    def stop(self) -> None:
        for process in self.processes:
            process.send_signal(Postgres.stop_signal)
        for process in self.processes:
            process.wait(20)
        home = paths().pg_data.parent  # not DATA where PostgreSQL's account cannot walk
        for folder in {paths().data, home, paths().pg_socket_dir}:
            shutil.rmtree(folder, ignore_errors=True)


def make_template(migrate: Callable[[str], None]) -> None:
    """The migrated database all others are copies of: made once, by whichever worker comes first."""
    with exclusively():
        server = Postgres()
        if server.has_database(TEMPLATE):
            return
        draft = f"{TEMPLATE}_draft"
        server.set_up(draft)
        state = template_cache.remembered()
        if not template_cache.restore(draft):
            migrate(draft)
            template_cache.remember(draft, state)
        server.execute("postgres", f'ALTER DATABASE "{draft}" RENAME TO "{TEMPLATE}"')


def clone(name: str, template: str = TEMPLATE) -> None:
    """A new database, equal to the migrated template or another to which nobody is connected."""
    server = Postgres()
    with exclusively():  # CREATE DATABASE refuses a template that another CREATE DATABASE is reading
        server.execute(
            "postgres", f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER auxpolice_owner STRATEGY FILE_COPY'
        )
    server.execute(name, script("database.sql"))


def drop(name: str) -> None:
    Postgres().execute("postgres", f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def urls(name: str) -> dict[str, str]:
    """Environment that makes another process use this database as a server's installation would."""
    secrets, host = credentials(), quote(str(paths().pg_socket_dir), safe="")

    def database(role: str, password: str) -> str:
        return f"postgres://{role}:{password}@/{name}?host={host}"

    return {
        "DATABASE_URL": database("auxpolice_app", secrets.app_password),
        "DATABASE_OWNER_URL": database("auxpolice_owner", secrets.owner_password),
        "REDIS_URL": f"redis://:{secrets.redis_password}@127.0.0.1:{os.environ[REDIS_PORT]}/0",
    }


def free_port() -> int:
    """A port for a server that is started soon, never the same twice in a process.

    Below those the system hands out by itself (32768 and up): between this look and the start of the server an
    outgoing connection or another worker's server would otherwise take it, and answer in its place.
    """
    while True:
        port = _ports.randrange(10_000, 32_000)
        with socket.socket() as listener:
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port not in _given:
            _given.add(port)
            return port


@contextmanager
def exclusively(name: str = "template.lock") -> Iterator[None]:
    """One worker at a time."""
    with open(Path(os.environ["DATA"]) / name, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
