"""R-55: a release that only adds is migrated to under load; the one that does not needs the house stopped, and how long."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from auxpolice.embedded.postgres import Postgres
from tests import servers
from tests.faults.stand import ROOT
from tests.load.figures import FLOOR, READ, WRITE, Log, neighbours
from tests.load.house import PEOPLE, TRAIL
from tests.load.visitors import visit

pytestmark = pytest.mark.long
FIRST_RELEASE = "5ce07d9"  # 0.1.0
WINDOW_PEOPLE = int(os.environ.get("WINDOW_PEOPLE", "50000"))
LONGEST = 2.0  # seconds a request may take
MOST_MINUTES = 30
ENTRIES = """
INSERT INTO core_auditentry (at, action, success, actor_id, actor_name, object_type, object_id, object_label, unit_path,
    before, after, reason, request_id, address, entrance)
SELECT now() - make_interval(secs => ({rows} - n) * 30), 'auxiliary.changed', true, n % 400 + 1, 'user ' || n % 400,
    'roster.Auxiliary', (n % 9000)::text, 'person ' || n % 9000, '1.' || n % 16 + 2 || '.',
    jsonb_build_object('grade', n), jsonb_build_object('grade', n + 1), '', md5((n / 2)::text), '10.0.0.1', 'page'
FROM generate_series(1, {rows}) n
"""


def manage(folder: Path, environment: dict[str, str], *arguments: str) -> float:
    """Seconds that a command of manage.py took."""
    begun = time.monotonic()
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, (arguments, done.stdout[-1500:], done.stderr[-1500:])
    return time.monotonic() - begun


def slowest(log: Log) -> float:
    return max(log.took(READ, WRITE))


def test_a_release_that_only_adds_is_migrated_to_while_everybody_works(house, assure):
    took = []
    environment = house.stand.environment("migrate") | {"DJANGO_SETTINGS_MODULE": "tests.load.expanding.settings"}

    async def migrate(_log: Log, _end: float) -> None:
        await asyncio.sleep(15)
        took.append(await asyncio.to_thread(manage, ROOT, environment, "migrate", "--verbosity", "0"))

    before = neighbours()
    log = visit(house.port, house.staff, 60, seed=11, beside=[migrate])
    print(f"\n{before}, {neighbours()}\n{log.table()}")
    wrong = sum(log.wrong.values())
    assure(
        "R-55",
        f"column, constraint, backfill and index on {PEOPLE:,} people and {TRAIL:,} entries in {took[0]:.0f} s under "
        f"{log.asked} requests of the code before: slowest {slowest(log):.1f} s (bare page {max(log.took(FLOOR)):.1f} s), "
        f"{wrong} errors, {before}",
        ok=slowest(log) <= LONGEST and not wrong,
    )


def test_a_lock_held_for_long_would_be_seen(house):
    """The control: what a migration in place does to a table for as long as it rewrites it."""

    def lock() -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("LOCK TABLE roster_auxiliary, duties_assignment IN ACCESS EXCLUSIVE MODE")
            time.sleep(4)
            cursor.execute("ROLLBACK")
        connections["owner"].close()

    async def hold(_log: Log, _end: float) -> None:
        await asyncio.sleep(5)
        await asyncio.to_thread(lock)

    with house.stand.inside():
        log = visit(house.port, house.staff, 15, seed=12, beside=[hold], thinking=(2, 5))
    assert slowest(log) > LONGEST


def test_how_long_the_house_is_stopped_from_the_first_release(django_db_setup, tmp_path, assure):
    """0.1.0 as it was, with its own scale data and a long trail; then `migrate` of today, timed."""
    packed = subprocess.run(["git", "archive", FIRST_RELEASE], cwd=ROOT, check=True, capture_output=True).stdout
    release, database = tmp_path / "release", "window"
    release.mkdir()
    subprocess.run(["tar", "-x"], cwd=release, input=packed, check=True)
    kept = {name: value for name, value in os.environ.items() if name not in ("DATA", "AUXPOLICE_TODAY")}
    environment = kept | servers.urls(database) | {
        "DATA": str(tmp_path / "data"), "SECRET_KEY": settings.SECRET_KEY, "FIELD_KEYS": ",".join(settings.FIELD_KEYS),
        "DJANGO_SETTINGS_MODULE": "auxpolice.settings", "EMAIL_URL": "memory:", "HTTPS": "0",
    }  # fmt: skip
    server = Postgres()
    server.set_up(database)
    try:
        manage(release, environment, "migrate", "--verbosity", "0")
        manage(release, environment, "seed_scale", f"--auxiliaries={WINDOW_PEOPLE}", "--verbosity", "0")
        server.execute(database, ENTRIES.format(rows=TRAIL))
        before = neighbours()
        seconds = manage(ROOT, environment, "migrate", "--verbosity", "0")
        manage(ROOT, environment, "verify_audit")
    finally:
        servers.drop(database)
    assure(
        "R-55",
        f"0.1.0 → this release with the house stopped (ADR 0013): {seconds / 60:.1f} min for {WINDOW_PEOPLE:,} people and "
        f"{TRAIL:,} entries, chain intact, {before}",
        ok=seconds <= MOST_MINUTES * 60,
    )
