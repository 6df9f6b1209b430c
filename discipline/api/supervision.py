"""API: inspections and findings, what the unit reports and what the re-check says."""

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
from discipline.models.supervision import Finding, Inspection
from discipline.rules.supervision import FindingStatus, InspectionStatus
from discipline.selectors import supervision as read
from discipline.services import supervision as services
from roster.api.common import IF_MATCH, LISTS, if_match

READERS = (Perms.SUPERVISE, Perms.RECTIFY, Perms.VIEW_CONDUCT)
STATES = ("standing", "overdue", *FindingStatus.values)


class InspectionOut(serializers.ModelSerializer[Inspection]):
    """An inspection: of which unit, why, when, and where it stands."""

    unit = serializers.CharField(source="unit.code")

    class Meta:
        model = Inspection
        fields = ("id", "number", "unit", "checklist", "why", "announced", "planned_for", "status", "revision")


class FindingOut(serializers.ModelSerializer[Finding]):
    """A finding: what, from where, by when it is to be put right, and where it stands."""

    unit = serializers.CharField(source="unit.code")

    class Meta:
        model = Finding
        fields = ("id", "number", "unit", "source", "item", "what", "status", "found_at", "due_on", "revision")


class ReportIn(serializers.Serializer[Any]):
    """What was done to put it right."""

    what = serializers.CharField(max_length=2000)


class RecheckIn(serializers.Serializer[Any]):
    """What the re-check saw; a new day where it did not pass."""

    passed = serializers.BooleanField()
    what = serializers.CharField(max_length=2000)
    due_on = serializers.DateField(required=False)


class Inspections(HouseAPI):
    """Inspections."""

    serializer_class = InspectionOut
    rights = {"GET": READERS}
    filters = {"status": tuple(InspectionStatus.values)}

    @extend_schema(parameters=[LISTS[0], OpenApiParameter("status", str, enum=InspectionStatus.values)])
    def get(self, request: Request) -> Response:
        """Inspections in sight, newest entries first. One that is not announced is seen by the unit once it begins."""
        return self.page(read.inspections(request.user, request.query_params.dict()))


class InspectionOne(HouseAPI):
    """One inspection."""

    serializer_class = InspectionOut
    rights = {"GET": READERS}

    def get(self, request: Request, pk: int) -> Response:
        """An inspection."""
        return Response(InspectionOut(get_object_or_404(read.inspections(request.user, {}), pk=pk)).data)


class Findings(HouseAPI):
    """Findings."""

    serializer_class = FindingOut
    rights = {"GET": READERS}
    filters = {"state": STATES}

    @extend_schema(parameters=[LISTS[0], OpenApiParameter("state", str, enum=STATES)])
    def get(self, request: Request) -> Response:
        """Findings in sight, newest entries first."""
        return self.page(read.findings(request.user, request.query_params.dict(), clock.today()))


def told(user: Any, pk: int) -> dict[str, Any]:
    """One finding as it stands now."""
    return dict(FindingOut(get_object_or_404(read.findings(user, {}, clock.today()), pk=pk)).data)


class FindingOne(HouseAPI):
    """One finding."""

    serializer_class = FindingOut
    rights = {"GET": READERS}

    def get(self, request: Request, pk: int) -> Response:
        """A finding."""
        return Response(told(request.user, pk))


class Step(HouseAPI):
    """One step about a finding: fetched within the scope of its right, done, answered as it then stands."""

    serializer_class = FindingOut
    name: ClassVar[str] = ""
    reads: ClassVar[type[serializers.Serializer[Any]]] = ReportIn

    def do(self, finding: Finding, typed: dict[str, Any], request: Request) -> Finding:
        raise NotImplementedError

    def act(self, request: Request, pk: int) -> Response:
        seen = Finding.objects.visible_to(request.user, self.rights["POST"][0])
        finding = get_object_or_404(seen.select_related("unit"), pk=pk)
        typed = self.typed(self.reads)

        def make() -> tuple[int, Any]:
            self.do(finding, typed, request)
            return 200, told(request.user, pk)

        return once(request, f"findings/{pk}/{self.name}", make)


class Report(Step):
    """Reporting."""

    name, rights = "report", {"POST": (Perms.RECTIFY,)}

    @extend_schema(request=ReportIn, responses=FindingOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Say what was done to put it right."""
        return self.act(request, pk)

    def do(self, finding: Finding, typed: dict[str, Any], request: Request) -> Finding:
        return services.report(finding=finding, by=request.user, revision=if_match(request), **typed)


class Recheck(Step):
    """Checking again."""

    name, reads, rights = "recheck", RecheckIn, {"POST": (Perms.SUPERVISE,)}

    @extend_schema(request=RecheckIn, responses=FindingOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Look again: passed, or to be put right by a new day. 409 for whoever reported it (SV-03)."""
        return self.act(request, pk)

    def do(self, finding: Finding, typed: dict[str, Any], request: Request) -> Finding:
        return services.recheck(finding=finding, on=clock.today(), by=request.user, revision=if_match(request), **typed)


urlpatterns = [
    path("inspections/", Inspections.as_view(), name="api-inspections"),
    path("inspections/<int:pk>/", InspectionOne.as_view(), name="api-inspection"),
    path("findings/", Findings.as_view(), name="api-findings"),
    path("findings/<int:pk>/", FindingOne.as_view(), name="api-finding"),
    path("findings/<int:pk>/report/", Report.as_view(), name="api-finding-report"),
    path("findings/<int:pk>/recheck/", Recheck.as_view(), name="api-finding-recheck"),
]
