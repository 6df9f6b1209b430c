"""Does the data of every earlier release come through all migrations unharmed, and one step back and forward again?"""

from __future__ import annotations

import gzip
import hashlib
import io
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import override_settings

from auxpolice.backing_up import hashing, proving
from auxpolice.embedded.postgres import Postgres
from auxpolice.model_states import drawn_once
from core import patience
from core.apps import Room
from core.crypto import SealedField
from tests import servers, template_cache
from tests.assurance import of_today
from tests.conftest import WORKER, connected_to, migrate

FOLDER = Path(__file__).parent / "releases"
Upgraded = tuple[str, dict[str, str], dict[str, str]]
KEY = "dGVzdHMtb25seS1maWVsZC1rZXktMzItYnl0ZXMhISE="  # of every kept release (scripts/keep_release.py)
RELEASES = sorted(path.name.removesuffix(".sql.gz") for path in FOLDER.glob("*.sql.gz"))


@pytest.fixture(scope="module", params=RELEASES)
def upgraded(
    request, django_db_setup, django_db_blocker, tmp_path_factory
) -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    """A release's database brought up to date: the release, its columns before and after."""
    name, version = f"release_{WORKER}", request.param
    server = Postgres()
    server.set_up(name)
    with django_db_blocker.unblock(), connected_to(name), override_settings(FIELD_KEYS=[KEY]):
        fill(name, version, tmp_path_factory.mktemp("release") / "dump.sql")
        before = hashes()
        migrate(name)
        yield version, before, hashes()
    servers.drop(name)


def fill(name: str, version: str, file: Path) -> None:
    file.write_bytes(gzip.decompress((FOLDER / f"{version}.sql.gz").read_bytes()))
    template_cache.run("psql", name, "-q", "-o", "/dev/null", "-v", "ON_ERROR_STOP=1", "-f", str(file))


def hashes() -> dict[str, str]:
    """A hash for each column of each table, in the order of its key, so that a difference can be named."""
    found = {}
    with transaction.atomic(), connection.cursor() as cursor, patience.without():
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(hashing.PLAIN)
        cursor.execute(hashing.COLUMNS)
        for table, columns, key in cursor.fetchall():
            rows = io.BytesIO()
            cursor.copy_expert(f'COPY (SELECT * FROM "{table}" ORDER BY {order(key or columns)}) TO STDOUT', rows)
            lines = rows.getvalue().splitlines()
            cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
            for place, column in enumerate(cursor.description):
                texts = (line.split(b"\t")[place] + b"\n" for line in lines)
                found[f"{table}.{column.name}"] = hashlib.sha256(b"".join(texts)).hexdigest()
    return found


def order(key: list[str]) -> str:
    return ", ".join(f'"{column}"' for column in key)


def differing(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {place for place in before if after.get(place) != before[place]}


def sealed_since(before: dict[str, str], places: set[str]) -> set[str]:
    """Those that only look different because they are sealed now: opened, they are what they were."""
    models = {model._meta.db_table: model for model in apps.get_models()}
    found = set()
    for place in places:
        table, column = place.split(".")
        fields = {field.column: field for field in models[table]._meta.local_concrete_fields} if table in models else {}
        if isinstance(field := fields.get(column), SealedField):
            texts = [str(getattr(row, field.name)) for row in models[table]._base_manager.order_by("pk")]
            if hashlib.sha256("".join(map(as_copied, texts)).encode()).hexdigest() == before[place]:
                found.add(place)
    return found


def as_copied(text: str) -> str:
    """A text as COPY writes it."""
    escapes = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return "".join(escapes.get(character, character) for character in text) + "\n"


def excused(version: str) -> dict[str, str]:
    return tomllib.loads((FOLDER / f"{version}.toml").read_text(encoding="utf-8"))["differs"]


def test_nothing_differs_after_the_upgrade_but_what_was_reviewed(upgraded, assure):
    version, before, after = upgraded
    reasons = excused(version)
    differ = differing(before, after) - sealed_since(before, differing(before, after))
    found = sorted(place for place in differ if not {place, place.split(".")[0]} & set(reasons))
    equal = len(before) - len(differ)
    assure("R-56", f"{equal} of {len(before)} columns of {version} equal, not reviewed: {found}", ok=not found)


def test_the_tables_of_the_release_before_are_all_there_and_ask_for_nothing_new(upgraded, assure):
    """Its columns are there, and new ones may be left out. What was sealed since, its programs cannot read (ADR 0013)."""
    version, before, after = upgraded
    tables = {place.split(".")[0] for place in before}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public' "
            "AND table_name = ANY (%s) AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'",
            [sorted(tables)],
        )
        must_be_given = {place for (place,) in cursor.fetchall()} - set(before)
    gone = set(before) - set(after)
    found = sorted(must_be_given | gone)
    assure("R-55", f"{len(before)} columns of {version} still there, gone or newly asked for: {found}", ok=not found)


def test_no_excuse_is_left_over(upgraded):
    version, before, after = upgraded
    used = differing(before, after)
    used |= {place.split(".")[0] for place in differing(before, after)}
    assert set(excused(version)) <= used
    assert all(len(reason) > 20 for reason in excused(version).values())


def test_what_was_sealed_then_opens_now(upgraded):
    assert proving.opened()["fields"] >= 3


def test_no_change_of_a_model_is_without_its_migration(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_newest_migrations_go_one_step_back_and_forward(upgraded, assure):
    """Each room's newest migration, if it has a way back, with all that stands on it: all back, then all forward.
    In the gate an eighth of the rooms each day."""
    before = hashes()
    there = of_today(newest(), "newest migrations", 8)
    stepped = [migration for migration in there if reversible(*migration)]
    one_way = len(there) - len(stepped)
    back(stepped)
    forward()
    changed = {place for place in differing(before, hashes()) if not place.startswith("django_migrations.")}
    assert not changed, sorted(changed)
    assure("R-56", f"{len(stepped)} migrations one step back and forward, {one_way} one-way", ok=bool(stepped))


def newest() -> list[tuple[str, str]]:
    """(room, newest migration) for each of our rooms with more than one."""
    ours = {config.label for config in apps.get_app_configs() if isinstance(config, Room)}
    graph = MigrationExecutor(connections["owner"]).loader.graph
    by_room: dict[str, list[str]] = defaultdict(list)
    for app, name in sorted(graph.nodes):
        if app in ours:
            by_room[app].append(name)
    return [(app, names[-1]) for app, names in by_room.items() if len(names) > 1]


def reversible(app: str, name: str) -> bool:
    """Itself and every migration that would have to go with it."""
    executor = MigrationExecutor(connections["owner"])
    plan = executor.loader.graph.backwards_plan((app, name))
    return all(way_back(operation) for node in plan for operation in executor.loader.get_migration(*node).operations)


def way_back(operation: Any) -> bool:
    return operation.reversible and all(map(way_back, getattr(operation, "database_operations", ())))


def back(migrations: list[tuple[str, str]]) -> None:
    """Take these back with all that stands on them, in one plan: each by itself would read the whole history anew."""
    connections.close_all()
    executor = MigrationExecutor(connections["owner"])
    graph = executor.loader.graph
    going = {node for migration in migrations for node in graph.backwards_plan(migration)}
    order = sorted(going, key=lambda node: len(graph.forwards_plan(node)), reverse=True)
    with drawn_once():
        executor.migrate(migrations, plan=[(graph.nodes[node], True) for node in order])
    assert not set(migrations) & set(MigrationExecutor(connections["owner"]).loader.applied_migrations)


def forward() -> None:
    connections.close_all()
    call_command("migrate", database="owner", verbosity=0, interactive=False)
