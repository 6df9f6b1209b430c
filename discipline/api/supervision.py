"""API: inspections and findings, planned, read, and each act about them."""

from __future__ import annotations

from typing import Any

from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.api import once
from core.api_views import HouseAPI
from core.errors import BadInput
from core.perms import Perms
from discipline.api import finding_steps, inspection_acts
from discipline.api.supervision_shapes import FindingOut, FindingRowOut, InspectionOut, PlanIn
from discipline.rules.supervision import FindingStatus, InspectionStatus
from discipline.selectors import supervision as read
from discipline.services import supervision as services
from discipline.services.supervision import Plan
from organisation.selectors import unit_named
from roster.api.common import LISTS, answered

READERS = (Perms.SUPERVISE, Perms.RECTIFY, Perms.VIEW_CONDUCT)
STATES = ("standing", "overdue", *FindingStatus.values)


class Inspections(HouseAPI):
    """Inspections."""

    serializer_class = InspectionOut
    rights = {"GET": READERS, "POST": (Perms.SUPERVISE,)}
    filters = {"status": tuple(InspectionStatus.values)}

    @extend_schema(parameters=[LISTS[0], OpenApiParameter("status", str, enum=InspectionStatus.values)])
    def get(self, request: Request) -> Response:
        """Inspections in sight, newest entries first. One that is not announced is seen by the unit once it begins."""
        return self.page(read.inspections(request.user, request.query_params.dict()))

    @extend_schema(request=PlanIn, responses={201: InspectionOut})
    def post(self, request: Request) -> Response:
        """Plan a look at a unit or at one duty of it; 409 for whoever has a part in the duty (SV-01, SV-02)."""
        typed = self.typed(PlanIn)
        unit = unit_named(request.user, typed["unit"], Perms.SUPERVISE)
        duty = read.duty_numbered(request.user, typed.get("number", "").strip())
        if typed.get("number") and duty is None:
            raise BadInput({"number": read.NO_DUTY})
        plan = Plan(typed["checklist"], typed["planned_for"], typed.get("announced", False))

        def make() -> tuple[int, Any]:
            words = {"reason": typed.get("reason", ""), "on": clock.today(), "by": request.user}
            row = services.plan(unit=unit, plan=plan, assignment=duty, **words)
            return 201, inspection_acts.told(request.user, row.pk)

        return once(request, "inspections", make)


class InspectionOne(HouseAPI):
    """One inspection."""

    serializer_class = InspectionOut
    rights = {"GET": READERS}

    def get(self, request: Request, pk: int) -> Response:
        """An inspection."""
        told = inspection_acts.told(request.user, pk)
        return answered(told, told["revision"])


class Findings(HouseAPI):
    """Findings."""

    serializer_class = FindingRowOut
    rights = {"GET": READERS}
    filters = {"state": STATES}

    @extend_schema(parameters=[LISTS[0], OpenApiParameter("state", str, enum=STATES)])
    def get(self, request: Request) -> Response:
        """Findings in sight, newest entries first."""
        return self.page(read.findings(request.user, request.query_params.dict(), clock.today()))


class FindingOne(HouseAPI):
    """One finding."""

    serializer_class = FindingOut
    rights = {"GET": READERS}

    def get(self, request: Request, pk: int) -> Response:
        """A finding."""
        told = finding_steps.told(request.user, pk)
        return answered(told, told["revision"])


urlpatterns = [
    path("inspections/", Inspections.as_view(), name="api-inspections"),
    path("inspections/<int:pk>/", InspectionOne.as_view(), name="api-inspection"),
    *(
        path(f"inspections/<int:pk>/{act.name}/", act.as_view(), name=f"api-inspection-{act.name}")
        for act in inspection_acts.ACTS
    ),
    path("findings/", Findings.as_view(), name="api-findings"),
    path("findings/<int:pk>/", FindingOne.as_view(), name="api-finding"),
    *(
        path(f"findings/<int:pk>/{step.name}/", step.as_view(), name=f"api-finding-{step.name}")
        for step in finding_steps.STEPS
    ),
]
