"""A trail of one's own: a private database, and a place and key of its own for the anchors."""

import psycopg2
import pytest
from django.db import transaction

from auxpolice.embedded import credentials
from auxpolice.embedded.postgres import Postgres
from core.actors import SYSTEM
from core.audit import record
from evidence import keys


@pytest.fixture
def anchored(settings, tmp_path):
    settings.AUDIT_ANCHORS = str(tmp_path / "anchors.jsonl")
    settings.AUDIT_ANCHOR_KEY = ["the key of this test"]
    settings.AUDIT_STREAM = "off"
    keys._from_file.cache_clear()
    return tmp_path / "anchors.jsonl"


@pytest.fixture
def superuser(fresh_db):
    """A connection as the superuser of the server: what no role of ours may, this one may."""
    connection = Postgres().connect(fresh_db)
    connection.autocommit = True
    yield connection
    connection.close()


@pytest.fixture
def owner(fresh_db):
    """A connection as the owner of the tables, who may become the owner of the trail."""
    connection = psycopg2.connect(
        host=str(Postgres().paths.pg_socket_dir),
        user="auxpolice_owner",
        password=credentials().owner_password,
        dbname=fresh_db,
    )
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE auxpolice_audit")
    yield connection
    connection.close()


@pytest.fixture
def write(fresh_db):
    def acts(number, action="thing.changed"):
        for count in range(number):
            with transaction.atomic():
                record(action, by=SYSTEM, before={"n": count}, after={"n": count + 1}, label=f"thing {count}")

    return acts
