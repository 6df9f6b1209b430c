"""A database to work on: the embedded server as it runs, or started for the length of one command; or a named one."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg2
from django.conf import settings
from django.db import connections
from django.db.utils import OperationalError

from auxpolice import environment as env
from auxpolice.backing_up import BackupError

ADMINISTRATOR = "postgres"


@contextmanager
def running() -> Iterator[None]:
    """The database answers while this lasts. The embedded one is started if it does not run, and stopped again."""
    try:
        connections["default"].ensure_connection()
    except OperationalError as error:
        if not settings.EMBEDDED_DATABASE:
            raise BackupError(f"The database does not answer: {str(error).splitlines()[0]}") from None
        with own_server():
            yield
    else:
        yield


@contextmanager
def own_server() -> Iterator[None]:
    """Start the embedded PostgreSQL under the lock of its folder, so that no second one comes beside it."""
    from auxpolice.embedded import paths
    from auxpolice.embedded.lock import AlreadyRunning, Lock
    from auxpolice.embedded.postgres import Postgres, ServerFailed

    lock, server = Lock(paths().lock), Postgres()
    try:
        lock.take()
    except AlreadyRunning as other:
        raise BackupError(
            f"auxpolice is running with the data in {paths().data} (process {other.pid}). Stop it first."
        ) from None
    process: subprocess.Popen[bytes] | None = None
    try:
        process = server.start((lock.descriptor,))
        server.set_up()
        yield
    except ServerFailed as error:
        raise BackupError(str(error)) from None
    finally:
        connections.close_all()
        if process is not None:
            process.send_signal(server.stop_signal)
            process.wait(60)
        lock.release()


def source() -> Mapping[str, Any]:
    """The database as a backup reads it: BACKUP_DATABASE_URL (past a pool such as PgBouncer), else as the program does."""
    if url := env.text("BACKUP_DATABASE_URL", ""):
        return env.database(url)
    return dict(connections["default"].settings_dict)


def administrator() -> Mapping[str, Any]:
    """The database as a restore fills it: as PostgreSQL's administrator, since tables belong to several roles."""
    if settings.EMBEDDED_DATABASE:
        from auxpolice.embedded import credentials

        own = connections["default"].settings_dict
        return {**own, "USER": ADMINISTRATOR, "PASSWORD": credentials().postgres_password, "OPTIONS": {}}
    if url := env.text("RESTORE_DATABASE_URL", ""):
        return env.database(url)
    raise BackupError(
        "Restoring into a named server needs PostgreSQL's administrator for this one command: set RESTORE_DATABASE_URL "
        "to postgres://postgres:password@host:5432/auxpolice (docs/restore.md)."
    )


@contextmanager
def connected(database: Mapping[str, Any]) -> Iterator[Any]:
    """A connection of our own, beside Django's; rolled back at the end."""
    named = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    given: dict[str, Any] = {"connect_timeout": 10, **(database.get("OPTIONS") or {})}
    given |= {name: str(database[key]) for name, key in named.items() if database.get(key)}
    try:
        connection = psycopg2.connect(**given)
    except psycopg2.OperationalError as error:
        raise BackupError(f"The database does not answer: {str(error).splitlines()[0]}") from None
    try:
        yield connection
    finally:
        connection.close()
