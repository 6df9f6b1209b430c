"""A second cluster: back to the second before a mistake, and nothing acknowledged lost with a synchronous standby."""

from __future__ import annotations

import dataclasses
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
        """A base backup as docs/restore.md says, every file there in the size of its manifest."""
        self.folder(name)
        source = ["-h", str(server.paths.pg_socket_dir), "-U", "postgres", "--no-password"]
        self.run(
            "pg_basebackup", *source, "-D", str(self.home / name), "--checkpoint=fast", "--wal-method=stream", *more
        )
        assert damaged(self.home / name) == []
        return self.home / name

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
    archive = f"test ! -f {clusters.archive}/%f && cp %p {clusters.archive}/%f"
    primary = clusters.start("primary", archive_mode="on", archive_command=archive, archive_timeout="60s")
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
    (base / "postgresql.auto.conf").write_text(
        f"restore_command = 'cp {clusters.archive}/%f %p'\nrecovery_target_time = '{moment}'\n"
        "recovery_target_action = 'promote'\n",
        encoding="utf-8",
    )
    (base / "recovery.signal").touch()
    for name in ("postgresql.auto.conf", "recovery.signal"):
        processes.give(base / name, processes.account())
    recovered = clusters.start("base")
    wait_for(lambda: ask(recovered, "SELECT NOT pg_is_in_recovery()") == [(True,)])
    ((rows, off),) = ask(recovered, "SELECT count(*), extract(epoch FROM %s::timestamptz - max(at)) FROM act", moment)
    assure(
        "R-53",
        f"{rows} of 40 rows back, {float(off):.2f} s before the DELETE's second",
        ok=rows == 40 and 0 <= off <= 1,
    )


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


def write(server: Postgres, acknowledged: list[int], number: int) -> None:
    """Rows of its own until the server is gone; only what was acknowledged counts."""
    connection = server.connect("postgres")
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            for n in range(number, 10**7, 4):
                cursor.execute("INSERT INTO act VALUES (%s)", [n])
                acknowledged.append(n)
    except psycopg2.Error:
        return


def damaged(base: Path) -> list[str]:
    """Each file of the manifest is there in its size (pg_verifybackup of the wheel ends with a fault of its own)."""
    every = json.loads((base / "backup_manifest").read_text(encoding="utf-8"))["Files"]
    listed = [file for file in every if file["Path"] != "postgresql.auto.conf"]  # rewritten for a standby
    return [file["Path"] for file in listed if (base / file["Path"]).stat().st_size != file["Size"]]


def wait_for(true, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.1)
