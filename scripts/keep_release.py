#!/usr/bin/env python3
"""Keep the demonstration of a release for the tests of upgrading: `python scripts/keep_release.py COMMIT VERSION`.

Takes that commit out of git into a temporary folder, lets it make its own demonstration in a database of its own, and
writes tests/backup/releases/VERSION.sql.gz.
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DAY = "2026-11-21"  # whose demonstration it is
# Runs in the taken-out release, so only with what every release has.
INSIDE = """
import os, shutil, signal, subprocess, sys
from auxpolice.embedded import credentials, paths
from auxpolice.embedded.postgres import Postgres
from auxpolice.embedded.valkey import Valkey
server, queue = Postgres(), Valkey()
running = [server.start()]
server.set_up()
running.append(queue.start())
try:
    import django
    django.setup()
    from django.core.management import call_command
    call_command("migrate", verbosity=0, interactive=False)
    call_command("seed_demo", verbosity=0)
    dump = [str(server.prepare() / "pg_dump"), "-h", str(paths().pg_socket_dir), "-U", "postgres", "--no-comments"]
    environment = {**os.environ, "PGPASSWORD": credentials().postgres_password}
    subprocess.run([*dump, "-f", sys.argv[1], "auxpolice"], env=environment, check=True)
finally:
    for process in running:
        process.send_signal(signal.SIGINT)
        process.wait(30)
    for folder in {paths().pg_data.parent, paths().pg_socket_dir}:
        shutil.rmtree(folder, ignore_errors=True)
"""


def main(commit: str, version: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # noqa: S103 - PostgreSQL's own account must walk through it
        release, data, dump = Path(folder) / "release", Path(folder) / "data", Path(folder) / "dump.sql"
        release.mkdir()
        packed = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
        subprocess.run(["tar", "-x"], cwd=release, input=packed, check=True)
        subprocess.run([sys.executable, "-c", INSIDE, str(dump)], cwd=release, env=environment(data), check=True)
        kept = ROOT / "tests" / "backup" / "releases" / f"{version}.sql.gz"
        kept.write_bytes(gzip.compress(dump.read_bytes(), 9, mtime=0))
    shutil.rmtree(data, ignore_errors=True)
    print(f"{kept}: {kept.stat().st_size} bytes")


def environment(data: Path) -> dict[str, str]:
    """The keys of the tests, so that they can open what this release sealed."""
    own = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    keys = {"SECRET_KEY": "tests-only-" + "x" * 50, "FIELD_KEYS": "dGVzdHMtb25seS1maWVsZC1rZXktMzItYnl0ZXMhISE="}
    told = {"DATA": str(data), "DEMO": "1", "AUXPOLICE_TODAY": DAY, "DJANGO_SETTINGS_MODULE": "auxpolice.settings"}
    return {**own, **keys, **told, "EMAIL_URL": "memory:"}


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("Name a commit and its version: python scripts/keep_release.py v0.1.0 0.1.0")
    main(*sys.argv[1:])
