"""A second cluster: back to the second before a mistake, and nothing acknowledged lost with a synchronous standby."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from auxpolice.backing_up.programs import program
from auxpolice.embedded import credentials, paths, processes
from auxpolice.embedded.postgres import Postgres

pytestmark = pytest.mark.long
ARCHIVED_EVERY = 50  # seconds, as docs/restore.md says: a piece is on its way for a moment, too


class Clusters:
    """Clusters of this test, each in a folder that PostgreSQL's own account may use."""

    def __init__(self, home: Path) -> None:
        self.home, self.running = home, []
        self.archive = self.folder("archive")

    def folder(self, name: str) -> Path:
        place = self.home / name
        place.mkdir(mode=0o700)
        processes.give(place, processes.account())
        return place

    def start(self, name: str, **more: str) -> Postgres:
        places = dataclasses.replace(
            paths(), pg_data=self.home / name, pg_socket_dir=self.home / f"{name}.run", log=self.home / f"{name}.log"
        )
        server = Postgres(places, {"wal_level": "replica", "max_wal_senders": "5", **more})
        self.running.append(server.start())
        return server

    def copy(self, server: Postgres, name: str, *more: str) -> Path:
        """A base backup as docs/restore.md says, every file there as its manifest says."""
        self.folder(name)
        source = ["-h", str(server.paths.pg_socket_dir), "-U", "postgres", "--no-password"]
        self.run(
            "pg_basebackup", *source, "-D", str(self.home / name), "--checkpoint=fast", "--wal-method=stream",
            "--manifest-checksums=SHA256", *more,
        )  # fmt: skip
        assert damaged(self.home / name) == []
        return self.home / name

    def recover(self, base: Path, until: str = "") -> Postgres:
        """Start the base backup with what the archive has, as far as it goes or as `until` says."""
        settings, signal_file = base / "postgresql.auto.conf", base / "recovery.signal"
        settings.write_text(f"restore_command = 'cp {self.archive}/%f %p'\n{until}", encoding="utf-8")
        signal_file.touch()
        for file in (settings, signal_file):
            processes.give(file, processes.account())
        recovered = self.start(base.name)
        wait_for(lambda: ask(recovered, "SELECT NOT pg_is_in_recovery()") == [(True,)])
        return recovered

    def run(self, name: str, *arguments: str) -> None:
        environment = {**os.environ, "PGPASSWORD": credentials().postgres_password}
        command = [program(name), *arguments]
        subprocess.run(command, env=environment, check=True, capture_output=True, cwd="/", **processes.account())

    def stop(self) -> None:
        for process in self.running:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                process.wait(30)


@pytest.fixture
def clusters(django_db_setup) -> Iterator[Clusters]:
    home = Path(tempfile.mkdtemp(prefix="auxpolice-pitr-"))
    home.chmod(0o755)
    found = Clusters(home)
    yield found
    found.stop()
    shutil.rmtree(home, ignore_errors=True)


def ask(server: Postgres, sql: str, *values: object) -> list[tuple]:
    connection = server.connect("postgres")
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql, values or None)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def test_back_to_the_second_before_a_bad_delete(clusters, assure):
    primary = clusters.start("primary", **archiving(clusters))
    ask(primary, "CREATE TABLE act (n serial, at timestamptz DEFAULT clock_timestamp())")
    base = clusters.copy(primary, "base")
    for _second in range(40):
        ask(primary, "INSERT INTO act DEFAULT VALUES")
        time.sleep(0.05)
    (moment,) = ask(primary, "SELECT clock_timestamp()::text")[0]
    time.sleep(0.3)
    ask(primary, "DELETE FROM act")
    (last,) = ask(primary, "SELECT pg_walfile_name(pg_switch_wal())")[0]
    wait_for(lambda: (clusters.archive / last).exists())
    recovered = clusters.recover(base, f"recovery_target_time = '{moment}'\nrecovery_target_action = 'promote'\n")
    ((rows, off),) = ask(recovered, "SELECT count(*), extract(epoch FROM %s::timestamptz - max(at)) FROM act", moment)
    assure(
        "R-53",
        f"{rows} of 40 rows back, {float(off):.2f} s before the DELETE's second",
        ok=rows == 40 and 0 <= off <= 1,
    )


