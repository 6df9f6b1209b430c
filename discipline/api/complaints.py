"""API: complaints, read and taken in. Who reported is opened on the page alone, where it is recorded."""

from __future__ import annotations

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
from discipline.models.complaints import Complaint
from discipline.rules.complaints import Status
from discipline.selectors import complaints as read
from discipline.services import complaints as services
from roster.api.common import IF_MATCH, LISTS, if_match

RIGHT = (Perms.HANDLE_COMPLAINTS,)
STATES = ("open", "overdue", *Status.values)


class ComplaintOut(serializers.ModelSerializer[Complaint]):
    """A complaint: how it came, what it is about, where it stands. Never who made it."""

    unit = serializers.CharField(source="unit.code")

    class Meta:
        model = Complaint
        fields = (
            "id", "number", "unit", "channel", "about", "what", "status", "received_at", "acknowledge_by", "due_on",
            "acknowledged_at", "outcome", "answer", "answered_at", "revision",
        )  # fmt: skip


class Complaints(HouseAPI):
    """Complaints."""

    serializer_class = ComplaintOut
    rights = {"GET": RIGHT}
    filters = {"state": STATES}

    @extend_schema(parameters=[LISTS[0], OpenApiParameter("state", str, enum=STATES)])
    def get(self, request: Request) -> Response:
        """Complaints in sight, newest first. Whoever is complained of finds none of them."""
        return self.page(read.complaints(request.user, request.query_params.dict(), clock.today()))


def told(user: Any, pk: int) -> dict[str, Any]:
    """One complaint as it stands now."""
    return dict(ComplaintOut(get_object_or_404(read.complaints(user, {}, clock.today()), pk=pk)).data)


class ComplaintOne(HouseAPI):
    """One complaint."""

    serializer_class = ComplaintOut
    rights = {"GET": RIGHT}

    def get(self, request: Request, pk: int) -> Response:
        """A complaint."""
        return Response(told(request.user, pk))


class Acknowledge(HouseAPI):
    """Acknowledging."""

    serializer_class = ComplaintOut
    rights = {"POST": RIGHT}

    @extend_schema(request=None, responses=ComplaintOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Acknowledge a complaint."""
        row = get_object_or_404(Complaint.objects.visible_to(request.user).select_related("unit"), pk=pk)

        def make() -> tuple[int, Any]:
            services.acknowledge(complaint=row, by=request.user, revision=if_match(request))
            return 200, told(request.user, pk)

        return once(request, f"complaints/{pk}/acknowledge", make)


urlpatterns = [
    path("complaints/", Complaints.as_view(), name="api-complaints"),
    path("complaints/<int:pk>/", ComplaintOne.as_view(), name="api-complaint"),
    path("complaints/<int:pk>/acknowledge/", Acknowledge.as_view(), name="api-complaint-acknowledge"),
]
