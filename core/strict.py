"""JSON has types: a text is no number and no yes, whatever could be made of it. What the document promises is held here."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework import serializers

Filter = Literal["day", "number"] | tuple[str, ...]
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
TEXTS = (
    serializers.CharField,
    serializers.ChoiceField,
    serializers.DateField,
    serializers.DateTimeField,
    serializers.TimeField,
)


def decimal_pattern(field: serializers.DecimalField) -> str:
    """How a number of this field is written as text."""
    places = field.decimal_places or 0
    whole = max((field.max_digits or 20) - places, 1)
    return rf"-?[0-9]{{1,{whole}}}" + (rf"(\.[0-9]{{1,{places}}})?" if places else "")


def refuse_wrong_types(serializer: serializers.BaseSerializer[Any], data: Any) -> None:
    """Raise ValidationError by field when a value of a JSON body has another type than its field. Forms have only texts."""
    if isinstance(data, QueryDict):
        return
    errors = _of_object(serializer, data)
    if errors:
        raise serializers.ValidationError(errors)


def _of_object(serializer: Any, data: Any) -> dict[str, Any]:
    """Only fields that are there and not null: what is missing or may not be null is the serializer's business."""
    if not isinstance(data, Mapping):
        return {}
    found = {}
    for name, field in serializer.fields.items():
        if data.get(name) is not None and not field.read_only and (said := _of_field(field, data[name])):
            found[name] = said
    return found


def _of_field(field: Any, value: Any) -> Any:
    if isinstance(field, serializers.ListSerializer | serializers.ListField):
        return _of_list(field.child, value)
    if isinstance(field, serializers.Serializer):
        return _of_object(field, value) if isinstance(value, Mapping) else [_("Send an object here.")]
    if isinstance(field, serializers.BooleanField):
        return [] if isinstance(value, bool) else [_("Send true or false.")]
    if isinstance(field, serializers.IntegerField):
        return [] if _is_number(value) and value == int(value) else [_("Send a whole number.")]
    if isinstance(field, serializers.DecimalField):
        return _of_decimal(field, value)
    if isinstance(field, TEXTS):
        return _of_text(field, value)
    return []


def _of_list(child: Any, value: Any) -> Any:
    if not isinstance(value, list):
        return [_("Send a list here.")]
    said = {
        str(number): wrong for number, one in enumerate(value) if one is not None and (wrong := _of_field(child, one))
    }
    return said or []


def _of_decimal(field: Any, value: Any) -> list[str]:
    if _is_number(value) or (isinstance(value, str) and re.fullmatch(decimal_pattern(field), value)):
        return []
    return [_("Send a number, as 3500.00.")]


def _of_text(field: Any, value: Any) -> list[str]:
    if not isinstance(value, str):
        return [_("Send a text here.")]
    if isinstance(field, serializers.DateField) and value and not DAY.fullmatch(value):
        return [_("Write the day as 2026-11-21.")]
    most = getattr(field, "max_length", None)
    return [_("Use at most %(number)s characters.") % {"number": most}] if most and len(value) > most else []


def _is_number(value: Any) -> bool:
    """Finite: JSON that names NaN or the infinite is refused before; 1e999 is read as infinite."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return isinstance(value, int) or abs(value) != float("inf")


def flag(asked: Mapping[str, str], name: str) -> bool:
    """A yes or no of the address; no when it is not there. Raises ValidationError for anything else."""
    said = asked.get(name, "false")
    if said not in ("true", "false", "1", "0"):
        raise serializers.ValidationError({name: [_("Send true or false.")]})
    return said in ("true", "1")


def one_of(asked: Mapping[str, str], name: str, choices: Iterable[str]) -> str:
    """A word of the address; empty when it is not there. Raises ValidationError for one that does not exist."""
    said = asked.get(name)
    if said is not None and said not in set(choices):
        raise serializers.ValidationError({name: [_("There is no such choice.")]})
    return said or ""


def refuse_nonsense(asked: Mapping[str, str], filters: Mapping[str, Filter]) -> None:
    """Filters of the address: what cannot be a day, a number or one of the words is an error, never silently no filter.

    Raises ValidationError.
    """
    wrong = {name: [_nonsense(kind)] for name, kind in filters.items() if name in asked and not fits(asked[name], kind)}
    if wrong:
        raise serializers.ValidationError(wrong)


def fits(text: str, kind: Filter) -> bool:
    """Can the text be of this kind?"""
    if kind == "day":
        return _is_day(text)
    if kind == "number":
        return text.isascii() and text.isdecimal() and len(text) < 16
    return text in kind


def _is_day(text: str) -> bool:
    try:
        return DAY.fullmatch(text) is not None and bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False


def _nonsense(kind: Filter) -> str:
    if kind == "day":
        return _("Write the day as 2026-11-21.")
    return _("Send a whole number.") if kind == "number" else _("There is no such choice.")
