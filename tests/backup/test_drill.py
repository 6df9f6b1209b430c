"""Does a stranger get everything back in a new folder, with the written page and nothing else?"""

from __future__ import annotations

import os
import re
import subprocess
import time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections

from auxpolice.backing_up import keys, making
from organisation.models import Person
from scripts import messages
from tests.assurance import long_form

ROOT = Path(messages.__file__).resolve().parent.parent
PASSPHRASE = "correct horse battery staple"
AUXILIARIES = 100_000
MOST_MINUTES = 15


@pytest.fixture
def filled(house: str) -> str:
    """Small: a person with sealed numbers. Long: a province."""
    if long_form():
        from organisation.models import Unit

        Unit.objects.all().delete()
        connections["owner"].close()
        call_command("seed_scale", auxiliaries=AUXILIARIES, verbosity=0)
    else:
        Person.objects.create(name="王小明", identity_number="999999199001011234", phone="13900001111")
    return house


def test_a_stranger_brings_everything_back_with_the_page_alone(filled, tmp_path, assure):
    tmp_path.chmod(0o755)
    backup, kept, place = tmp_path / "backup", tmp_path / "keys.json", tmp_path / "new" / "place"
    begun = time.monotonic()
    made = making.make(backup)
    making_minutes = (time.monotonic() - begun) / 60
    keys.keep(kept, PASSPHRASE)
    connections.close_all()
    begun = time.monotonic()
    told = drill(backup, kept, place)
    minutes = (time.monotonic() - begun) / 60
    rows = sum(table["rows"] for table in made["tables"].values())
    assert told.returncode == 0, told.stdout + told.stderr
    assert "audit trail intact" in told.stdout
    assert not list(tmp_path.glob("new/place*")), "the drill leaves nothing behind"
    assure(
        "R-52",
        f"{len(made['tables'])} tables, {rows} rows, 3 documents: all hashes equal, chain intact, {minutes:.1f} min "
        f"(backup {making_minutes:.1f} min, {made['bytes'] / 1e6:.0f} MB)",
        ok=minutes <= MOST_MINUTES,
    )


def test_the_drill_fails_where_one_row_differs_from_the_manifest(house, tmp_path, monkeypatch):
    """The control: a backup whose manifest was made of something else does not pass as equal."""
    tmp_path.chmod(0o755)
    honest = making.hashing.tables

    def one_wrong(*args, **more):
        found = honest(*args, **more)
        found["organisation_unit"]["sha256"] = "0" * 64
        return found

    monkeypatch.setattr(making.hashing, "tables", one_wrong)
    making.make(tmp_path / "backup")
    keys.keep(tmp_path / "keys.json", PASSPHRASE)
    told = drill(tmp_path / "backup", tmp_path / "keys.json", tmp_path / "new" / "place")
    assert told.returncode == 1
    assert "the table organisation_unit does not hold what it held" in told.stdout


def drill(backup: Path, kept: Path, place: Path) -> subprocess.CompletedProcess[str]:
    place.parent.mkdir()
    place.parent.chmod(0o755)
    secret = place.parent / "passphrase"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    environment = {k: v for k, v in os.environ.items() if k not in {"FIELD_KEYS", "SECRET_KEY", "AUXPOLICE_TEST_PG"}}
    environment["BACKUP_PASSPHRASE_FILE"] = str(secret)
    command = [str(ROOT / "scripts" / "drill"), str(backup), str(kept), "--place", str(place)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, cwd=ROOT)


def test_the_page_says_every_command_it_needs():
    page = (ROOT / "docs" / "restore.md").read_text(encoding="utf-8")
    boxes = re.findall(r"^```sh drill\n(.*?)^```$", page, re.M | re.S)
    assert len(boxes) == 1 and "manage.py restore" in boxes[0]
