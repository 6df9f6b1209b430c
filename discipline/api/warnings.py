"""API: the early warning, and what was done about it. It is reckoned when it is asked for and kept nowhere."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.api import once
from core.api_views import HouseAPI
from core.perms import Perms
from discipline.models.warnings import WarningNote
from discipline.querysets.warnings import READERS
from discipline.rules.warnings import Level, Sign
from discipline.selectors import warnings as read
from discipline.selectors.warning_lists import ANY, RED, WAITING
from discipline.services import warnings as services
from roster.api.common import LISTS

SIGNS = (ANY, WAITING, RED, *Sign.values)
PEOPLE = (Perms.SUPERVISE, Perms.RECTIFY)


class WarningReasonOut(serializers.Serializer[Any]):
    """A sign that stands out: how much of it, since or until which day, from where on it counts."""

    sign = serializers.ChoiceField(Sign.choices)
    level = serializers.ChoiceField(Level.choices)
    number = serializers.IntegerField(allow_null=True)
    day = serializers.DateField(allow_null=True)
    limit = serializers.IntegerField(allow_null=True)
    who = serializers.CharField()


class WarningNoteOut(serializers.ModelSerializer[WarningNote]):
    """What was done about a warning, without the words."""

    class Meta:
        model = WarningNote
        fields = ("level", "done", "at")


class WarnedOut(serializers.Serializer[Any]):
    """A person with level and reasons. `note`: what was done last. `waits`: a reason stands that nobody has looked at."""

    auxiliary = serializers.IntegerField(source="auxiliary.pk")
    name = serializers.CharField(source="auxiliary.person.name")
    unit = serializers.CharField(source="auxiliary.unit.code")
    level = serializers.ChoiceField(Level.choices)
    reasons = WarningReasonOut(many=True)
    note = WarningNoteOut(allow_null=True)
    waits = serializers.BooleanField()


class WarningAnswerIn(serializers.Serializer[Any]):
    """What was done, and in words."""

    done = serializers.ChoiceField(WarningNote.Done.choices)
    words = serializers.CharField(max_length=1000)


class Warnings(HouseAPI):
    """People about whom something stands out."""

    serializer_class = WarnedOut
    rights = {"GET": READERS}
    filters = {"sign": SIGNS}

    @extend_schema(parameters=[LISTS[0], OpenApiParameter("sign", str, enum=SIGNS)], responses=WarnedOut(many=True))
    def get(self, request: Request) -> Response:
        """People on strength in sight who show the sign, or any; the limits of their units are house policy."""
        day, asked = clock.today(), request.query_params
        policies = read.Policies(day)
        rows = read.showing(request.user, policies, day, unit=asked.get("unit", ""), sign=asked.get("sign") or ANY)
        page = self.paginate_queryset(rows) or []
        return self.get_paginated_response(WarnedOut(read.warned(page, policies, day), many=True).data)


def told(user: Any, pk: int, day: date) -> dict[str, Any]:
    """One person as it stands now."""
    row = get_object_or_404(read.everybody(user), pk=pk)
    return dict(WarnedOut(read.warned([row], read.Policies(day), day)[0]).data)


class WarningOne(HouseAPI):
    """One person."""

    serializer_class = WarnedOut
    rights = {"GET": READERS}

    def get(self, request: Request, pk: int) -> Response:
        """What stands out about one person today."""
        return Response(told(request.user, pk, clock.today()))


class Answer(HouseAPI):
    """What was done."""

    serializer_class = WarnedOut
    rights = {"POST": PEOPLE}

    @extend_schema(request=WarningAnswerIn, responses=WarnedOut)
    def post(self, request: Request, pk: int) -> Response:
        """Write down what was done about the reasons of today. 409 where none stands."""
        day = clock.today()
        row = get_object_or_404(read.everybody(request.user), pk=pk)
        typed = self.typed(WarningAnswerIn)

        def make() -> tuple[int, Any]:
            services.answer(auxiliary=row, on=day, by=request.user, **typed)
            return 200, told(request.user, pk, day)

        return once(request, f"warnings/{pk}/answer", make)


urlpatterns = [
    path("warnings/", Warnings.as_view(), name="api-warnings"),
    path("warnings/<int:pk>/", WarningOne.as_view(), name="api-warning"),
    path("warnings/<int:pk>/answer/", Answer.as_view(), name="api-warning-answer"),
]
