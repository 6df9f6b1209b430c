"""What the API views of the roster share: versions by If-Match, references within the scope."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request

from core.errors import BadInput
from core.versions import IF_MATCH, answered, if_match
from roster.opening import may_read

__all__ = ["IF_MATCH", "LISTS", "Narrowed", "answered", "asked", "if_match", "referred", "told"]
LISTS = [
    OpenApiParameter("unit", str, description="Code of a unit: it and all below."),
    OpenApiParameter("search", str, description="Characters, pinyin, initials or badge number."),
]


def asked(request: Request) -> dict[str, str]:
    """The filters of the lists; `search` is the pages' `q`."""
    values = {name: value for name, value in request.query_params.items() if "\x00" not in value}
    return {**values, "q": values.get("search", "")}


class Narrowed(serializers.ModelSerializer[Any]):
    """A record of a file: each field in `opened_by` is null for whoever lacks that right over the file's unit."""

    opened_by: ClassVar[Mapping[str, str]] = {}

    def to_representation(self, instance: Any) -> dict[str, Any]:
        told: dict[str, Any] = super().to_representation(instance)
        request = self.context.get("request")
        file = getattr(instance, "auxiliary", instance)
        for name, right in self.opened_by.items():
            if request is None or not may_read(request.user, right, file):
                told[name] = None
        return told


def told(kind: type[Narrowed], row: Any, request: Request) -> dict[str, Any]:
    """One record as this user may read it."""
    return dict(kind(row, context={"request": request}).data)


def referred(rows: Any, pk: int | None, field: str) -> Any:
    """The record of that number among the rows in sight. Raises BadInput: outside and unknown look alike."""
    if pk is None:
        return None
    found = rows.filter(pk=pk).first()
    if found is None:
        raise BadInput({field: _("There is no record of this number among your units.")})
    return found
