"""PostgreSQL's own programs, and how they reach a database: passwords travel in the environment, never on a line."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from auxpolice.backing_up import BackupError
from auxpolice.embedded.paths import binaries


def program(name: str) -> str:
    """The path of `pg_dump` and its kind: PG_BIN, else the ones in the wheel, else the ones of the system."""
    try:
        own = binaries() / name
    except SystemExit:
        own = Path(name)
    found = str(own) if own.is_file() else shutil.which(name)
    if not found:
        raise BackupError(f"{name} was not found. Set PG_BIN to the folder that holds the programs of PostgreSQL.")
    return found


def address(database: Mapping[str, Any]) -> dict[str, str]:
    """A database of Django's settings as the environment that libpq reads."""
    known = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}
    given = {variable: str(database[name]) for name, variable in known.items() if database.get(name)}
    options = database.get("OPTIONS") or {}
    given |= {f"PG{name.upper()}": str(value) for name, value in options.items() if name.startswith("ssl")}
    return {**{name: value for name, value in os.environ.items() if not name.startswith("PG")}, **given}


@contextmanager
def piped(name: str, *arguments: str, database: Mapping[str, Any], what: str, **pipes: Any) -> Iterator[Any]:
    """A program at work with a pipe to or from it (`stdin=PIPE` or `stdout=PIPE`); BackupError with its own last words."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [program(name), "--no-password", *arguments], env=address(database), stderr=said, **pipes
        )
        try:
            with contextlib.suppress(BrokenPipeError):  # it ended early: its words tell why
                yield process
                if process.stdin:
                    process.stdin.close()
            status = process.wait()
        finally:
            process.kill()
            process.wait()
        if status:
            said.seek(0)
            words = said.read().decode(errors="replace").strip().splitlines()
            raise BackupError(f"{what} failed: {words[0] if words else f'status {status}'}")
