"""R-30 for what is not a worker: kill -9 amid a migration. The next `migrate` goes on from there to the same database."""

from __future__ import annotations

import os
import subprocess
import sys

import psycopg2
import pytest

from auxpolice.embedded import credentials
from auxpolice.embedded.postgres import script
from tests.assurance import long_form
from tests.faults.stand import DATABASE, ROOT, Stand

KILLED = "halfway"
ROUNDS = 6 if long_form() else 1
SHAPE = """
    SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns
    WHERE table_schema = 'public' ORDER BY 1, 2
"""
# Without their texts: the database compared with went through a dump, which writes casts otherwise.
RULES = "SELECT conrelid::regclass::text, conname, contype, convalidated FROM pg_constraint ORDER BY 1, 2"
RIGHTS = """
    SELECT relname, right_of::text FROM pg_class, unnest(relacl) AS right_of
    WHERE relnamespace = 'public'::regnamespace ORDER BY 1, 2
"""
DONE = "SELECT app, name FROM django_migrations ORDER BY 1, 2"

pytestmark = pytest.mark.long


def asked(stand: Stand, database: str, sql: str) -> list[tuple]:
    connection = stand.postgres.connect(database)
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()
    except psycopg2.errors.UndefinedTable:
        return []
    finally:
        connection.close()


def migrate(stand: Stand) -> int:
    secrets = credentials()
    base = f"{secrets.owner_password}@127.0.0.1:{stand.database.port}/{KILLED}"
    environment = stand.environment("migrate") | {
        "DATABASE_OWNER_URL": f"postgres://auxpolice_owner:{base}",
        "DATABASE_URL": f"postgres://auxpolice_app:{secrets.app_password}@127.0.0.1:{stand.database.port}/{KILLED}",
    }
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, capture_output=True).returncode


def test_killed_amid_a_migration_the_next_goes_on_to_the_same_database(world, assure):
    stand, kills, halves = world.stand, 0, set()
    stand.postgres.execute("postgres", f'CREATE DATABASE "{KILLED}" OWNER auxpolice_owner')
    stand.postgres.execute(KILLED, script("database.sql"))
    for number in range(ROUNDS):
        stand.points("migrate").mkdir(exist_ok=True)
        stand.arm("migrate", "mid-migration", f"kill {7 + 5 * number}")
        kills += migrate(stand) != 0
        halves.add(len(asked(stand, KILLED, DONE)))
    (stand.points("migrate") / "mid-migration").unlink(missing_ok=True)
    ended = migrate(stand)
    differ = [set(asked(stand, KILLED, sql)) ^ set(asked(stand, DATABASE, sql)) for sql in (SHAPE, RULES, RIGHTS, DONE)]
    stand.postgres.execute("postgres", f'DROP DATABASE "{KILLED}" WITH (FORCE)')
    figure = (
        f"{kills} kills amid migrating at {len(halves)} different points, then columns, constraints, rights the same"
    )
    assert not any(differ), differ
    assure("R-30", figure, ok=kills >= ROUNDS // 2 + 1 and ended == 0)
