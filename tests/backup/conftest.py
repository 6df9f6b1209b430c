"""Empty databases to restore into, and places for documents and backups that go with the test."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from auxpolice.backing_up import making
from auxpolice.embedded import credentials
from auxpolice.embedded.postgres import Postgres
from organisation.models import Unit
from tests import servers
from tests.conftest import WORKER, connected_to

_numbers = itertools.count(1)
DOCUMENTS = {
    "documents/2026/11/合同.pdf": b"%PDF-1.7 contract",
    "photos/empty.png": b"",
    "photos/big.png": os.urandom(3 << 20),
}


@pytest.fixture
def new_database(django_db_setup: None) -> Iterator[str]:
    """The name of a database with our roles and nothing in it."""
    name = f"empty_{WORKER}_{next(_numbers)}"
    Postgres().set_up(name)
    yield name
    servers.drop(name)


@pytest.fixture(autouse=True)
def anchors(tmp_path: Path, settings) -> None:
    """Anchors speak of one database; those of other tests lie beside them in the folder of the run."""
    settings.AUDIT_ANCHORS = str(tmp_path / "anchors" / "anchors.jsonl")


@pytest.fixture
def media(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def house(fresh_db: str, media: Path) -> str:
    """A database with a few rows of ours, and three documents."""
    Unit.objects.create(
        code="110000", name="市局 \t\n\\ 引号'\"", level="city", path="110000.", starts_on=date(2020, 1, 1)
    )
    for name, content in DOCUMENTS.items():
        default_storage.save(name, ContentFile(content))
    return fresh_db


@pytest.fixture
def backup(house: str, tmp_path: Path) -> Path:
    """A whole backup of that house."""
    making.make(tmp_path / "backups" / "one")
    return tmp_path / "backups" / "one"


@pytest.fixture
def elsewhere(new_database: str, tmp_path: Path, settings, monkeypatch) -> Iterator[Callable[[], Path]]:
    """Call it, and the settings speak of another, empty house on a server; answers its folder of documents."""
    with ExitStack() as moved:

        def go() -> Path:
            moved.enter_context(connected_to(new_database))
            settings.MEDIA_ROOT = tmp_path / "other-media"
            settings.EMBEDDED_DATABASE = False
            monkeypatch.setenv("RESTORE_DATABASE_URL", administrator_of(new_database))
            return settings.MEDIA_ROOT

        yield go


def administrator_of(name: str) -> str:
    own = servers.urls(name)["DATABASE_URL"]
    return own.replace("auxpolice_app", "postgres").replace(credentials().app_password, credentials().postgres_password)
