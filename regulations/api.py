"""API: the duty catalogue with the verdict of a place on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.api_views import HouseAPI
from core.errors import BadInput
from core.perms import Perms
from core.strict import DAY, one_of
from regulations.library import catalogue
from regulations.packs import PackError, load
from regulations.packs.types import STRICTNESS
from regulations.selectors import home_pack

ASKED = [
    OpenApiParameter("jurisdiction", str, description="Rule pack, such as CN-440300; otherwise that of the own unit."),
    OpenApiParameter("on", date, description="The day; today otherwise."),
    OpenApiParameter("group", str, description="Code of a group of the catalogue."),
    OpenApiParameter("verdict", str, enum=[*STRICTNESS], description="Only duties with this verdict."),
    OpenApiParameter("search", str, description="A word of the name in either language, or of the code."),
]


class StaffingOut(serializers.Serializer[Any]):
    """One alternative: at least so many officers and auxiliaries on the spot."""

    police = serializers.IntegerField()
    aux = serializers.IntegerField()


class CitationOut(serializers.Serializer[Any]):
    """An article, with the title of its instrument."""

    cites = serializers.CharField()
    title_en = serializers.CharField()
    title_zh = serializers.CharField()
    confidence = serializers.CharField()
    url = serializers.CharField()


class DutyOut(serializers.Serializer[Any]):
    """A duty with what the law says of it; `verdict` is null on a day when nothing is said."""

    code = serializers.CharField()
    name_en = serializers.CharField()
    name_zh = serializers.CharField()
    group = serializers.CharField()
    category = serializers.CharField()
    verdict = serializers.ChoiceField([*STRICTNESS], allow_null=True)
    staffing = StaffingOut(many=True)
    conditions = serializers.DictField()
    contested = serializers.BooleanField()
    confidence = serializers.CharField(allow_null=True)
    spoken_by = serializers.CharField(allow_null=True, help_text="The pack whose row counts.")
    since = serializers.DateField(allow_null=True)
    cites = CitationOut(many=True)


class CatalogueOut(serializers.Serializer[Any]):
    """The whole catalogue: it fits on one page."""

    jurisdiction = serializers.CharField()
    on = serializers.DateField()
    version = serializers.CharField(help_text="Version and fingerprint of the packs.")
    results = DutyOut(many=True)


class Duties(HouseAPI):
    """The duty catalogue."""

    serializer_class = CatalogueOut
    one_page = True
    rights = {"GET": (Perms.VIEW_LAW,)}

    @extend_schema(parameters=ASKED, responses=CatalogueOut)
    def get(self, request: Request) -> Response:
        """Every duty with the verdict in a place on a day."""
        day = _day(request)
        pack = request.GET.get("jurisdiction") or home_pack(request.user, day)
        try:
            version = load().pack_version(pack)
        except PackError as error:
            raise BadInput({"jurisdiction": _("There is no such rule pack.")}) from error
        asked = {"group": request.GET.get("group", ""), "verdict": one_of(request.GET, "verdict", STRICTNESS)}
        lines = catalogue.lines(pack=pack, day=day, words=request.GET.get("search", ""), **asked)
        answer = {"jurisdiction": pack, "on": day, "version": version, "results": [_plain(line) for line in lines]}
        return Response(CatalogueOut(answer).data)


def _day(request: Request) -> date:
    if (typed := request.GET.get("on")) is None:
        return clock.today()
    try:
        day = parse_date(typed) if DAY.fullmatch(typed) else None
    except ValueError:
        day = None
    if day is None:
        raise BadInput({"on": _("Write the day as 2026-11-21.")})
    return day


def _plain(line: catalogue.Line) -> dict[str, Any]:
    """A line of the catalogue as plain values."""
    duty, row = line.duty, line.row
    return {
        "code": duty.code,
        "name_en": duty.name_en,
        "name_zh": duty.name_zh,
        "group": duty.group,
        "category": duty.category,
        "verdict": row.verdict if row else None,
        "staffing": [option.as_dict() for option in row.staffing] if row else [],
        "conditions": dict(row.conditions) if row else {},
        "contested": line.contested,
        "confidence": row.confidence if row else None,
        "spoken_by": row.pack if row else None,
        "since": row.since if row else None,
        "cites": [load().cite(text).as_dict() for text in row.cites] if row else [],
    }
