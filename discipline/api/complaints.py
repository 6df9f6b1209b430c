"""API: complaints, from the acknowledgment to the answer. Who reported is opened on the page alone, where it is recorded."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.api_views import ActAPI, HouseAPI
from core.errors import BadInput
from core.perms import Perms
from discipline.models.complaints import Complaint
from discipline.rules.complaints import Status
from discipline.selectors import complaints as read
from discipline.services import complaints as services
from roster.api.common import IF_MATCH, LISTS, answered, if_match

RIGHT = (Perms.HANDLE_COMPLAINTS,)
STATES = ("open", "overdue", *Status.values)


class ComplaintRowOut(serializers.ModelSerializer[Complaint]):
    """A complaint in a list: how it came, what it is about, where it stands; nothing of what was said is read."""

    unit = serializers.CharField(source="unit.code")

    class Meta:
        model = Complaint
        fields: tuple[str, ...] = (
            "id", "number", "unit", "channel", "about", "status", "received_at", "acknowledge_by", "due_on",
            "acknowledged_at", "outcome", "passed_to", "answered_at", "revision",
        )  # fmt: skip


class ComplaintOut(ComplaintRowOut):
    """One complaint with what was said and answered. Never who made it."""

    class Meta(ComplaintRowOut.Meta):
        fields = (*ComplaintRowOut.Meta.fields, "what", "answer")


class Complaints(HouseAPI):
    """Complaints."""

    serializer_class = ComplaintRowOut
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
        found = told(request.user, pk)
        return answered(found, found["revision"])


class ComplaintNothing(serializers.Serializer[Any]):
    """Nothing needs to be sent."""


class AssignIn(serializers.Serializer[Any]):
    """Who deals with it."""

    handler = serializers.CharField(max_length=150, help_text="Name at sign-in of somebody who deals with complaints.")


class ComplaintAnswerIn(serializers.Serializer[Any]):
    """What came of it; whoever reported reads the answer."""

    outcome = serializers.ChoiceField(services.ANSWERS)
    answer = serializers.CharField(max_length=4000)


class ForwardIn(serializers.Serializer[Any]):
    """To which authority it is passed on, and what whoever reported reads."""

    authority = serializers.CharField(max_length=120)
    answer = serializers.CharField(max_length=4000)


class ComplaintAct(ActAPI):
    """One act on a complaint within sight."""

    serializer_class = ComplaintOut
    rights = {"POST": RIGHT}
    place, reads = "complaints", ComplaintNothing

    def find(self, request: Request, pk: int) -> Complaint:
        return get_object_or_404(Complaint.objects.visible_to(request.user).select_related("unit"), pk=pk)

    def do(self, row: Complaint, typed: dict[str, Any], request: Request) -> tuple[int, Any]:
        self.done(row, typed, by=request.user, revision=if_match(request))
        return 200, told(request.user, row.pk)

    def done(self, row: Complaint, typed: dict[str, Any], **words: Any) -> Any:
        """The service of this name with what was typed."""
        return getattr(services, self.name)(complaint=row, on=clock.today(), **typed, **words)


class Acknowledge(ComplaintAct):
    """Acknowledging."""

    name = "acknowledge"

    @extend_schema(request=None, responses=ComplaintOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Acknowledge a complaint."""
        return self.act(request, pk)

    def done(self, row: Complaint, typed: dict[str, Any], **words: Any) -> Any:
        return services.acknowledge(complaint=row, **words)


class Assign(ComplaintAct):
    """Giving it to somebody."""

    name, reads = "assign", AssignIn

    @extend_schema(request=AssignIn, responses=ComplaintOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Give it to somebody who is not involved; 409 for whoever is (TS-01, TS-02, TS-03)."""
        return self.act(request, pk)

    def done(self, row: Complaint, typed: dict[str, Any], **words: Any) -> Any:
        handler = read.handlers(row.unit).filter(username=typed["handler"]).first()
        if handler is None:
            raise BadInput({"handler": _("Choose somebody who deals with complaints of this unit.")})
        return services.assign(complaint=row, handler=handler, on=clock.today(), **words)


class Answer(ComplaintAct):
    """Answering."""

    name, reads = "answer", ComplaintAnswerIn

    @extend_schema(request=ComplaintAnswerIn, responses=ComplaintOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Say what came of it; 409 for everybody but the one who deals with it, and before a look at retaliation (TS-04)."""
        return self.act(request, pk)


class Forward(ComplaintAct):
    """Passing on."""

    name, reads = "forward", ForwardIn

    @extend_schema(request=ForwardIn, responses=ComplaintOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Pass on what another authority decides; whoever reported is answered with that, and not named to anybody."""
        return self.act(request, pk)


urlpatterns = [
    path("complaints/", Complaints.as_view(), name="api-complaints"),
    path("complaints/<int:pk>/", ComplaintOne.as_view(), name="api-complaint"),
    *(
        path(f"complaints/<int:pk>/{act.name}/", act.as_view(), name=f"api-complaint-{act.name}")
        for act in (Acknowledge, Assign, Answer, Forward)
    ),
]
