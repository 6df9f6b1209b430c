"""Is every field that can hold text classed, and does what is sealed lie sealed? (R-50)"""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.signing import JSONSerializer
from django.db import connection, models

from core.crypto import SealedField, sealed_fields
from core.crypto.fields import sealed_models
from core.crypto.files import SealedFileField
from core.masking import SENSITIVE
from core.sealed import SealedModel, SealedQuerySet

ROWS = tomllib.loads((Path(__file__).parent / "fields.toml").read_text(encoding="utf-8"))
CLASSES = {"public", "internal", "personal", "sealed"}
HOLD = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField, ArrayField)
BY_SERIALIZER = {("sessions.Session", "session_data")}
# Told by the words of their act, not by the field's name: they never stand in the trail's before and after.
NOT_IN_THE_TRAIL = {
    "answer",
    "authority",
    "brought_by",
    "closing",
    "comment",
    "end_reason",
    "findings",
    "grounds",
    "objection",
    "objector",
    "reason",
    "reasons",
    "result",
    "secret",
    "self_report",
    "should_be",
    "source",
    "subject",
    "text",
    "title",
    "what",
    "words",
    "why_ended",
    "wrong",
}


def fields():
    for model in apps.get_models(include_auto_created=True):
        for field in () if model._meta.proxy else model._meta.concrete_fields:
            if isinstance(field, HOLD):
                yield model._meta.label, field


def test_every_field_has_a_row_with_class_and_reason(assure):
    found = {(label, field.name) for label, field in fields()}
    rows = {(label, name) for label, table in ROWS.items() for name in table}
    assert sorted(found - rows) == [], "class these fields in tests/secrets/fields.toml"
    assert sorted(rows - found) == [], "these rows of tests/secrets/fields.toml name no field"
    for label, table in ROWS.items():
        for name, said in table.items():
            kind, _, why = said.partition(": ")
            assert kind in CLASSES and why, (label, name)
    sealed = sum(said.startswith("sealed") for table in ROWS.values() for said in table.values())
    assure("R-50", f"{len(found)} fields classed, {sealed} of them sealed", ok=found == rows)


def test_what_is_classed_sealed_is_sealed_and_nothing_else():
    for label, field in fields():
        lies_sealed = isinstance(field, SealedField | SealedFileField) or (label, field.name) in BY_SERIALIZER
        assert ROWS[label][field.name].startswith("sealed") == lies_sealed, (label, field.name)


def test_every_sealed_model_takes_its_keys_first_and_each_place_is_its_own():
    labels = [field.label for model in sealed_models() for field in sealed_fields(model)]
    assert len(labels) == len(set(labels)) and all(labels)
    for model in sealed_models():
        assert issubclass(model, SealedModel), model
        assert isinstance(model._default_manager.get_queryset(), SealedQuerySet), model


def test_the_trail_masks_what_is_sealed():
    names = {field.name for model in sealed_models() for field in sealed_fields(model)}
    assert sorted(names - SENSITIVE - NOT_IN_THE_TRAIL) == []


@pytest.mark.django_db
def test_a_session_lies_sealed():
    store = SessionStore()
    store["code_once"] = "canary-of-the-session"
    store.save()
    assert SessionStore(store.session_key)["code_once"] == "canary-of-the-session"
    raw = signing.loads(
        Session.objects.get(pk=store.session_key).session_data, salt=store.key_salt, serializer=AsItLies
    )
    assert b"canary-of-the-session" not in raw
    assert b"canary-of-the-session" in JSONSerializer().dumps({"code_once": "canary-of-the-session"})  # the control


class AsItLies:
    def loads(self, data):
        return data


@pytest.mark.django_db
def test_every_sealed_column_of_conduct_changes_by_its_act_or_its_key_alone():
    """A new one needs `what_is_sealed_stays` on its table: see discipline/migrations/0007_what_was_said_stays.py."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, encode(tgargs, 'escape') FROM pg_trigger WHERE tgname = 'what_is_sealed_stays'"
        )
        guarded = dict(cursor.fetchall())
    models = [model for model in sealed_models() if model._meta.app_label == "discipline"]
    places = [(model._meta.db_table, field.column) for model in models for field in sealed_fields(model)]
    assert [place for place in places if f"{place[1]}=" not in guarded.get(place[0], "")] == []
