"""The field table says who reads and who writes what; models, API answers and writing are set beside it (R-06)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction
from django.urls import resolve
from rest_framework.serializers import ModelSerializer

from core.masking import SENSITIVE
from tests.cast import PRINCIPALS
from tests.permissions import fields, world
from tests.permissions.stages import stage
from tests.permissions.table import Row, Visitors, rows

TABLE = {name: row for name, row in rows().items() if name.startswith("api-") and not row.exempt}
READERS = {group: who for who, (group, _unit) in reversed(PRINCIPALS.items())}  # of each group the first
NUMBERS = {"identity_number", "phone", "bank_card", "address", "emergency_phone"}
OWN = (
    "api-own-"  # about oneself everything is told, as a copy of one's data is due (PIPL art. 45), and about nobody else
)
PROPERTIES = {"identity_masked": "identity_number"}  # a property that shows a field masked


@pytest.fixture(scope="module")
def visitors(django_db_setup: None, django_db_blocker) -> Iterator[Visitors]:
    with django_db_blocker.unblock(), stage() as (cast, objects):
        objects["contract"].signed_on = None  # so that there is something to note
        objects["contract"].save(update_fields=["signed_on"])
        yield Visitors(world.sessions(cast), objects)


def test_every_field_has_its_class(assure):
    missing, strange = fields.missing(), fields.strange()
    assert not missing and not strange, f"without a class: {missing}; without a field: {strange}"
    found = list(fields.of_models())
    assure(
        "R-06", f"{len(found)} fields of {len({key.rpartition('.')[0] for key in found})} models in the table", ok=True
    )


def test_sealed_numbers_are_never_read_in_the_clear():
    for key, found in fields.table().items():
        if key.startswith(("organisation.Person.", "roster.Auxiliary.")) and key.rpartition(".")[2] in NUMBERS:
            assert "clear" not in found.levels.values(), key
            assert key.rpartition(".")[2] in SENSITIVE


def test_health_politics_and_conduct_are_read_by_hr_alone():
    for key in (
        "roster.Document.title", "roster.Document.file", "roster.Restriction.reason", "roster.Injury.what",
        "roster.Contract.end_reason", "roster.Leaving.reason", "roster.Auxiliary.political_status",
    ):  # fmt: skip
        assert set(fields.table()[key].levels) == {"hr"}, key


def test_the_api_gives_each_group_what_the_table_says(visitors: Visitors, assure):
    wrong, looked = [], 0
    for row in TABLE.values():
        for group, who in READERS.items():
            if "GET" not in row.methods or who not in row.methods["GET"].allow or row.name.startswith(OWN):
                continue
            response = visitors.ask(row, "GET", who)
            serializer = serializer_of(row, visitors)
            if serializer is None or "json" not in response.headers.get("Content-Type", ""):
                continue
            for told in items(response.json()):
                for name, key, kept in sources(serializer, told):
                    looked += 1
                    if problem := compare(fields.reads(key, group), told[name], kept):
                        wrong.append(f"{group} {row.name} {name} ({key}): {problem}")
    assert not wrong, "\n".join(sorted(set(wrong)))
    assure("R-06", f"{looked:,} values of API answers as the table says", ok=looked > 500)


def test_what_is_told_about_oneself_is_about_nobody_else(visitors: Visitors):
    mine = {
        row.name: items(visitors.ask(row, "GET", "auxiliary").json())
        for row in TABLE.values()
        if row.name.startswith(OWN)
    }
    found = {name: {one["auxiliary"] for one in told} for name, told in mine.items()}
    assert found and len(set.union(*found.values())) == 1, found


def serializer_of(row: Row, visitors: Visitors) -> Any:
    view = resolve(row.address(visitors.objects).partition("?")[0]).func
    found = getattr(getattr(view, "cls", None), "serializer_class", None)
    return found if found is not None and issubclass(found, ModelSerializer) else None


def items(answer: Any) -> list[dict[str, Any]]:
    return answer["results"] if "results" in answer else [answer]


def sources(serializer: Any, told: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Name in the answer, field of the model, and the value that is kept."""
    model = serializer.Meta.model
    kept = model._base_manager.filter(pk=told["id"]).first() if "id" in told else None
    for name, found in serializer().fields.items():
        if name not in told or kept is None:
            continue
        parts = (found.source or name).split(".")
        if (key := field_of(model, parts)) is not None:
            yield name, key, value_of(kept, parts)


