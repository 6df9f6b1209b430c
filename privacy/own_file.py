"""The copy of one's own file (PIPL 45): everything the house keeps about a person, and nothing about anybody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst

from core.crypto import SealedField
from core.models import AuditEntry
from core.registries import PersonalData, personal_data
from core.templatetags.show import action_words

PEOPLE = ("organisation.Person", "organisation.Officer", "accounts.User", "roster.Auxiliary")
MOST_ENTRIES = 5_000


def sections(person: int) -> Iterator[tuple[PersonalData, list[dict[str, Any]]]]:
    """What each registered model keeps about this person, each row as field → value."""
    for entry in personal_data.all():
        yield entry, [dict(row) for row in rows_of(entry, person)]


def rows_of(entry: PersonalData, person: int) -> Iterator[Mapping[str, Any]]:
    if entry.rows is not None:
        yield from ({name: plain(value) for name, value in row.items()} for row in entry.rows(person))
        return
    model = apps.get_model(entry.model)
    shown = list(fields_shown(entry))
    linked = [field.name for field in shown if isinstance(field, models.ForeignKey)]
    rows = model._base_manager.filter(**{entry.person: person}).order_by("pk")
    for row in rows.select_related(*linked) if linked else rows:
        yield {field.name: plain(_value(row, field)) for field in shown}


def fields_shown(entry: PersonalData) -> Iterator[models.Field[Any, Any]]:
    """All fields but keys, indexes, those that point at people, and those of `without`."""
    for field in apps.get_model(entry.model)._meta.concrete_fields:
        sealed = isinstance(field, SealedField)
        if field.primary_key or field.name in entry.without or (isinstance(field, models.BinaryField) and not sealed):
            continue
        if isinstance(field, models.ForeignKey) and points_at_people(field):
            continue
        yield field


def points_at_people(field: models.ForeignKey[Any, Any]) -> bool:
    target = field.related_model._meta
    return target.label in PEOPLE or target.label in {entry.model for entry in personal_data.all()}


def _value(row: models.Model, field: models.Field[Any, Any]) -> Any:
    value = getattr(row, field.name)
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(field, models.FileField):
        return value.name.rpartition("/")[2] if value else ""
    return str(getattr(row, f"get_{field.name}_display")()) if field.choices and value else value


def plain(value: Any) -> Any:
    """As JSON says it."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, dt.date | dt.datetime | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain(inner) for inner in value]
    return str(value)


def trail(person: int, files: list[int]) -> list[dict[str, Any]]:
    """What was done with the file and when; who did it in office is not named."""
    rows = AuditEntry.objects.filter(object_type="roster.Auxiliary", object_id__in=[str(pk) for pk in files])
    return [
        {"at": at.isoformat(), "act": action, "words": action_words(action)}
        for at, action in rows.order_by("at").values_list("at", "action")[:MOST_ENTRIES]
    ]


def label_of(entry: PersonalData, name: str) -> str:
    """What a field is called."""
    try:
        field = apps.get_model(entry.model)._meta.get_field(name)
    except (LookupError, FieldDoesNotExist):
        return name
    return capfirst(str(getattr(field, "verbose_name", name)))
