"""API: incidents on duty and what followed; the care list and its visits."""

from __future__ import annotations

from typing import Any, ClassVar

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
from discipline.api.protection_shapes import (
    CareEndIn,
    CareIn,
    CareLineOut,
    CareOut,
    CareVisitIn,
    IncidentIn,
    IncidentLineOut,
    IncidentNothingIn,
    IncidentOut,
    IncidentSettleIn,
    IncidentStepIn,
)
from discipline.models.protection import Care, Incident
from discipline.rules.protection import Status
from discipline.selectors import protection as read
from discipline.services import protection as services
from organisation.models import Officer
from roster.api.common import LISTS, referred
from roster.models import Auxiliary

RIGHT = (Perms.HANDLE_INCIDENTS,)
READERS = (*RIGHT, Perms.VIEW_CONDUCT)
STATES = ("open", "overdue", *Status.values)


def incident(user: Any, pk: int) -> dict[str, Any]:
    """One incident as it stands now."""
    rows = Incident.objects.visible_to(user).select_related("unit", "borne_by").prefetch_related("steps")
    return dict(IncidentOut(get_object_or_404(rows, pk=pk)).data)


def care(user: Any, pk: int) -> dict[str, Any]:
    """One entry of the list as it stands now."""
    rows = Care.objects.visible_to(user).select_related("auxiliary__unit").prefetch_related("visits")
    return dict(CareOut(get_object_or_404(rows, pk=pk)).data)


def person(request: Request, pk: int) -> Auxiliary:
    rows = Auxiliary.objects.visible_to(request.user, Perms.HANDLE_INCIDENTS).select_related("unit", "person")
    found: Auxiliary = referred(rows, pk, "auxiliary")
    return found


class Incidents(HouseAPI):
    """Incidents on duty."""

    serializer_class = IncidentLineOut
    rights = {"GET": READERS, "POST": RIGHT}
    filters = {"state": STATES}

    @extend_schema(
        parameters=[LISTS[0], OpenApiParameter("state", str, enum=STATES)], responses=IncidentLineOut(many=True)
    )
    def get(self, request: Request) -> Response:
        """Incidents in sight, newest first."""
        return self.page(read.incidents(request.user, request.query_params.dict(), clock.today()))

    @extend_schema(request=IncidentIn, responses={201: IncidentOut})
    def post(self, request: Request) -> Response:
        """Enter an incident. The organ that uses the auxiliary bears what follows (HA 4, GX 40, ST 31)."""
        typed, user = self.typed(IncidentIn), request.user
        someone = person(request, typed["auxiliary"])
        told = services.Told(
            someone, typed["kind"], typed["happened_on"], typed["what"],
            assignment=referred(read.assignments_of(someone), typed.get("assignment"), "assignment"),
            lead=referred(Officer.objects.visible_to(user, Perms.HANDLE_INCIDENTS), typed.get("officer"), "officer"),
        )  # fmt: skip

        def make() -> tuple[int, Any]:
            row = services.report(told=told, on=clock.today(), by=user)
            return 201, incident(user, row.pk)

        return once(request, "incidents", make)


class IncidentOne(HouseAPI):
    """One incident."""

    serializer_class = IncidentOut
    rights = {"GET": READERS}

    def get(self, request: Request, pk: int) -> Response:
        """An incident with everything that followed."""
        return Response(incident(request.user, pk))


class Act(HouseAPI):
    """One act: fetched within the scope of its right, done, answered as it then stands."""

    rights = {"POST": RIGHT}
    name: ClassVar[str] = ""
    reads: ClassVar[type[serializers.Serializer[Any]]] = IncidentNothingIn

    def of_incident(self, request: Request, pk: int, **words: Any) -> Response:
        row = get_object_or_404(Incident.objects.visible_to(request.user, Perms.HANDLE_INCIDENTS), pk=pk)
        typed = self.typed(self.reads)

        def make() -> tuple[int, Any]:
            getattr(services, self.name)(incident=row, by=request.user, **typed, **words)
            return 200, incident(request.user, pk)

        return once(request, f"incidents/{pk}/{self.name}", make)

    def of_care(self, request: Request, pk: int, **words: Any) -> Response:
        row = get_object_or_404(Care.objects.visible_to(request.user, Perms.HANDLE_INCIDENTS), pk=pk)
        typed = self.typed(self.reads)

        def make() -> tuple[int, Any]:
            getattr(services, self.name)(care=row, by=request.user, **typed, **words)
            return 200, care(request.user, pk)

        return once(request, f"care/{pk}/{self.name}", make)


