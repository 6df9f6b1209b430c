"""Two people with the same record open: whoever saves second is told, and nothing of the first is lost."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import BadInput, NotNow

IF_MATCH = [OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, description="Version that was read (ETag).")]
FIRST = 1


def check_version(row: Any, version: int | None) -> None:
    """Raises NotNow when the row, locked by now, is not the version that was read. None: nothing was read before."""
    if version is not None and row.version != version:
        raise NotNow(_("Somebody changed this in the meantime: look at it again before you save."))


def bump(row: Any) -> list[str]:
    """Count the version up; answers the field to save."""
    row.version += 1
    return ["version"]


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
