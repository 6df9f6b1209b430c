"""Can a house that works be migrated: short locks, tried again, and no change that rewrites or locks a large table?"""

from __future__ import annotations

import functools
import gzip
import io
import json
import re
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connections
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL

from auxpolice.management.commands import migrate as ours
from auxpolice.model_states import drawn_once
from tests.backup.test_upgrade import FOLDER, RELEASES

REVIEWED = Path(__file__).parent / "reviewed_migrations.toml"
# What it also says: matters of taste, and the time-outs that our `migrate` sets for all of them.
TASTE = ("prefer-text-field", "prefer-bigint-over-int", "prefer-bigint-over-smallint", "prefer-identity")
TASTE += ("prefer-timestamptz", "prefer-robust-stmts", "ban-char-field")
TASTE += ("require-lock-timeout", "require-statement-timeout")
TASTE += ("transaction-nesting",)  # the BEGIN and COMMIT that sqlmigrate prints
BLOCKS = re.compile(r"^\s*DO \$\$(.*?)\$\$", re.M | re.S)
ROWS = re.compile(r"\b(LOOP|UPDATE|INSERT INTO|DELETE FROM)\b")
ROWS_AT_ONCE = re.compile(r"^(UPDATE|DELETE FROM|INSERT INTO [^;]*?SELECT)\b", re.M)


def new_migrations() -> list[tuple[str, str]]:
    """Ours, made since the newest release that is kept."""
    text = gzip.decompress((FOLDER / f"{RELEASES[-1]}.sql.gz").read_bytes()).decode()
    rows = re.search(r"^COPY public\.django_migrations .*?\n(.*?)^\\\.$", text, re.M | re.S)
    released = {tuple(line.split("\t")[1:3]) for line in rows.group(1).splitlines()}
    rooms = {config.label for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR}
    return sorted(node for node in on_disk() if node[0] in rooms and node not in released)


def sql_of(migrations: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What `sqlmigrate` prints for each of them, by room.name."""
    loader = MigrationLoader(connections["owner"], replace_migrations=False)
    with drawn_once():
        return {
            ".".join(node): "\n".join(loader.collect_sql([(loader.graph.nodes[node], False)])) for node in migrations
        }


@functools.cache
def on_disk() -> dict[tuple[str, str], Migration]:
    return MigrationLoader(None).disk_migrations


def hidden(room: str, name: str) -> set[str]:
    """What squawk cannot see: rows read or written within the one transaction that also holds the locks of a migration."""
    migration = on_disk()[room, name]
    if not migration.atomic:
        return set()
    operations = list(flat(migration.operations))
    found = {"rows-by-python"} if any(isinstance(one, RunPython) for one in operations) else set()
    written = "\n".join(str(one.sql) for one in operations if isinstance(one, RunSQL))
    if any(ROWS.search(block) for block in BLOCKS.findall(written)) or ROWS_AT_ONCE.search(written):
        found.add("rows-by-sql")
    return found


def flat(operations: Iterable[Any]) -> Iterator[Any]:
    for one in operations:
        yield from flat(getattr(one, "database_operations", ())) if hasattr(one, "database_operations") else (one,)


def complaints(texts: dict[str, str], folder: Path) -> set[str]:
    """The rules of squawk that these texts of SQL break, each as name:rule."""
    for name, sql in texts.items():
        (folder / f"{name}.sql").write_text(sql, encoding="utf-8")
    squawk = [str(Path(sys.executable).parent / "squawk"), "--reporter", "json", "--pg-version", "15"]
    squawk += ["--assume-in-transaction", *(f"--exclude={rule}" for rule in TASTE), *map(str, folder.glob("*.sql"))]
    told = subprocess.run(squawk, capture_output=True, text=True)
    assert told.returncode in {0, 1} and told.stdout, told.stderr
    return {f"{Path(found['file']).stem}:{found['rule_name']}" for found in json.loads(told.stdout)}


def test_no_new_migration_locks_or_rewrites_but_those_that_were_reviewed(fresh_db, tmp_path, assure):
    reviewed = tomllib.loads(REVIEWED.read_text(encoding="utf-8"))["reviewed"]
    there = new_migrations()
    found = {f"{room}.{name}:{rule}" for room, name in there for rule in hidden(room, name)}
    found |= complaints(sql_of(there), tmp_path)
    new = sorted(found - set(reviewed))
    assure("R-55", f"{len(there)} new migrations linted, unreviewed: {new}", ok=not new)
    assert set(reviewed) <= found, "excuses that nothing needs any more"


def test_the_linter_itself_sees_a_dangerous_change(tmp_path):
    texts = {"asks": "ALTER TABLE t ALTER COLUMN c SET NOT NULL;", "slow": "CREATE INDEX i ON t (c);"}
    found = complaints(texts, tmp_path)
    assert {"asks:adding-not-nullable-field", "slow:require-concurrent-index-creation"} <= found


def test_rows_rewritten_in_place_are_seen():
    """The three that need the house stopped on the way from 0.1.0, and one that only adds."""
    assert hidden("roster", "0006_sealed_texts") == {"rows-by-python"}
    assert hidden("core", "0003_the_trail_is_a_chain") == {"rows-by-sql"}
    assert hidden("roster", "0005_sealed_files") == set()


def test_a_change_that_must_wait_lets_go_and_comes_again(fresh_db, monkeypatch, assure):
    """Somebody reads a table for five seconds; the change waits two at most, so others wait two at most."""
    call_command("migrate", "reminders", "0001", verbosity=0, interactive=False)
    monkeypatch.setattr(ours, "PAUSES", (0.2,) * 60)
    longest, stop = [0.0], threading.Event()
    holder = threading.Thread(target=hold, args=(stop,))
    holder.start()
    reader = threading.Thread(target=read, args=(stop, longest))
    time.sleep(0.3)
    reader.start()
    said = io.StringIO()
    try:
        call_command("migrate", verbosity=0, interactive=False, stderr=said)
    finally:
        stop.set()
        holder.join()
        reader.join()
    assert "Trying again" in said.getvalue()
    assure("R-55", f"readers behind a waiting migration wait {longest[0]:.1f} s at most", ok=longest[0] < 4)


def test_a_table_never_free_ends_in_a_sentence(fresh_db, monkeypatch):
    call_command("migrate", "reminders", "0001", verbosity=0, interactive=False)
    monkeypatch.setattr(ours, "PAUSES", (0,))
    monkeypatch.setattr(ours, "LOCK_TIMEOUT", "100ms")
    stop = threading.Event()
    holder = threading.Thread(target=hold, args=(stop,))
    holder.start()
    time.sleep(0.5)
    try:
        with pytest.raises(CommandError, match="Run migrate again at a quieter hour"):
            call_command("migrate", verbosity=0, interactive=False, stderr=io.StringIO())
    finally:
        stop.set()
        holder.join()
        ours.forget("owner")


BUSY = "accounts_user"  # the messages of reminders.0002 point to it


def hold(stop: threading.Event, seconds: float = 4) -> None:
    """Somebody who changed a row and does not end."""
    with connections["default"].cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute(f"LOCK TABLE {BUSY} IN ROW EXCLUSIVE MODE")
        stop.wait(seconds)
        cursor.execute("ROLLBACK")
    connections["default"].close()


def read(stop: threading.Event, longest: list[float]) -> None:
    """Everybody else."""
    with connections["default"].cursor() as cursor:
        while not stop.is_set():
            begun = time.monotonic()
            cursor.execute(f"SELECT count(*) FROM {BUSY}")
            longest[0] = max(longest[0], time.monotonic() - begun)
            stop.wait(0.02)
    connections["default"].close()