class Take(Act):
    """Taking in hand."""

    serializer_class, name = IncidentOut, "take"

    @extend_schema(request=None, responses=IncidentOut)
    def post(self, request: Request, pk: int) -> Response:
        """I deal with it. 409 for the person it happened to and the officer who led (BZ-01)."""
        return self.of_incident(request, pk, on=clock.today())


class Note(Act):
    """What was done."""

    serializer_class, name, reads = IncidentOut, "note", IncidentStepIn

    @extend_schema(request=IncidentStepIn, responses=IncidentOut)
    def post(self, request: Request, pk: int) -> Response:
        """Write down what was done; what was paid is the organ's."""
        return self.of_incident(request, pk, today=clock.today())


class Settle(Act):
    """Settling."""

    serializer_class, name, reads = IncidentOut, "settle", IncidentSettleIn

    @extend_schema(request=IncidentSettleIn, responses=IncidentOut)
    def post(self, request: Request, pk: int) -> Response:
        """Settle it; 409 with everything that is missing (BZ-02 to BZ-04)."""
        return self.of_incident(request, pk, on=clock.today())


class Cares(HouseAPI):
    """The care list."""

    serializer_class = CareLineOut
    rights = {"GET": READERS, "POST": RIGHT}
    filters = {"state": ("ended",)}

    @extend_schema(
        parameters=[LISTS[0], OpenApiParameter("state", str, enum=("ended",))], responses=CareLineOut(many=True)
    )
    def get(self, request: Request) -> Response:
        """People on the care list in sight; `state=ended` those who left it."""
        return self.page(read.cares(request.user, request.query_params.dict()))

    @extend_schema(request=CareIn, responses={201: CareOut})
    def post(self, request: Request) -> Response:
        """Put somebody on the list (GX 39, ST 20)."""
        typed = self.typed(CareIn)
        someone = person(request, typed.pop("auxiliary"))

        def make() -> tuple[int, Any]:
            row = services.look_after(auxiliary=someone, on=clock.today(), by=request.user, **typed)
            return 201, care(request.user, row.pk)

        return once(request, "care", make)


class CareOne(HouseAPI):
    """One person on the list."""

    serializer_class = CareOut
    rights = {"GET": READERS}

    def get(self, request: Request, pk: int) -> Response:
        """One entry of the care list with its visits."""
        return Response(care(request.user, pk))


class Visit(Act):
    """Visiting."""

    serializer_class, name, reads = CareOut, "visit", CareVisitIn

    @extend_schema(request=CareVisitIn, responses=CareOut)
    def post(self, request: Request, pk: int) -> Response:
        """Write down a visit."""
        return self.of_care(request, pk, today=clock.today())


class End(Act):
    """Ending."""

    serializer_class, name, reads = CareOut, "end_care", CareEndIn

    @extend_schema(request=CareEndIn, responses=CareOut)
    def post(self, request: Request, pk: int) -> Response:
        """Take somebody off the list."""
        return self.of_care(request, pk, on=clock.today())


urlpatterns = [
    path("incidents/", Incidents.as_view(), name="api-incidents"),
    path("incidents/<int:pk>/", IncidentOne.as_view(), name="api-incident"),
    path("incidents/<int:pk>/take/", Take.as_view(), name="api-incident-take"),
    path("incidents/<int:pk>/note/", Note.as_view(), name="api-incident-note"),
    path("incidents/<int:pk>/settle/", Settle.as_view(), name="api-incident-settle"),
    path("care/", Cares.as_view(), name="api-cares"),
    path("care/<int:pk>/", CareOne.as_view(), name="api-care"),
    path("care/<int:pk>/visit/", Visit.as_view(), name="api-care-visit"),
    path("care/<int:pk>/end/", End.as_view(), name="api-care-end"),
]
