"""Does what lay in the clear in 0.1.0 open to the very same after its migration, and is everybody still found?"""

import json

import pytest
from django.apps import apps
from django.db import connection
from django.test import override_settings

from auxpolice.embedded.postgres import Postgres
from core.crypto import find, keys, rotation
from core.crypto.fields import SealedJSONField, sealed_fields, sealed_models
from core.crypto.sealing import PLACE_ONLY
from core.models import SealedIndex
from organisation.models import Person
from tests import servers
from tests.backup.test_upgrade import KEY, fill
from tests.conftest import WORKER, connected_to, migrate
from tests.secrets.test_rotation import NEW, rotated


def columns(table):
    with connection.cursor() as cursor:
        cursor.execute("SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s", [table])
        return dict(cursor.fetchall())


def in_the_clear():
    """(table, column) → {row: value} of each column that is sealed now and was not then."""
    found = {}
    for model in sealed_models():
        there = columns(model._meta.db_table)
        for field in sealed_fields(model):
            if there.get(field.column, "bytea") != "bytea":
                with connection.cursor() as cursor:
                    cursor.execute(f'SELECT id, "{field.column}" FROM {model._meta.db_table}')
                    rows = dict(cursor.fetchall())
                found[model._meta.label, field.name] = rows
    return found


@pytest.mark.long
def test_what_lay_in_the_clear_opens_to_the_same(django_db_setup, django_db_blocker, tmp_path):
    name = f"sealing_{WORKER}"
    Postgres().set_up(name)
    with django_db_blocker.unblock(), connected_to(name), override_settings(FIELD_KEYS=[KEY]):
        fill(name, "0.1.0", tmp_path / "dump.sql")
        before = in_the_clear()
        migrate(name)
        compared = 0
        for (label, field), rows in before.items():
            model = apps.get_model(label)
            empty = [] if isinstance(model._meta.get_field(field), SealedJSONField) else ""
            now = {row.pk: getattr(row, field) for row in model._base_manager.all()}
            assert {key: value or empty for key, value in now.items()} == {
                k: v or empty for k, v in as_told(rows, model._meta.get_field(field)).items()
            }
            compared += sum(bool(value) for value in rows.values())
        assert compared > 10
        people = [p for p in Person.objects.all() if p.identity_number]
        assert find(Person, "identity_number", [p.identity_number for p in people]) == {
            p.identity_number: p.pk for p in people
        }
        with override_settings(FIELD_KEYS=[NEW, KEY]):
            report = rotated()
            assert len(report["removable"]) == 1
            assert not any(head.endswith(f" {PLACE_ONLY}") for heads in rotation.counted().values() for head in heads)
        with override_settings(FIELD_KEYS=[NEW]):
            rotated()
            assert {p.pk for p in people} == {p.pk for p in Person.objects.all() if p.identity_number}
            assert {bytes(g) for g in SealedIndex.objects.values_list("generation", flat=True)} == set(keys())
    servers.drop(name)


def as_told(rows, field):
    """JSON columns come as text from a bare cursor."""
    if not isinstance(field, SealedJSONField):
        return rows
    return {key: json.loads(value) if isinstance(value, str) else value for key, value in rows.items()}
