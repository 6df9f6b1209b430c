"""Every text that people write, in every table, filled with what a browser would run if a page forgot to escape it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.db.models import functions

from core.apps import Room
from core.crypto.fields import SealedField

MARK = "data-xss"
# Ends an attribute, a tag, a script, a comment and a text area; begins an element that would run at once.
XSS = f"""'"--></textarea></script><img {MARK} src=x onerror="window.xss=1">"""
SHORT = f'"><b {MARK}>'  # for short columns
OF_PEOPLE = (models.CharField, models.TextField)
# Not typed by anybody: names by which the house finds its own things.
KEYS = {
    "path", "unit_path", "code", "key", "kind", "group", "pack", "session_key", "token", "token_hash", "password", "username",
    "sha256", "file_sha256", "stored_name", "content_type", "url", "field", "provider", "source", "label", "text_hash",
}  # fmt: skip


class Marks(HTMLParser):
    """Elements that a text has made, as a browser would see them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _value in attrs}
        if MARK in names or any(name.startswith("on") for name in names):
            self.found.append(self.get_starttag_text() or tag)


def marks(page: str) -> list[str]:
    parser = Marks()
    parser.feed(page)
    return parser.found


def columns() -> Iterator[tuple[type[models.Model], models.Field[Any, Any]]]:
    """Texts without choices of the tables of the rooms."""
    for room in apps.get_app_configs():
        if isinstance(room, Room):
            for model in room.get_models():
                for field in model._meta.concrete_fields:
                    if isinstance(field, OF_PEOPLE) and not field.choices and field.name not in KEYS:
                        yield model, field


def everywhere() -> tuple[list[str], list[str]]:
    """Fill them all; the names of those that took it, and of those whose constraint or owner refused."""
    taken, refused = [], []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    for model, field in columns():
        name = f"{model._meta.label}.{field.name}"
        try:
            with transaction.atomic():
                number = fill(model, field)
        except (DatabaseError, TypeError, ValueError):
            refused.append(name)
        else:
            if number:
                taken.append(name)
    return taken, refused


def fill(model: type[models.Model], field: models.Field[Any, Any]) -> int:
    """Every row's text; a sealed one is written row by row. How many there were."""
    longest = field.max_length or 1000
    text = XSS if longest >= len(XSS) + 8 else SHORT
    rows = models.QuerySet(model)
    if isinstance(field, SealedField):
        found = [row for row in rows if getattr(row, field.attname)]
        for row in found:
            setattr(row, field.attname, text)
            row.save(update_fields=[field.attname])
        return len(found)
    single = field.unique or any(field.name in group for group in _together(model))
    told = (
        functions.Concat(models.Value(text), functions.Cast("pk", models.CharField())) if single else models.Value(text)
    )
    rows = rows.exclude(**{field.attname: ""})
    try:
        with transaction.atomic():
            return rows.update(**{field.attname: told})
    except DatabaseError:  # some rows are closed for ever: those that are not
        return sum(one_by_one(rows, field, told))


def one_by_one(rows: models.QuerySet[Any], field: models.Field[Any, Any], told: Any) -> Iterator[int]:
    for key in list(rows.values_list("pk", flat=True)):
        with suppress(DatabaseError), transaction.atomic():
            yield rows.model._base_manager.filter(pk=key).update(**{field.attname: told})


def _together(model: type[models.Model]) -> Iterator[tuple[str, ...]]:
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            yield constraint.fields