def test_with_the_archive_only_less_than_a_minute_is_lost(clusters, assure):
    """The primary and its disk are gone just before the next piece would have been sent: the worst moment."""
    primary = clusters.start("primary", **archiving(clusters))
    ask(primary, "CREATE TABLE act (n int PRIMARY KEY, at timestamptz DEFAULT clock_timestamp())")
    base = clusters.copy(primary, "base")
    acknowledged: list[int] = []
    writer = threading.Thread(target=write, args=(primary, acknowledged, 0, 0.05))
    writer.start()
    before = len(pieces(clusters))
    wait_for(lambda: len(pieces(clusters)) >= before + 2, 3 * ARCHIVED_EVERY)
    time.sleep(ARCHIVED_EVERY - 2)
    ((killed_at,),) = ask(primary, "SELECT clock_timestamp()::text")
    os.kill(clusters.running[0].pid, signal.SIGKILL)
    writer.join()
    shutil.rmtree(clusters.home / "primary")
    recovered = clusters.recover(base)
    ((rows, lost),) = ask(
        recovered, "SELECT count(*), extract(epoch FROM %s::timestamptz - max(at)) FROM act", killed_at
    )
    assure(
        "R-53",
        f"archive only, archive_timeout {ARCHIVED_EVERY} s: the last {float(lost):.1f} s are lost, {rows} rows before them there",
        ok=rows > 100 and lost <= 60,
    )


def test_a_changed_byte_in_a_base_backup_is_found(clusters):
    primary = clusters.start("primary")
    base = clusters.copy(primary, "base")
    file = base / "global" / "pg_filenode.map"
    content = bytearray(file.read_bytes())
    content[100] ^= 1
    file.write_bytes(content)
    assert damaged(base) == ["global/pg_filenode.map"]
    manifest = base / "backup_manifest"
    manifest.write_bytes(manifest.read_bytes().replace(b"pg_filenode.map", b"pg_filenode.mop", 1))
    assert damaged(base) == ["backup_manifest"]


def test_a_synchronous_standby_has_everything_that_was_acknowledged(clusters, assure):
    primary = clusters.start("primary")
    ask(primary, "CREATE TABLE act (n int PRIMARY KEY)")
    clusters.copy(primary, "standby", "--write-recovery-conf")
    standby = clusters.start("standby", hot_standby="on")
    ask(primary, "ALTER SYSTEM SET synchronous_standby_names = '*'")
    ask(primary, "SELECT pg_reload_conf()")
    wait_for(lambda: ask(primary, "SELECT sync_state FROM pg_stat_replication") == [("sync",)])
    acknowledged: list[int] = []
    writers = [threading.Thread(target=write, args=(primary, acknowledged, number)) for number in range(4)]
    for writer in writers:
        writer.start()
    time.sleep(5)
    os.kill(clusters.running[0].pid, signal.SIGKILL)
    for writer in writers:
        writer.join()
    ask(standby, "SELECT pg_promote()")
    there = {n for (n,) in ask(standby, "SELECT n FROM act")}
    lost = len(set(acknowledged) - there)
    assure(
        "R-53",
        f"{lost} of {len(acknowledged)} acknowledged rows lost with the primary",
        ok=not lost and acknowledged != [],
    )


def archiving(clusters: Clusters) -> dict[str, str]:
    """As docs/restore.md says; a piece under way is never taken for a whole one."""
    to = f"{clusters.archive}/%f"
    command = f"test ! -f {to} && cp %p {to}.part && mv {to}.part {to}"
    return {"archive_mode": "on", "archive_command": command, "archive_timeout": f"{ARCHIVED_EVERY}s"}


def pieces(clusters: Clusters) -> list[Path]:
    return [file for file in clusters.archive.iterdir() if len(file.name) == 24]


def write(server: Postgres, acknowledged: list[int], number: int, pause: float = 0) -> None:
    """Rows of its own until the server is gone; only what was acknowledged counts."""
    connection = server.connect("postgres")
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            for n in range(number, 10**7, 4):
                cursor.execute("INSERT INTO act VALUES (%s)", [n])
                acknowledged.append(n)
                time.sleep(pause)
    except psycopg2.Error:
        return


def damaged(base: Path) -> list[str]:
    """Files that are not as the manifest says, by size and SHA-256 (pg_verifybackup of the wheel ends with a fault of its own).

    Each base backup has a manifest of its own: a file that was written between two of them differs, as it should.
    """
    text = (base / "backup_manifest").read_bytes()
    body, _, last = text.rpartition(b'"Manifest-Checksum"')
    listed = json.loads(text)
    if hashlib.sha256(body).hexdigest() != json.loads(b'{"Manifest-Checksum"' + last)["Manifest-Checksum"]:
        return ["backup_manifest"]
    return [
        file["Path"]
        for file in listed["Files"]
        if file["Path"] != "postgresql.auto.conf"  # rewritten for a standby
        and not whole(base / file["Path"], file)
    ]


def whole(path: Path, said: dict[str, object]) -> bool:
    if not path.is_file() or path.stat().st_size != said["Size"]:
        return False
    assert said["Checksum-Algorithm"] == "SHA256"
    return hashlib.sha256(path.read_bytes()).hexdigest() == said["Checksum"]


def wait_for(true, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.1)
