"""Putting a backup back into an empty house, and proving that what came back is what was there."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connections, transaction
from django.db.migrations.loader import MigrationLoader

from auxpolice.backing_up import BackupError, documents, hashing, keys, manifest, programs, proving, sealing, serving
from auxpolice.backing_up.manifest import ANCHORS, DATABASE, DOCUMENTS, Manifest
from core.actors import SYSTEM
from core.audit import record
from evidence import anchors

Say = Callable[[str], None]
ROLES = "SELECT count(*) FROM pg_roles WHERE rolname = ANY (%s)"
EMPTY = "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'public' AND relkind = 'r'"


@dataclass
class Restored:
    """What came back and how it was proven."""

    manifest: Manifest
    tables: int = 0
    rows: int = 0
    chain: str = ""  # what verify_audit said, where it exists
    opened: dict[str, int] = field(default_factory=dict)  # sealed fields and documents of which one was opened
    warnings: list[str] = field(default_factory=list)


def restore(folder: Path, *, say: Say = lambda line: None) -> Restored:
    """Database, rights, documents from the backup in `folder`. BackupError, and nothing half there, when it cannot be."""
    found = manifest.read(folder)
    say("every file is checked")
    manifest.check_files(folder, found)
    answer = Restored(found, warnings=missing_keys(found))
    _refuse_newer(found)
    _refuse_documents_in_place()
    with _server():
        _database(folder, found, say)
        _documents(folder, found, say)
        _anchors(folder, found, answer)
        say("every table is compared")
        _compare(found, answer)
        answer.chain = _verify_trail(answer)
        if sorted(found["migrations"]) == _ours():
            answer.opened = proving.opened()
        with transaction.atomic():
            record("backup.restored", by=SYSTEM, label=folder.name, after={"made_at": found["started_at"]})
    return answer


def missing_keys(found: Manifest) -> list[str]:
    """BackupError if the key that sealed the newest values is not here; a warning for each older one."""
    then, now = found["keys"].get("field_keys", []), keys.fingerprints().get("field_keys", [])
    if then and then[0] not in now:
        raise BackupError(
            f"The fields of this backup are sealed with the key {then[0]}, which is not among FIELD_KEYS (here: "
            f"{', '.join(now)}). Give the keys kept apart from the backup: --keys FILE."
        )
    return [
        f"The older key {name} of FIELD_KEYS is not here: what only it sealed stays closed."
        for name in then
        if name not in now
    ]


def _refuse_newer(found: Manifest) -> None:
    known = set(_ours())
    unknown = [name for name in found["migrations"] if name not in known]
    if unknown:
        raise BackupError(
            f"This backup was made by version {found['version']}, which knows {unknown[-1]}; this is version "
            f"{settings.VERSION}. Restore with that version or a newer one."
        )


def _ours() -> list[str]:
    """The migrations this program knows."""
    return sorted(f"{room}.{name}" for room, name in MigrationLoader(None).disk_migrations)


def _refuse_documents_in_place() -> None:
    if any(documents.files(settings.MEDIA_ROOT)):
        raise BackupError(
            f"{settings.MEDIA_ROOT} already holds documents. Restore goes into an empty folder (MEDIA_ROOT)."
        )


def _server() -> Any:
    return serving.own_server() if settings.EMBEDDED_DATABASE else serving.running()


def _database(folder: Path, found: Manifest, say: Say) -> None:
    database = serving.administrator()
    with serving.connected(database) as connection, connection.cursor() as cursor:
        cursor.execute(EMPTY)
        if cursor.fetchone()[0]:
            raise BackupError(
                f"The database {database['NAME']} is not empty. Restore goes into a new one: another DATA folder, or a "
                "newly made database (docs/restore.md)."
            )
        cursor.execute(ROLES, [list(settings.DATABASE_ROLES.values())])
        if cursor.fetchone()[0] < len(settings.DATABASE_ROLES):
            raise BackupError(
                "The database has not got our roles yet. Run docker/postgres/roles.sh first (docs/restore.md)."
            )
    say("the database is filled")
    # One transaction: tables, rows, owners, rights and triggers, or nothing.
    into = ("--single-transaction", "--dbname", str(database["NAME"]))
    with (
        open(folder / DATABASE, "rb") as sealed,
        programs.piped(
            "pg_restore", *into, database=database, what="Filling the database", stdin=subprocess.PIPE
        ) as at_work,
    ):
        for piece in sealing.opened(sealed, key=sealing.key_named(found["backup_key"]), name=DATABASE):
            at_work.stdin.write(piece)
    with serving.connected(database) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("ANALYZE")


def _documents(folder: Path, found: Manifest, say: Say) -> None:
    say("the documents are put in place")
    place = Path(settings.MEDIA_ROOT)
    draft = place.with_name(f"{place.name}.partial")
    shutil.rmtree(draft, ignore_errors=True)
    with open(folder / DOCUMENTS, "rb") as sealed:
        key = sealing.key_named(found["backup_key"])
        figures = documents.unpack(sealing.Opened(sealing.opened(sealed, key=key, name=DOCUMENTS)), draft)
    if figures != found["documents"]:
        raise BackupError(f"The documents are not those of the manifest: {figures} instead of {found['documents']}.")
    shutil.rmtree(place, ignore_errors=True)  # an empty one, or sheets on their way in
    draft.rename(place)


def _anchors(folder: Path, found: Manifest, answer: Restored) -> None:
    """The anchors of the trail as they stood; those that are already here stay, whoever put them there meant them."""
    place = anchors.file()
    if place.exists():
        answer.warnings.append(f"{place} was there already and is used as it is.")
        return
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(folder / ANCHORS, "rb") as sealed:
        key = sealing.key_named(found["backup_key"])
        content = b"".join(sealing.opened(sealed, key=key, name=ANCHORS))
    if content:
        with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(content)


def _compare(found: Manifest, answer: Restored) -> None:
    """Every table's hash, read with the rights of the program: so those came back too."""
    with serving.connected(serving.source()) as connection, connection.cursor() as cursor:
        cursor.execute("SET SESSION statement_timeout = 0")
        now = hashing.tables(cursor)
        wrong = hashing.differences(found["tables"], now)
        further = hashing.sequences(cursor)
        wrong += [
            f"the sequence {name} went back"
            for name, number in found["sequences"].items()
            if further.get(name, 0) < number
        ]
        wrong += ["the list of migrations differs"] if hashing.migrations(cursor) != found["migrations"] else []
    if wrong:
        raise BackupError(f"What came back is not what was there: {'; '.join(wrong)}.")
    answer.tables, answer.rows = len(now), sum(table["rows"] for table in now.values())


def _verify_trail(answer: Restored) -> str:
    """The audit chain, where this version has one that can be verified."""
    connections.close_all()
    said = io.StringIO()
    if answer.manifest["version"] != settings.VERSION:
        return "to be verified after manage.py migrate, as another version made it"
    try:
        call_command("verify_audit", stdout=said, stderr=said)
    except (CommandError, SystemExit) as error:
        if not isinstance(error, SystemExit) or error.code:
            words = said.getvalue().strip() or str(error)
            raise BackupError(f"The audit trail that came back does not verify: {words}") from None
    return "intact"
