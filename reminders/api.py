"""API: what falls due in my units, and answering it."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.api import CursorPages, once
from core.api_views import HouseAPI
from core.perms import Perms
from reminders import selectors, services
from reminders.models import Notice


class NoticeOut(serializers.ModelSerializer[Notice]):
    """A reminder: the newest stage of something that falls due."""

    title = serializers.CharField()
    unit = serializers.CharField(source="unit.code")
    answered_by = serializers.CharField(source="answered_by.display_name", default=None)

    class Meta:
        model = Notice
        fields = ("id", "source", "subject", "title", "label", "unit", "due_on", "stage", "made_on", "escalated_at",
                  "answered_at", "answered_by", "answer", "closed_at", "url")  # fmt: skip


class AnswerIn(serializers.Serializer[Any]):
    """What is being done about it."""

    answer = serializers.CharField(max_length=500)


class ByDueDay(CursorPages):
    """The most urgent first."""

    ordering = ("due_on", "id")


LISTS = [
    OpenApiParameter("unit", str, description="Code of a unit: it and all below."),
    OpenApiParameter("kind", str, description="Kind of deadline, as in `source`."),
    OpenApiParameter(
        "state", str, description="overdue, unanswered, answered, escalated or closed; open ones without it."
    ),
    OpenApiParameter("q", str, description="Words of the label."),
]


class Notices(HouseAPI):
    """Reminders."""

    serializer_class = NoticeOut
    pagination_class = ByDueDay
    rights = {"GET": (Perms.VIEW_REMINDERS,)}

    @extend_schema(parameters=LISTS, responses=NoticeOut(many=True))
    def get(self, request: Request) -> Response:
        """What falls due in my units."""
        return self.page(selectors.listed(request.user, request.GET.dict(), clock.today()))


class NoticeOne(HouseAPI):
    """One reminder."""

    serializer_class = NoticeOut
    rights = {"GET": (Perms.VIEW_REMINDERS,)}

    def get(self, request: Request, pk: int) -> Response:
        """A reminder."""
        return Response(NoticeOut(_found(request, pk)).data)


class Answer(HouseAPI):
    """Answering a reminder."""

    serializer_class = NoticeOut
    rights = {"POST": (Perms.VIEW_REMINDERS,)}

    @extend_schema(request=AnswerIn, responses=NoticeOut)
    def post(self, request: Request, pk: int) -> Response:
        """Say what is being done about it."""
        found, said = _found(request, pk), self.typed(AnswerIn)["answer"]

        def make() -> tuple[int, Any]:
            return 200, NoticeOut(services.answer(notice=found, answer=said, by=request.user)).data

        return once(request, f"reminders/{pk}/answer", make)


def _found(request: Request, pk: int) -> Notice:
    found: Notice = get_object_or_404(Notice.objects.visible_to(request.user).select_related("unit"), pk=pk)
    return found
