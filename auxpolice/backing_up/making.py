"""Making a backup: hashes and dump from one and the same snapshot, then the documents; whole, or not there at all."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from auxpolice import environment as env
from auxpolice.backing_up import BackupError, documents, hashing, keys, manifest, programs, sealing, serving
from auxpolice.backing_up.manifest import ANCHORS, DATABASE, DOCUMENTS, Manifest
from core import clock, faults
from core.actors import SYSTEM, Actor
from core.audit import record
from evidence import anchors

SECRET = re.compile("KEY|SECRET|PASSWORD|PASSPHRASE|TOKEN")
# A snapshot that others can share is held open for as long as the dump takes.
PATIENT = "SET SESSION statement_timeout = 0; SET SESSION idle_in_transaction_session_timeout = 0"
Say = Callable[[str], None]


def make(folder: Path, *, by: Actor = SYSTEM, say: Say = lambda line: None) -> Manifest:
    """Write a whole backup to the new folder and tell the audit trail. BackupError, and no folder, when it fails."""
    draft = _draft(folder)
    begun = clock.now()
    try:
        key = next(iter(sealing.keys().values()))
        found: Manifest = {"format": manifest.FORMAT, "version": settings.VERSION, "started_at": begun.isoformat()}
        with serving.running():
            # The anchors first: none may speak of entries that came after the snapshot.
            sealed, _none = _sealed(draft / ANCHORS, key, lambda out: out.write(_anchors()))
            found |= _database(draft, key, say)
            found["files"][ANCHORS] = sealed
            say("documents")
            sealed, figures = _sealed(draft / DOCUMENTS, key, lambda out: documents.pack(settings.MEDIA_ROOT, out))
            found["documents"], found["files"][DOCUMENTS] = figures, sealed
            found |= {
                "keys": keys.fingerprints(),
                "backup_key": sealing.fingerprint(key),
                "configuration": plain_settings(),
            }
            found["bytes"] = sum(file["bytes"] for file in found["files"].values())
            found["ended_at"] = clock.now().isoformat()
            manifest.write(draft, found, key=key)
            _finish(draft, folder)
            _tell(folder, found, by)
    except OSError as error:
        raise BackupError(f"The backup cannot be written to {folder}: {error.strerror or error}.") from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return found


def _draft(folder: Path) -> Path:
    """The folder under another name, until it is whole. One that an earlier, killed backup left is taken away."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupError(f"{folder} is there already. A backup goes into a new folder.")
    draft = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        draft.mkdir(mode=0o700, parents=True)
    except OSError as error:
        raise BackupError(f"{draft} cannot be made: {error.strerror}.") from None
    return draft


def _database(draft: Path, key: bytes, say: Say) -> Manifest:
    """One snapshot: its hashes here, its dump by pg_dump."""
    database = serving.source()
    with serving.connected(database) as connection, connection.cursor() as cursor:
        cursor.execute(PATIENT)
        connection.commit()
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        cursor.execute("SELECT pg_export_snapshot(), current_setting('server_version')")
        snapshot, server = cursor.fetchone()
        held = {"server": server, "sequences": hashing.sequences(cursor), "migrations": hashing.migrations(cursor)}
        say("database")
        dump = ("--format=custom", "--compress=gzip:1", f"--snapshot={snapshot}")
        with programs.piped(
            "pg_dump", *dump, database=database, what="The dump of the database", stdout=subprocess.PIPE
        ) as at_work:
            sealed, _none = _sealed(draft / DATABASE, key, lambda out: shutil.copyfileobj(at_work.stdout, out, 1 << 18))
        faults.point("mid-backup")
        say("hashes of all tables")
        return held | {"tables": hashing.tables(cursor), "files": {DATABASE: sealed}}


def _anchors() -> bytes:
    """The signed anchors of the trail; few lines a day."""
    file = anchors.file()
    return file.read_bytes() if file.exists() else b""


def _sealed(file: Path, key: bytes, fill: Callable[[Any], Any]) -> tuple[dict[str, Any], Any]:
    """A sealed file, on the disk when this returns; answers its proof and what `fill` answered."""
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        sealer = sealing.Sealer(out, key=key, name=file.name)
        answer = fill(sealer)
        sealer.finish()
        out.flush()
        os.fsync(out.fileno())
    return {"sha256": sealer.digest, "bytes": sealer.size}, answer


def _finish(draft: Path, folder: Path) -> None:
    """Everything is on the disk; now, and not before, it gets its name."""
    with contextlib.suppress(FileNotFoundError):
        folder.rmdir()  # an empty one may have been there
    for path in (*draft.iterdir(), draft):
        _sync(path)
    draft.rename(folder)
    _sync(folder.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@transaction.atomic
def _tell(folder: Path, found: Manifest, by: Actor) -> None:
    """The trail is the list of backups: it is there even when the folder is not."""
    rows = sum(table["rows"] for table in found["tables"].values())
    seconds = (dt.datetime.fromisoformat(found["ended_at"]) - dt.datetime.fromisoformat(found["started_at"])).seconds
    after = {"bytes": found["bytes"], "rows": rows, "documents": found["documents"]["count"], "seconds": seconds}
    record("backup.made", by=by, label=folder.name, after=after | {"key_fingerprint": found["backup_key"]})


def plain_settings() -> dict[str, str]:
    """What was set in the environment, without secrets: neither named so, nor a password within an address."""
    named = {name: os.environ[name] for name in env.asked if name in os.environ and not SECRET.search(name)}
    return {name: re.sub(r"(://[^:/@]*):[^@/]*@", r"\1:***@", value) for name, value in sorted(named.items())}
