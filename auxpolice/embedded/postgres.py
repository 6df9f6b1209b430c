"""The embedded PostgreSQL: a data folder made once, a server of our own on a Unix socket, three roles, one database."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import time
from importlib import resources
from pathlib import Path
from typing import Any

import psutil
import psycopg2
from psycopg2.extensions import connection as Connection

from auxpolice.embedded import processes
from auxpolice.embedded.credentials import credentials
from auxpolice.embedded.paths import Paths, binaries, paths, private_folder

DATABASE = "auxpolice"
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "max_connections": "80",
    "work_mem": "16MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_min_duration_statement": "2s",
    "password_encryption": "scram-sha-256",
}
THROW_AWAY = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "max_connections": "250",  # races of twenty threads in each of the tests' workers, and live servers beside them
    "log_min_duration_statement": "-1",
}


class Postgres:
    """One embedded server. `start` leaves a process that answers; the caller watches and stops it."""

    name = "postgres"
    stop_signal = signal.SIGINT  # "fast": ends sessions, writes everything, leaves

    def __init__(self, places: Paths | None = None, extra_settings: dict[str, str] | None = None) -> None:
        self.paths = places or paths()
        self.settings = SETTINGS | (extra_settings or {})
        self.account = processes.account()
        self.log = self.paths.log / "postgres.log"

    def start(self, inherit: tuple[int, ...] = ()) -> subprocess.Popen[bytes]:
        """Make what is missing, start the server and wait until it answers."""
        bin_folder = self.prepare()
        self.stop_orphan()
        arguments: list[str | Path] = [
            bin_folder / "postgres",
            "-D",
            self.paths.pg_data,
            "-k",
            self.paths.pg_socket_dir,
        ]
        for key, value in self.settings.items():
            arguments += ["-c", f"{key}={value}"]
        process = processes.spawn(
            arguments, log=self.log, last_signal=signal.SIGINT, owner=self.account, folder=Path("/"), inherit=inherit
        )
        self.wait(process)
        return process

    def wait(self, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while True:
            try:
                self.connect("postgres").close()
                return
            except psycopg2.OperationalError as error:
                if "password authentication failed" in str(error):
                    process.send_signal(self.stop_signal)
                    raise SystemExit(
                        f"{self.paths.data}/secrets.json does not fit the database beside it. Put back the file that "
                        "was made with this database, or start with another DATA."
                    ) from None
            if process.poll() is not None:
                raise ServerFailed(f"PostgreSQL did not start; {self.log} says why.")
            if time.monotonic() > deadline:
                process.send_signal(self.stop_signal)
                raise ServerFailed(f"PostgreSQL did not answer within {seconds:.0f} s; see {self.log}.")
            time.sleep(0.02)

    def prepare(self) -> Path:
        """Folders, a copy of the binaries if needed, and the data folder; answers where the binaries are."""
        self.paths.log.mkdir(parents=True, exist_ok=True)
        bin_folder = self.copied_binaries() if self.paths.pg_copy else binaries()
        private_folder(self.paths.pg_socket_dir, self.account)
        if not (self.paths.pg_data / "PG_VERSION").exists():
            self.make_data_folder(bin_folder)
        return bin_folder

    def make_data_folder(self, bin_folder: Path) -> None:
        """initdb under another name, renamed when complete: one that was interrupted never looks like a good one."""
        draft = self.paths.pg_data.with_name(f"{self.paths.pg_data.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700, parents=True)
        password_file = draft.with_name(f"{draft.name}.password")
        password_file.touch(mode=0o600)
        password_file.write_text(credentials().postgres_password, encoding="utf-8")
        for path in (draft, password_file):
            processes.give(path, self.account)
        command: list[str | Path] = [bin_folder / "initdb", "-D", draft, "-U", "postgres", "-E", "UTF8"]
        command += ["-A", "scram-sha-256", "--pwfile", password_file, "--no-instructions"]
        command += locale_options(bin_folder)
        command += ["--no-sync"] if self.settings.get("fsync") == "off" else []
        try:
            with open(self.log, "ab") as log:
                subprocess.run(command, check=True, stdout=log, stderr=log, cwd="/", **self.account)
        except subprocess.CalledProcessError:
            raise SystemExit(f"The database could not be made; {self.log} says why.") from None
        finally:
            password_file.unlink()
        draft.rename(self.paths.pg_data)

    def copied_binaries(self) -> Path:
        """The binaries again, where PostgreSQL's account can read them (see `paths`)."""
        source, copy = binaries(), self.paths.pg_copy
        assert copy is not None  # noqa: S101 - asked for only when set
        for folder in (copy.parent.parent, copy.parent):
            folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        if not copy.exists():
            draft = copy.with_name(f"{copy.name}.new")
            shutil.rmtree(draft, ignore_errors=True)
            package = source.parent.parent
            shutil.copytree(source.parent, draft / package.name / source.parent.name)
            libraries = package.with_name(f"{package.name}.libs")
            if libraries.is_dir():
                shutil.copytree(libraries, draft / libraries.name)
            draft.rename(copy)
        return copy / source.parent.parent.name / source.parent.name / source.name

    def stop_orphan(self, seconds: float = 20) -> None:
        """We hold the lock of this folder, so a server still running in it was left behind: ask it to stop. A pid file
        whose process is a zombie or somebody else's says nothing, and PostgreSQL would believe it."""
        pid_file = self.paths.pg_data / "postmaster.pid"
        deadline = time.monotonic() + seconds
        while pid_file.exists() and time.monotonic() < deadline:
            server = self.server_of(pid_file)
            if server is None:
                for stale in (pid_file, self.paths.pg_socket, self.paths.pg_socket.with_suffix(".5432.lock")):
                    stale.unlink(missing_ok=True)
                return
            server.send_signal(signal.SIGINT)
            time.sleep(0.1)

    def server_of(self, pid_file: Path) -> psutil.Process | None:
        """The process named in the pid file, if it is a living PostgreSQL in our folder."""
        try:
            process = psutil.Process(int(pid_file.read_text().split()[0]))
            alive = process.status() != psutil.STATUS_ZOMBIE and process.name() == "postgres"
            return process if alive and process.cwd() == str(self.paths.pg_data.resolve()) else None
        except (psutil.Error, ValueError, IndexError, FileNotFoundError):
            return None

    def connect(self, database: str, user: str = "postgres", password: str | None = None) -> Connection:
        return psycopg2.connect(
            host=str(self.paths.pg_socket_dir),
            user=user,
            password=password or credentials().postgres_password,
            dbname=database,
            connect_timeout=5,
        )

    def set_up(self, database: str = DATABASE) -> None:
        """The three roles and the database, made or brought up to date."""
        self.execute("postgres", script("roles.sql"), vars(credentials()))
        if not self.has_database(database):
            self.execute("postgres", f'CREATE DATABASE "{database}" OWNER auxpolice_owner')
        self.execute(database, script("database.sql"))

    def has_database(self, name: str) -> bool:
        connection = self.connect("postgres")
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
                return cursor.fetchone() is not None
        finally:
            connection.close()

    def execute(self, database: str, sql: str, values: dict[str, Any] | None = None) -> None:
        """As superuser, outside a transaction."""
        connection = self.connect(database)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(sql, values)
        finally:
            connection.close()


class ServerFailed(Exception):
    """An embedded server could not be started; the message says where to look."""


def script(name: str) -> str:
    """A file of `sql/`. The container runs it by psql, so its :'values' become ours here."""
    sql = resources.files("auxpolice.embedded").joinpath("sql", name).read_text(encoding="utf-8")
    if ":'" not in sql:
        return sql
    return re.sub(r":'(\w+)'", r"%(\1)s", re.sub(r"%(?!\()", "%%", sql))


def locale_options(bin_folder: Path) -> list[str]:
    """The same order of text on every system: by code point, from PostgreSQL itself since 17."""
    answer = subprocess.run([bin_folder / "initdb", "--version"], check=True, capture_output=True, text=True).stdout
    found = re.search(r"\d+", answer)
    if found and int(found.group()) >= 17:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return ["--locale=C"]
