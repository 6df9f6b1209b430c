"""What the API views of the roster share: versions by If-Match, references within the scope."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import BadInput

LISTS = [
    OpenApiParameter("unit", str, description="Code of a unit: it and all below."),
    OpenApiParameter("search", str, description="Characters, pinyin, initials or badge number."),
]
IF_MATCH = [OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, description="Version that was read (ETag).")]


def asked(request: Request) -> dict[str, str]:
    """The filters of the lists; `search` is the pages' `q`."""
    values = {name: value for name, value in request.query_params.items() if "\x00" not in value}
    return {**values, "q": values.get("search", "")}


def if_match(request: Request) -> int | None:
    """The version the caller read; None when it does not say. Raises BadInput for anything that is no version."""
    tag = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if tag in {"", "*"}:
        return None
    if not tag.isdecimal():
        raise BadInput({"If-Match": _("Send the version as the ETag gave it.")})
    return int(tag)


def answered(data: Any, version: int, status: int = 200) -> Response:
    """One record with its version as ETag."""
    return Response(data, status=status, headers={"ETag": f'"{version}"'})


def referred(rows: Any, pk: int | None, field: str) -> Any:
    """The record of that number among the rows in sight. Raises BadInput: outside and unknown look alike."""
    if pk is None:
        return None
    found = rows.filter(pk=pk).first()
    if found is None:
        raise BadInput({field: _("There is no record of this number among your units.")})
    return found