def field_of(model: Any, parts: list[str]) -> str | None:
    """`person.born_on` of an auxiliary is `organisation.Person.born_on`; None for what is computed."""
    *relations, last = parts
    for relation in relations:
        model = model._meta.get_field(relation).related_model
    try:
        found = model._meta.get_field(PROPERTIES.get(last, last))
    except FieldDoesNotExist:
        return None
    return f"{model._meta.label}.{found.name}" if found.concrete else None


def value_of(row: Any, parts: list[str]) -> Any:
    for part in parts:
        row = getattr(row, PROPERTIES.get(part, part), None)
    return row


def compare(level: str, told: Any, kept: Any) -> str:
    """Empty when the answer gives as much as the level opens, no more and no less."""
    shown = told not in (None, "", [])
    if level == "clear":
        return "closed, though the table opens it" if not shown and kept not in (None, "", [], False) else ""
    if level in ("masked", "asked"):
        return "in the clear" if shown and "*" not in str(told) else ""
    return "open, though the table closes it" if shown else ""


def test_a_field_more_is_found(visitors: Visitors):
    """The controls of comparing."""
    assert (
        compare("no", "3500.00", 3500)
        and compare("masked", "13800001234", "13800001234")
        and compare("clear", None, "x")
    )
    assert not compare("masked", "138****1234", "13800001234") and not compare("no", None, 3500)


PATCHED = sorted(name for name, row in TABLE.items() if "PATCH" in row.methods)


@pytest.mark.parametrize("name", PATCHED)
def test_nobody_writes_what_the_table_closes(name: str, visitors: Visitors, assure):
    """Every field of the model sent alone, by everybody who may change the object: only fields of the group change."""
    row, tried, written = TABLE[name], 0, set()
    target = visitors.objects[row.kinds[0]]
    label = target._meta.label
    for group, who in READERS.items():
        if who not in row.methods["PATCH"].allow:
            continue
        for column in target._meta.concrete_fields:
            for value in other_values(column, getattr(target, column.attname)):
                tried += 1
                changed = patched(visitors, row, who, target, {column.name: value, column.attname: value})
                written |= changed
                forbidden = {one for one in changed if not fields.writes(f"{label}.{one}", group, target)}
                assert not forbidden - counters(target), (who, column.name, forbidden)
    assert written, f"{name}: nothing could be changed at all, so this proves nothing"
    assure("R-06", f"{name}: {tried} fields sent one by one, {len(written)} may be written", ok=True)


def counters(target: Any) -> set[str]:
    """What counts or follows a change by itself."""
    return {one for one in ("version", "revision", "last_day", "first_day") if hasattr(target, one)}


def patched(visitors: Visitors, row: Row, who: str, target: Any, body: dict[str, Any]) -> set[str]:
    """The columns that differ after sending it; undone."""
    before = columns(target)
    client = visitors.client(who)
    with transaction.atomic():
        client.patch(row.address(visitors.objects), body, content_type="application/json")
        after = columns(target)
        transaction.set_rollback(True)
    return {name for name, value in after.items() if value != before[name]}


def columns(target: Any) -> dict[str, Any]:
    found = type(target)._base_manager.get(pk=target.pk)
    return {one.name: getattr(found, one.attname) for one in target._meta.concrete_fields}


def other_values(column: Any, present: Any) -> list[Any]:
    """Values that another row of this kind might have."""
    if column.choices:
        return [value for value, _label in column.flatchoices if value != present][:2]
    if isinstance(column, models.ForeignKey):
        return [pk for pk in column.related_model._base_manager.values_list("pk", flat=True)[:3] if pk != present][:2]
    if isinstance(column, models.BooleanField):
        return [not present]
    if isinstance(column, models.DateField):  # a moment is one, too
        moment = dt.datetime(2027, 3, 1, tzinfo=dt.UTC)
        return [(moment if isinstance(column, models.DateTimeField) else moment.date()).isoformat()]
    if isinstance(column, models.IntegerField | models.DecimalField | models.AutoField):
        return [int(present or 0) + 1]
    if isinstance(column, models.JSONField):
        return [{"x": 1}]
    return [["mass"]] if isinstance(present, list) else ["13800001111", "mass"]
